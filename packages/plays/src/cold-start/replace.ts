import {
  type Context,
  concatLineages,
  concatTables,
  type Fingerprints,
  forkContext,
  type Learner,
  refuseAdversarial,
  type Table,
  type TrackedTable,
  takeRows,
  trackedTable,
} from '@verisim/core';
import type { ReportSection } from '@verisim/report';
import { liftSection } from '../lift/lift-section.ts';
import type { Sweep } from '../sweep/sweep-ratios.ts';
import { sweepSection } from '../sweep/sweep-section.ts';
import {
  type CarryRequest,
  type CarryVerdict,
  canSweep,
  judgeCarry,
  looksAlone,
  madeRowsFor,
  sweepMadeRows,
} from './carries-alone.ts';
import type { ColdStart } from './cold-start-store.ts';
import type { Day } from './day.ts';
import { alike } from './like-made.ts';
import { conclusion } from './replace-section.ts';
import { evaluationRows, type ReplaceState } from './replace-state.ts';
import { mayOpen, sweepIsDue } from './sweep-schedule.ts';

/** Where things stand after the rows were taken in. */
export interface ReplaceRequest {
  readonly start: ColdStart;
  /** The state with the rows that came now, not yet swept. */
  readonly state: ReplaceState;
  /** Every real row that may be trained on. */
  readonly training: TrackedTable;
  readonly made: TrackedTable;
  readonly learner: Learner;
  readonly fingerprints?: Fingerprints;
  readonly ratios: readonly number[];
  readonly folds: number;
  readonly seeds: number;
  readonly run: string;
  readonly today: Day;
  /** Sweeps although it is not due. */
  readonly sweep?: boolean;
  openEvaluation(): Promise<Table>;
  readonly show?: (section: ReportSection) => void;
}

/** What replacing led to. */
export interface Replaced {
  readonly state: ReplaceState;
  /** What to train on now: all real training rows and the share of made rows that goes on. */
  readonly blend: TrackedTable;
  readonly sweep: Sweep | null;
  readonly judged: CarryVerdict | null;
  readonly says: string;
  readonly sections: readonly ReportSection[];
}

/**
 * Sweeps the ratio when that is due. When by cross-validation no share of made rows adds as much as the threshold, and the evaluation part is full, it is
 * opened: real rows alone not worse than the blend ends the play. An opening that does not end it is not repeated before half as many real rows
 * again have come.
 */
export async function replaceRows(request: ReplaceRequest, ctx: Context): Promise<Replaced> {
  const { start, training, made, today } = request;
  const { plan } = start;
  const pair = alike(training.table, made.table);
  const carry: CarryRequest = { ...request, plan, real: pair.real, made: pair.made };
  const due = request.sweep === true || sweepIsDue(request.state, today, plan.reviewDays);
  const possible = training.table.rows > 0 && canSweep(pair.real, plan.target, request.folds);
  const sections: ReportSection[] = [];
  const add = (section: ReportSection) => {
    sections.push(section);
    request.show?.(section);
  };
  const sweep = due && possible ? await sweepMadeRows(carry, ctx) : null;
  let state = request.state;
  if (sweep) {
    add(sweepSection(sweep));
    state = { ...state, swept: sweptState(sweep, training.table.rows, today) };
  }
  const judged = sweep && opens(sweep, state, start) ? await judge(request, carry, state, ctx) : null;
  if (judged) {
    add(liftSection(judged.evidence, judged.verdict));
    const { value, low, high } = judged.evidence.lift;
    const opened = { ...state.swept!, lift: { value, low, high }, evaluationRows: evaluationRows(state) };
    state = { ...state, opened };
  }
  const says = conclusion({ start, state, sweep, judged, due, possible });
  if (judged?.alone) state = { ...state, ended: { day: today, why: says } };
  return { state, blend: blendOf(training, made, pair, state, ctx), sweep, judged, says, sections };
}

function sweptState({ points, choice }: Sweep, rows: number, day: Day): NonNullable<ReplaceState['swept']> {
  const at = points.find(({ arm, ratio }) => arm === 'synthetic' && ratio === choice.candidate)!;
  const { value, low, high } = at.lift!;
  return { day, rows, ratio: choice.candidate, lift: { value, low, high } };
}

function opens(sweep: Sweep, state: ReplaceState, { plan, need }: ColdStart): boolean {
  return looksAlone(sweep, plan.threshold) && evaluationRows(state) >= need.wanted && mayOpen(state);
}

async function judge(
  request: ReplaceRequest,
  carry: CarryRequest,
  state: ReplaceState,
  ctx: Context,
): Promise<CarryVerdict> {
  const evaluation = await request.openEvaluation();
  return judgeCarry(carry, { ratio: state.swept!.ratio, evaluation, seeds: request.seeds }, ctx);
}

function blendOf(
  training: TrackedTable,
  made: TrackedTable,
  pair: { readonly real: Table; readonly made: Table },
  { swept, ended }: ReplaceState,
  ctx: Context,
): TrackedTable {
  const real = pair.real.rows;
  const wanted = ended ? 0 : swept === null ? made.table.rows : Math.round((real * swept.ratio) / (1 - swept.ratio));
  const rows = madeRowsFor(made.table.rows, wanted, forkContext(ctx, 'blend'));
  refuseAdversarial(made.lineage);
  const parts = [
    { table: pair.real, lineage: training.lineage },
    { table: takeRows(pair.made, rows), lineage: takeRows(made.lineage, rows) },
  ].filter(({ table }) => table.rows > 0);
  return trackedTable(
    concatTables(parts.map(({ table }) => table)),
    concatLineages(parts.map(({ lineage }) => lineage)),
  );
}
