import type { ReportOpening, ReportTable } from './report.ts';

/** How often the holdout was opened and what that means, in a sentence. */
export function openingsSentence(openings: readonly ReportOpening[]): string {
  if (openings.length === 0) return 'The holdout was never opened.';
  if (openings.length === 1) return 'The holdout was opened once.';
  return `The holdout was opened ${openings.length} times; each opening makes it a little less of a holdout.`;
}

/** The openings as the ledger has them, oldest first. */
export function openingsTable(openings: readonly ReportOpening[]): ReportTable {
  const runs = openings.some(({ run }) => run !== undefined);
  const times = openings.some(({ time }) => time !== undefined);
  return {
    caption: 'Openings in the ledger',
    columns: ['Opening', 'Reason', ...(runs ? ['Run'] : []), ...(times ? ['Time'] : [])],
    rows: openings.map(({ reason, run, time }, i) => [
      i + 1,
      reason,
      ...(runs ? [run ?? null] : []),
      ...(times ? [time ?? null] : []),
    ]),
  };
}
