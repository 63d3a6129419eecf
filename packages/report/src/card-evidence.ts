import type { Measurement } from '@verisim/core';
import type { CardEvidence, CardFacts } from './card-facts.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { markdownMeasurements } from './markdown-measurements.ts';
import { markdownVerdict } from './markdown-verdict.ts';
import { whereLabel } from './metric-label.ts';

/** The decisions of the reports on utility; a sentence when there is none. */
export function cardDecisions({ evidence }: CardFacts): readonly string[] {
  const judged = utilityOf(evidence).flatMap(({ report }) => report.verdicts);
  if (judged.length === 0)
    return [
      'Nobody knows: no lift was measured on real rows that the generator did not see. `verisim lift` measures it.',
    ];
  return judged.map(({ title, verdict }) => markdownVerdict(title, verdict));
}

/** The figures on all rows that have an interval, report by report. Those of slices and columns stay in the reports: their names come from cells. */
export function cardFigures({ evidence }: CardFacts): string {
  const parts = utilityOf(evidence).flatMap((one) => {
    const figures = figuresOf(one);
    return figures.length === 0 ? [] : [`${whence(one)}\n\n${markdownMeasurements(figures)}`];
  });
  return parts.length === 0 ? 'No figure with an interval was recorded.' : parts.join('\n\n');
}

/** Where a report is kept, and by which hash it is known. */
export function whence({ report, kept, sha256 }: CardEvidence): string {
  return `From "${escapeMarkdown(report.title)}", kept as \`${kept.replaceAll('`', "'")}\` (SHA-256 \`${sha256}\`).`;
}

/** Every measurement of the whole data set with an interval. */
export function figuresOf({ report }: CardEvidence): readonly Measurement[] {
  const all = report.sections.flatMap(({ measurements }) => measurements ?? []);
  return all.filter(
    ({ value, low, high, where }) => value !== null && low !== null && high !== null && whereLabel(where) === '',
  );
}

/** The reports on utility. */
export function utilityOf(evidence: readonly CardEvidence[]): readonly CardEvidence[] {
  return evidence.filter(({ kind }) => kind === 'utility');
}
