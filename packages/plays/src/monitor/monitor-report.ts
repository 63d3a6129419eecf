import type { Finding } from '@verisim/core';
import type { ReportSection, ReportTable } from '@verisim/report';
import type { ColumnFigures } from './column-drift.ts';
import type { JudgedDrift } from './drift-measure.ts';
import type { Drift } from './monitor-drift.ts';

/** What has moved, in one sentence. */
export function driftSentence({ measures, threshold, drift }: Drift): string {
  const moved = measures.filter((measure) => measure.drift);
  if (!drift) {
    const blind = Math.max(...measures.map(({ visible }) => visible));
    return `No drift of ${threshold} or more is seen in ${measures.length} checks. A drift of ${blind.toFixed(2)} would have been seen in every one of them four times out of five.`;
  }
  const named = moved.slice(0, 6).map((measure) => `${nameOf(measure)} by ${effectText(measure)}`);
  return `Reality has moved: ${named.join('; ')}${moved.length > 6 ? `; and ${moved.length - 6} more` : ''}.`;
}

/** Findings: what drifted, what gives the new rows away, the synthetic rows, what was not compared. */
export function driftFindings(found: Drift): readonly Finding[] {
  const { measures, columns, joint, concept, synthetic, left, target } = found;
  const findings: Finding[] = [];
  const say = (rule: string, level: Finding['level'], message: string) => findings.push({ rule, level, message });
  for (const measure of measures.filter(({ drift }) => drift)) {
    const figures = columns.find(({ column }) => column === measure.column);
    const prior = measure.column !== null && measure.column === target && measure.check === 'distribution';
    const told = figures && measure.check !== 'missing' ? detailOf(figures, measure) : '';
    const rule = prior ? 'target-shift' : `drift-${measure.check.replace(' ', '-')}`;
    const moved = measure.check === 'new levels' ? 'fill' : 'moved by';
    if (measure.check !== 'concept')
      say(rule, 'error', `${capital(nameOf(measure))} ${moved} ${effectText(measure)}.${told}`);
  }
  if (joint && measures.some(({ check, drift }) => check === 'joint' && drift)) {
    const pairs = joint.pairs.map(([a, b]) => `"${a}" with "${b}"`);
    const single = joint.columns.map(([name, auc]) => `"${name}" (${auc.toFixed(2)})`);
    if (single.length + pairs.length > 0)
      say('drift-seen-in', 'info', `A detector sees it in ${[...single, ...pairs].join(', ')}.`);
  }
  if (concept && measures.some(({ check, drift }) => check === 'concept' && drift))
    say(
      'labels-mean-otherwise',
      'error',
      `A model of the old rows reaches ROC AUC ${concept.now.toFixed(3)} on the new ones, where ${concept.expected.toFixed(3)} was to be expected of rows with these features: "${target}" no longer depends on the rest as it did.`,
    );
  if (synthetic?.state === 'farther')
    say(
      'synthetic-outdated',
      'error',
      `The synthetic rows are farther from the new rows than from the old ones: a detector reaches ${synthetic.now.auc.toFixed(3)} against ${synthetic.old.auc.toFixed(3)}.`,
    );
  for (const what of left) say('not-compared', 'info', `Not compared: ${what}.`);
  return findings;
}

/** The part of a report that monitoring makes. */
export function driftSection(found: Drift, commands: readonly string[] = []): ReportSection {
  const { rows, threshold, concept, synthetic } = found;
  const text = [
    driftSentence(found),
    `${rows.now.toLocaleString('en-US')} new rows against ${rows.old.toLocaleString('en-US')} old ones. Every effect is a difference of probability between 0 and 1; drift is an interval that lies wholly beyond ${threshold}. The intervals of all checks hold together with 95 %.`,
    ...(concept
      ? [
          `Models of the old rows reach ROC AUC ${concept.old.toFixed(3)} on old rows that they did not see, ${concept.expected.toFixed(3)} when these are weighted to have the features of the new rows, and ${concept.now.toFixed(3)} on the new rows. Log loss ${concept.logLoss.old.toFixed(3)} and ${concept.logLoss.now.toFixed(3)}.`,
        ]
      : []),
    ...(synthetic
      ? [
          `The synthetic rows: a detector tells them from old rows with ROC AUC ${synthetic.old.auc.toFixed(3)} and from new rows with ${synthetic.now.auc.toFixed(3)}; they are ${synthetic.state === 'as before' ? 'as near as before' : `${synthetic.state} than before`}.`,
        ]
      : []),
    ...(commands.length > 0 ? [`What to make again: ${commands.join(' ; ')}`] : []),
  ];
  return {
    title: 'Drift: new real rows against those that this was built on',
    text,
    tables: [effectsTable(found), figuresTable(found.columns), ...classesTable(found)],
    findings: driftFindings(found),
  };
}

/** Every check with its effect, interval, and what would have been seen. */
export function effectsTable({ measures }: Drift): ReportTable {
  return {
    caption: 'Effects',
    columns: ['what', 'metric', 'effect', 'low', 'high', 'drift', 'would have been seen from'],
    rows: measures.map((measure) => [
      nameOf(measure),
      measure.metric,
      ...[measure.effect, measure.low, measure.high].map((value) => value.toFixed(3)),
      measure.drift ? 'DRIFT' : 'no',
      measure.visible.toFixed(2),
    ]),
  };
}

function figuresTable(columns: readonly ColumnFigures[]): ReportTable {
  return {
    caption: 'Columns, for the record: these figures decide nothing',
    columns: ['column', 'PSI', 'mean difference / deviation', 'missing, old', 'missing, new', 'new levels'],
    rows: columns.map(({ column, psi, psiError, meanDifference, missing, newLevels }) => [
      column,
      `${psi.toFixed(3)} ± ${(1.96 * psiError).toFixed(3)}`,
      meanDifference
        ? `${meanDifference.value.toFixed(2)} (${meanDifference.low.toFixed(2)} to ${meanDifference.high.toFixed(2)})`
        : '',
      `${(100 * missing.old).toFixed(1)} %`,
      `${(100 * missing.now).toFixed(1)} %`,
      newLevels.map(([level, rows]) => `${level} (${rows})`).join(', '),
    ]),
  };
}

function classesTable({ concept, target }: Drift): readonly ReportTable[] {
  if (concept === null || target === null) return [];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    {
      caption: `Classes of ${target} in the new rows`,
      columns: ['class', 'share', 'foretold by models of the old rows'],
      rows: concept.classes.map(({ level, observed, foretold }) => [level, percent(observed), percent(foretold)]),
    },
  ];
}

function nameOf({ check, column }: JudgedDrift): string {
  if (check === 'joint') return 'whole rows';
  if (check === 'concept') return 'what the rest says of the target';
  return check === 'distribution' ? `"${column}"` : `${check} of "${column}"`;
}

function effectText({ effect, low, high, metric }: JudgedDrift): string {
  return `${effect.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}, ${metric})`;
}

function detailOf({ newLevels, moved, meanDifference }: ColumnFigures, { check }: JudgedDrift): string {
  if (check === 'new levels')
    return ` New: ${newLevels.map(([level, rows]) => `"${level}" (${rows} rows)`).join(', ')}.`;
  if (meanDifference) return ` Its mean moved by ${meanDifference.value.toFixed(2)} deviations.`;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return ` ${moved
    .slice(0, 3)
    .map(([level, before, after]) => `"${level}" ${percent(before)} to ${percent(after)}`)
    .join(', ')}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
