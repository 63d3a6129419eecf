import { type Check, check, type Fingerprints, type Table, withRoles } from '@verisim/core';
import type { Screen, TextPlan } from '@verisim/generator-text';
import { tableValidators } from '@verisim/validator-table';
import { duplicateTextValidator, textValidators } from '@verisim/validator-text';

/** What rows are held against. */
interface Evidence {
  readonly train: Table;
  readonly holdout?: Fingerprints;
}

/** Under such names it is noted what could not be checked. */
export const NOT_CHECKED = 'check:';

/** The checks of made texts: all that tables and texts go through, near-duplicates and the holdout among them. A row goes by the first check that drops it. */
export function screenTexts({ task, text }: TextPlan, { train, holdout }: Evidence): Screen {
  const compared = task.columns === null ? [text] : task.columns.filter((name) => name !== 'source');
  const checks: readonly Check[] = [
    ...(task.columns === null ? tableValidators : []),
    ...textValidators
      // A test of refusals asks for what is not safe.
      .filter(({ validator }) => !(task.name === 'refusal' && validator.name === 'safety'))
      .map((one) => (one.validator === duplicateTextValidator ? { ...one, options: { columns: compared } } : one)),
  ];
  const known = withRoles(train, { [text]: 'feature' });
  return async (rows, accepted, ctx) => {
    const evidence = { train: known, ...(accepted && { accepted }), ...(holdout && { holdout }) };
    const { keep, findings, tags = {} } = await check(rows, checks, evidence, ctx);
    const reasons: (string | null)[] = Array.from(keep, (kept) => (kept === 1 ? null : 'a check'));
    for (const finding of findings.toReversed()) {
      if (finding.drops) for (const row of finding.rows) reasons[row] = finding.rule;
    }
    for (const { level, drops, rule, message } of findings) {
      if (level === 'error' && !drops) ctx.note(`${NOT_CHECKED}${rule}`, message);
    }
    const bands = tags['difficulty-band'] as readonly (string | null)[] | undefined;
    return { reasons, ...(bands && { difficulty: bands }) };
  };
}
