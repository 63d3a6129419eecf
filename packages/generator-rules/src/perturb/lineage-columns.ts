import type { Column, ColumnSpec } from '@verisim/core';
import { LINEAGE_PREFIX } from '@verisim/core';
import { DIFFICULTIES, type Difficulty, difficultyOf } from '../difficulty/difficulty.ts';
import type { EditRecord } from './edit-record.ts';
import type { Plan } from './plan.ts';

/** Of rows to which nothing was done, of rows whose label may have changed, and of attacks. */
export const UNCHANGED = 'unchanged';
export const LABEL_MAY_CHANGE = 'label-may-change';
export const ADVERSARIAL = 'adversarial';

/** What the lineage of a plan's rows says. */
export interface LineagePlan {
  readonly groups: Plan['groups'];
  readonly adversarial: boolean;
  readonly edits: boolean;
}

const declared = (name: string, kind: ColumnSpec['kind'], levels?: readonly string[]): ColumnSpec => ({
  name: `${LINEAGE_PREFIX}${name}`,
  kind,
  nullable: true,
  role: 'lineage',
  ...(levels && { levels }),
});

/** The declared columns: parents, tags, difficulty, touched (a share), edits (JSON). */
export function lineageSpecs(plan: LineagePlan): readonly ColumnSpec[] {
  return [
    declared('parents', 'text'),
    declared('tags', 'category', tagLevels(plan)),
    declared('difficulty', 'category', DIFFICULTIES),
    declared('touched', 'number'),
    ...(plan.edits ? [declared('edits', 'text')] : []),
  ];
}

/** Two tags a group: without and with a label that may have changed; then that of unchanged rows. */
function tagLevels({ groups, adversarial }: LineagePlan): readonly string[] {
  const head = adversarial ? `${ADVERSARIAL}; ` : '';
  const own = groups.map((kinds) => head + kinds.map(({ name }) => name).join('; '));
  return [...new Set([...own, ...own.map((tag) => `${tag}; ${LABEL_MAY_CHANGE}`), UNCHANGED])];
}

/** The columns of {@link lineageSpecs} for the rows of a block. */
export function lineageColumns(
  plan: LineagePlan,
  parents: Int32Array,
  groupOf: Uint8Array,
  record: EditRecord,
): readonly Column[] {
  const levels = tagLevels(plan);
  const codeOf = (tag: string) => levels.indexOf(tag);
  const tags = plan.groups.map(
    (kinds) => (plan.adversarial ? `${ADVERSARIAL}; ` : '') + kinds.map(({ name }) => name).join('; '),
  );
  const plain = tags.map(codeOf);
  const flagged = tags.map((tag) => codeOf(`${tag}; ${LABEL_MAY_CHANGE}`));
  const unchanged = codeOf(UNCHANGED);
  const codes = groupOf.map(() => 0);
  const tagCodes = Int32Array.from(codes, (_, row) => {
    if (record.done[row] === 0) return unchanged;
    return (record.done[row] & 2 ? flagged : plain)[groupOf[row]];
  });
  const touched = record.touched.map((sum, row) => Math.min(1, sum / Math.max(1, record.columns[row])));
  const difficulty = Int32Array.from(touched, (share, row) => {
    const band: Difficulty =
      plan.adversarial && record.done[row] > 0 ? ADVERSARIAL : difficultyOf(share, (record.done[row] & 2) > 0);
    return DIFFICULTIES.indexOf(band);
  });
  return [
    { storage: 'text', values: Array.from(parents, String) },
    { storage: 'coded', codes: tagCodes, levels },
    { storage: 'coded', codes: difficulty, levels: DIFFICULTIES },
    { storage: 'numeric', values: touched },
    ...(plan.edits ? [{ storage: 'text', values: record.parts.map((part) => `[${part}]`) } as const] : []),
  ];
}
