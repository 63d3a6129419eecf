import { type CodedColumn, type Context, columnIndex, columnOf, shuffle, type Table, takeRows } from '@verisim/core';
import { nothingToMonitor } from '../errors.ts';
import { type ColumnFigures, columnDrift } from './column-drift.ts';
import { type ConceptDrift, conceptDrift, conceptMeasure } from './concept-drift.ts';
import { type JudgedDrift, judgeDrift, type RawMeasure } from './drift-measure.ts';
import { type JointDrift, jointDrift, jointMeasure } from './joint-drift.ts';
import { type SyntheticMatch, syntheticMatch } from './synthetic-match.ts';

/** What to compare. */
export interface MonitorRequest {
  /** The real rows that everything was built on. */
  readonly old: Table;
  /** Real rows that came in since, read with the kinds of the old ones. */
  readonly now: Table;
  readonly synthetic?: Table;
  /** A coded column. */
  readonly target?: string;
  /** The smallest effect that matters, as a difference of probability in (0, 1); 0.1 when left out. */
  readonly threshold?: number;
}

/** What has moved. */
export interface Drift {
  readonly drift: boolean;
  readonly threshold: number;
  readonly rows: { readonly old: number; readonly now: number; readonly synthetic: number | null };
  readonly target: string | null;
  /** Every check, in the order of the columns, whole rows and the target's relation last. */
  readonly measures: readonly JudgedDrift[];
  readonly columns: readonly ColumnFigures[];
  readonly joint: JointDrift | null;
  readonly concept: ConceptDrift | null;
  readonly synthetic: SyntheticMatch | null;
  /** What was not compared and why, one half sentence each. */
  readonly left: readonly string[];
}

/** The effect from which on drift matters when nobody says otherwise: one row in ten would have to be another. */
export const DRIFT_THRESHOLD = 0.1;

/** More rows than this tell nothing that matters more. */
const MOST_ROWS = 50_000;
const LEAST_ROWS = 20;

/**
 * Compares new real rows with those that everything was built on: each column, whole rows, and whether a model of the old rows still
 * holds. Drift is an effect whose interval lies wholly beyond the threshold; the intervals of all checks hold together with 95 %.
 * Throws `plays/nothing-to-monitor` with fewer than 20 rows on a side or no column in common.
 */
export async function monitorDrift(request: MonitorRequest, ctx: Context): Promise<Drift> {
  const { target, threshold = DRIFT_THRESHOLD } = request;
  for (const [which, table] of [
    ['old', request.old],
    ['new', request.now],
  ] as const)
    if (table.rows < LEAST_ROWS)
      throw nothingToMonitor(`There are ${table.rows} ${which} rows, fewer than ${LEAST_ROWS}.`, 'Wait for more rows.');
  const [old, now] = [some(request.old, 'old', ctx), some(request.now, 'now', ctx)];
  const { measures, figures, left } = columnDrift(old, now, ctx);
  if (figures.length === 0)
    throw nothingToMonitor('The new rows share no column with the old ones.', 'Give rows of the same table.');
  const joint = await jointDrift(old, now, ctx);
  const concept = target === undefined || !hasTarget(now, target) ? null : await conceptDrift(old, now, target, ctx);
  const raw: RawMeasure[] = [
    ...measures,
    ...(joint ? [jointMeasure(joint)] : []),
    ...(concept ? [conceptMeasure(concept)] : []),
  ];
  const judged = judgeDrift(raw, threshold);
  const made = request.synthetic && (await syntheticMatch(request.synthetic, old, now, threshold, ctx));
  return {
    drift: judged.some((measure) => measure.drift),
    threshold,
    rows: { old: request.old.rows, now: request.now.rows, synthetic: request.synthetic?.rows ?? null },
    target: target ?? null,
    measures: judged,
    columns: figures,
    joint,
    concept,
    synthetic: made ?? null,
    left: [
      ...left,
      ...(joint === null ? ['whole rows: fewer than 40 rows on a side train no detector'] : []),
      ...(target !== undefined && concept === null
        ? [`the relation of "${target}" to the rest: too few rows of each class on a side`]
        : []),
    ],
  };
}

/** The target is there and has a value in some row: labels often come later than rows. */
function hasTarget(table: Table, target: string): boolean {
  if (!table.spec.columns.some(({ name }) => name === target)) return false;
  const column = columnOf(table, target);
  if (table.columns[columnIndex(table.spec, target)].storage !== 'coded') return false;
  return (column as CodedColumn).codes.some((code) => code >= 0);
}

function some(table: Table, label: string, ctx: Context): Table {
  if (table.rows <= MOST_ROWS) return table;
  const order = Int32Array.from({ length: table.rows }, (_, i) => i);
  return takeRows(table, shuffle(order, ctx.random.fork(`some:${label}`)).subarray(0, MOST_ROWS));
}
