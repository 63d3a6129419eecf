import type { LiftVerdict } from '@verisim/core';
import type { LiftEvidence } from '@verisim/evaluator-utility';
import type { ReportSection, ReportTable } from '@verisim/report';

type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** The evidence of a lift as a part of the report. */
export function liftSection(evidence: LiftEvidence, verdict: LiftVerdict): ReportSection {
  const { holdoutRows, realRows, syntheticRows, seeds, learner, judgedRows = holdoutRows } = evidence;
  const judged =
    judgedRows === holdoutRows
      ? ''
      : ` The lift is measured on the ${judgedRows.toLocaleString('en-US')} of them that meet the gap's conditions on features; all of them and those outside are guarded.`;
  const text = [
    `${learner}, trained with ${seeds} seeds on ${realRows.toLocaleString('en-US')} real and ${syntheticRows.toLocaleString('en-US')} synthetic rows, ` +
      `tested on ${holdoutRows.toLocaleString('en-US')} real rows that nothing was fitted to or chosen on. Intervals are 95 %, over holdout rows and seeds jointly.${judged}`,
    `Decision: ${verdict.decision}. ${verdict.reason}`,
  ];
  const tables = [armsTable(evidence), comparisonTable(evidence), slicesTable(evidence)].filter(
    (table) => table.rows.length > 0,
  );
  return {
    title: 'The lift, on the holdout',
    text,
    tables,
    charts: evidence.charts,
    measurements: evidence.measurements,
  };
}

function armsTable(evidence: LiftEvidence): ReportTable {
  const names = [...new Set(evidence.arms.map((arm) => arm.metric))];
  const arms = [...new Set(evidence.arms.map((arm) => arm.arm))];
  const rows = arms.map((arm) => [
    arm,
    ...names.map((metric) => {
      const found = evidence.arms.find((candidate) => candidate.arm === arm && candidate.metric === metric);
      return found ? found.value.toFixed(4) : null;
    }),
  ]);
  return { caption: 'Each way of training, on the holdout', columns: ['trained on', ...names], rows };
}

function comparisonTable(evidence: LiftEvidence): ReportTable {
  const row = (name: string, paired: Interval, note: string) => [
    name,
    signed(paired.value),
    signed(paired.low),
    signed(paired.high),
    note,
  ];
  return {
    caption: 'Augmented minus each control, positive is better',
    columns: ['comparison', 'difference', 'low', 'high', ''],
    rows: [
      row(`${evidence.metric} against real-only (the lift)`, evidence.lift, ''),
      row(`${evidence.metric} against class weights`, evidence.againstClassWeights, ''),
      row(`${evidence.metric} against the placebo`, evidence.againstPlacebo, ''),
      ...evidence.guards.map((guard) =>
        row(
          `${guard.metric} (guarded${guard.on ? `, ${guard.on}` : ''})`,
          guard,
          guard.down ? 'significantly worse' : '',
        ),
      ),
    ],
  };
}

function slicesTable(evidence: LiftEvidence): ReportTable {
  return {
    caption: `${evidence.metric} by slice, augmented minus real-only`,
    columns: ['slice', 'rows', 'difference', 'low', 'high', 'status'],
    rows: evidence.slices.map((slice) => [
      slice.name,
      slice.rows,
      signed(slice.value),
      signed(slice.low),
      signed(slice.high),
      slice.status,
    ]),
  };
}

function signed(value: number): string {
  return Number.isFinite(value) ? (value >= 0 ? '+' : '') + value.toFixed(4) : '';
}
