import { columnKinds, type TableSpec } from '@verisim/core';
import { isFeature } from '../encoder.ts';

/**
 * The columns of text that a learner of texts reads to predict `target`. Readers give every text the role `ignore`, because most generators
 * do not model texts: where no other column is left to predict from, such texts count as features.
 */
export function textFeatures({ columns }: TableSpec, target: string): readonly string[] {
  const texts = columns.filter(({ name, kind, role }) => {
    const { storage, identifies } = columnKinds[kind];
    return storage === 'text' && !identifies && name !== target && role !== 'target' && role !== 'lineage';
  });
  const alone = !columns.some((spec) => isFeature(spec, target)) && texts.every(({ role }) => role === 'ignore');
  return texts.filter(({ role }) => alone || role !== 'ignore').map(({ name }) => name);
}
