import type { LiftVerdict } from '@verisim/core';
import { decisionLooks } from './decision-look.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { formatNumber } from './format-number.ts';
import { liftWords } from './lift-scale.ts';
import { markdownRows } from './markdown-table.ts';
import { metricWords } from './metric-label.ts';

/** One decision: the word, the reason, the lift with its interval, the threshold and the rows that would tell. */
export function markdownVerdict(title: string, verdict: LiftVerdict): string {
  const look = decisionLooks[verdict.decision];
  const { lift, interval, threshold } = liftWords(verdict);
  const name = title === '' ? '' : `${escapeMarkdown(title)}: `;
  const heads = [`Lift in ${escapeMarkdown(metricWords(verdict.metric))}`, '95 % interval', 'Worth having from'];
  const needs =
    verdict.needsRows === null ? [] : [`About **${formatNumber(verdict.needsRows)} real holdout rows** would tell.`];
  return [
    `### ${name}${look.sign} ${look.words}`,
    escapeMarkdown(verdict.reason),
    ...needs,
    markdownRows(heads, [[lift ?? 'not measured', interval ?? '–', threshold]], [true, true, true]),
  ].join('\n\n');
}
