import type { ReportSection, ReportTable } from '@verisim/report';
import type { GapProposal } from './gap-proposal.ts';
import type { Gaps } from './propose-gaps.ts';

/** The proposals as a part of a report: what was looked at, the table, each sentence with its call, and the questions. */
export function gapSection(gaps: Gaps): ReportSection {
  const { proposals, questions, rows, learner, metric, target, classes, slices } = gaps;
  const shares = classes.map((one) => `${one.name} ${one.rows.toLocaleString('en-US')}`).join(', ');
  const text = [
    `${rows.toLocaleString('en-US')} rows of the training part (${target}: ${shares}). Each was judged by ${learner} that did not see it; the holdout stayed closed.`,
    slices.tested === 0
      ? `${slices.tried.toLocaleString('en-US')} slices of one to three columns were looked at, and none looked bad enough to test.`
      : `${slices.tried.toLocaleString('en-US')} slices of one to three columns were looked at on either half of the rows; the ${slices.tested} worst were tested on the other half (Holm-corrected, ${metric}).`,
    ...(proposals.length === 0 ? ['No gap stands out: your real data may already suffice.'] : []),
    ...proposals.map(
      ({ sentence, balance, command }, i) => `${i + 1}. ${sentence} ${balanceInWords(balance)} Try: ${command}`,
    ),
    ...questions.map(({ sentence }) => `To ask someone who knows the data, before it is called a gap: ${sentence}`),
  ];
  return { title: 'Gaps that a plan could be about', text, tables: proposals.length === 0 ? [] : [gapsTable(gaps)] };
}

/** One row per proposal, worst first. */
export function gapsTable({ proposals, metric }: Gaps): ReportTable {
  return {
    caption: `Proposed gaps, worst first (${metric})`,
    columns: ['', 'kind', 'where', 'rows', 'lacking', 'worse there', 'figure', 'elsewhere'],
    rows: proposals.map(({ kind, whereText, rows, balance, worse, pAdjusted, evidence }, i) => {
      const figure = evidence.find(({ name }) => name !== 'rows') ?? evidence[0];
      return [
        i + 1,
        kind.replaceAll('-', ' '),
        whereText,
        rows,
        balance[0]?.rows ?? 0,
        worse ? `yes (p ${pText(pAdjusted ?? 0)})` : 'not known',
        figure ? `${figure.name} ${figure.value.toFixed(3)} [${figure.low.toFixed(3)}, ${figure.high.toFixed(3)}]` : '',
        figure?.elsewhere?.toFixed(3) ?? '',
      ];
    }),
  };
}

/** How many more rows would balance it. */
export function balanceInWords(balance: GapProposal['balance']): string {
  const lacking = balance.filter(({ rows }) => rows > 0);
  if (lacking.length === 0) return 'No row is lacking by count.';
  return `It lacks ${lacking.map(({ rows, to }) => `${rows.toLocaleString('en-US')} to ${to}`).join('; ')}.`;
}

function pText(p: number): string {
  return p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, '');
}
