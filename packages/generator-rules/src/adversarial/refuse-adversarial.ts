import { columnOf, type Lineage } from '@verisim/core';
import { adversarialTraining } from '../errors.ts';
import { ADVERSARIAL } from '../perturb/lineage-columns.ts';

/** The rows that their lineage tags `adversarial`, ascending. Tags are parted by `; `. */
export function adversarialRows(lineage: Lineage): Int32Array {
  const tags = columnOf(lineage, 'tags');
  if (tags.storage !== 'coded') return new Int32Array(0);
  const tagged = Uint8Array.from(tags.levels, (tag) => Number(tag.split('; ').includes(ADVERSARIAL)));
  if (!tagged.includes(1)) return new Int32Array(0);
  return Int32Array.from(tags.codes.keys()).filter((row) => tagged[tags.codes[row]] === 1);
}

/**
 * Lets no row pass that was made to mislead: such rows belong to evaluation suites, and a model that trains on them is no longer tested by them. For whatever blends rows for
 * training. Throws `generator-rules/adversarial-training`.
 */
export function refuseAdversarial(lineage: Lineage): void {
  const rows = adversarialRows(lineage);
  if (rows.length > 0) throw adversarialTraining(rows.length, rows[0]);
}
