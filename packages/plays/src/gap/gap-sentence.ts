import type { Condition } from '@verisim/core';
import type { FoundGap, GapFigure, GapKind } from './gap-proposal.ts';
import { whereText } from './where-text.ts';

/** One sentence: how many rows, which, why they are too few, and whether more of them helped so far. */
export function gapSentence(gap: FoundGap, gained: GapFigure | null): string {
  const end = gap.why.endsWith('?') ? '' : '.';
  return `${rowsInWords(gap)}: ${gap.why}${gained ? `; ${gainInWords(gained)}` : ''}${end}`;
}

const SHORT: Readonly<Record<GapKind, string>> = {
  'failing-slice': 'the model does worse there',
  'rare-class': 'a rare class',
  'rare-intersection': 'fewer than half of what chance would bring together',
  'thin-tail': 'a thin tail',
  'missing-combination': 'the model has never seen one',
  'perhaps-impossible': 'perhaps impossible',
};

/** The same without figures, for a plan. */
export function shortSentence(gap: FoundGap): string {
  return `${rowsInWords(gap)}: ${SHORT[gap.kind]}.`;
}

function rowsInWords({ kind, rows, where }: FoundGap): string {
  const number = `${rows.toLocaleString('en-US')} rows`;
  const some = kind === 'failing-slice' ? `The ${number}` : `Only ${number}`;
  const count = rows === 0 ? 'No row' : rows === 1 ? 'Only 1 row' : some;
  return `${count} with ${conditionsInWords(where)}`;
}

function gainInWords({ value, low, high }: GapFigure): string {
  const interval = `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  if (low > 0)
    return `the second half of the training rows took ${interval} off the log loss there, so more rows should help`;
  return `the second half of the training rows took nothing sure off the log loss there (${interval}), so more rows of the same may not help`;
}

/** Conditions to be read: `age above 37 and at most 48`. */
export function conditionsInWords(where: readonly Condition[]): string {
  return where
    .map((condition, i) => conditionInWords(condition, i > 0 && where[i - 1].column === condition.column))
    .join(' and ');
}

function conditionInWords(condition: Condition, same: boolean): string {
  const name = same ? '' : `${condition.column} `;
  if ('from' in condition && condition.to === undefined)
    return `${name}${condition.open ? 'above' : 'at least'} ${condition.from}`;
  if ('to' in condition && condition.from === undefined)
    return `${name}${condition.open ? 'below' : 'at most'} ${condition.to}`;
  if ('missing' in condition) return `${name}missing`;
  return whereText([condition]);
}
