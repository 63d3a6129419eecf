import { type Finding, type Measurement, measurement } from '@verisim/core';
import type { Paired } from '@verisim/evaluator-utility';
import type { ReportSection, ReportTable } from '@verisim/report';
import { ATTRIBUTION_ALPHA, type Attribution } from './attribute.ts';

/** Which source to pull, in one or two sentences. */
export function attributionSentence(found: Attribution): string {
  const { pull, masked, contributions, slices, sliced } = found;
  if (pull.length === 0) return `${liftText(found)} No source stands out: nothing is known that says pull one.`;
  const side = masked ? 'alone' : 'leftOut';
  const shown = pull.map((name) => {
    const own = contributions.filter((one) => one.name === name);
    const worst = own.reduce((a, b) => (b[side].pAdjusted < a[side].pAdjusted ? b : a));
    return `${name} (${worst.metric} ${interval(worst[side])})`;
  });
  const what = masked
    ? `Leaving out any one source changes too little to be sure, yet beside the real rows alone ${pull.length === 1 ? 'this one does harm, which the others dilute' : 'these do harm, and hide each other'}. Pull ${shown.join(' and ')}.`
    : `Pull ${shown.join(', then ')}: the model is better without ${pull.length === 1 ? 'it' : 'them'}.`;
  const down = [
    ...new Set(slices.filter(({ leftOut }) => leftOut.pAdjusted < ATTRIBUTION_ALPHA).map(({ name }) => name)),
  ];
  const where = down.length === 0 ? '' : ` Within ${sliced}, the harm lies in ${down.join(', ')}.`;
  return `${liftText(found)} ${what}${where}`;
}

/** An attribution as a part of a report. */
export function attributionSection(found: Attribution): ReportSection {
  const { learner, rows, judgedOn } = found;
  const judge =
    judgedOn === 'validation'
      ? `${rows.toLocaleString('en-US')} real validation rows`
      : `${rows.toLocaleString('en-US')} real rows by cross-validation. A source that copies its real rows looks better there than it is`;
  const text = [
    attributionSentence(found),
    `${learner}, trained on the real rows with all sources, without each and with each alone, judged on ${judge}. ` +
      'Differences are oriented so that positive is better, with 95 % paired bootstrap intervals; p values are Holm-corrected. The locked holdout stayed closed.',
  ];
  const tables = [sourcesTable(found), slicesTable(found)].filter((table) => table.rows.length > 0);
  const findings = found.pull.map((name): Finding => {
    const message = `${name} does more harm than good: pull it, or mend what makes it.`;
    return { rule: 'harmful-source', level: 'warning', message };
  });
  return { title: 'Which source does what', text, tables, findings, measurements: attributionMeasurements(found) };
}

/** `source-left-out-<metric>` and `source-alone-<metric>` by source. */
export function attributionMeasurements({ contributions, learner }: Attribution): readonly Measurement[] {
  return contributions.flatMap(({ name, metric, leftOut, alone }) =>
    (
      [
        ['source-left-out', leftOut],
        ['source-alone', alone],
      ] as const
    ).map(([prefix, { value, low, high }]) =>
      measurement(`${prefix}-${metric}`, value, { model: learner, low, high, where: { slice: name } }),
    ),
  );
}

function liftText({ lifts }: Attribution): string {
  const [first] = lifts;
  return `All sources together: ${first.metric} ${interval(first.lift)} against real rows alone.`;
}

function interval({ value, low, high }: Paired): string {
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}

const signed = (value: number): string => (value >= 0 ? '+' : '') + value.toFixed(4);

function sourcesTable({ contributions }: Attribution): ReportTable {
  return {
    caption: 'Each source: all minus all but it, and it alone minus real rows',
    columns: ['source', 'rows', 'metric', 'left out', 'adjusted p', 'alone', 'adjusted p'],
    rows: contributions.map(({ name, rows, metric, leftOut, alone }) => [
      name,
      rows,
      metric,
      interval(leftOut),
      leftOut.pAdjusted.toFixed(4),
      interval(alone),
      alone.pAdjusted.toFixed(4),
    ]),
  };
}

function slicesTable({ slices, sliced }: Attribution): ReportTable {
  return {
    caption: `Slices of ${sliced}: all minus all but it, the most harmful first`,
    columns: ['slice', 'rows', 'metric', 'left out', 'adjusted p'],
    rows: slices
      .slice(0, 12)
      .map(({ name, rows, metric, leftOut }) => [name, rows, metric, interval(leftOut), leftOut.pAdjusted.toFixed(4)]),
  };
}
