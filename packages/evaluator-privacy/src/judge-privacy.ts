import type { Comparison, Context, Finding } from '@verisim/core';
import { raisedAlarms } from './alarms.ts';
import { cellsOf } from './cells.ts';
import { type ComparedTables, comparedTables } from './compared-tables.ts';
import { copyAlarms } from './copy-alarms.ts';
import { type DistanceFigures, distanceAlarms } from './distance-alarms.ts';
import { exposedRecords, exposureAuc } from './exposure.ts';
import { type Copies, measureCopies } from './measure-copies.ts';
import { type Distances, measureDistances } from './measure-distances.ts';
import type { PrivacyOptions } from './options.ts';
import { slicesOf } from './slices.ts';
import { worstSlice } from './worst-slice.ts';

/** Copies and distances with what they say. */
export interface Judged {
  readonly tables: ComparedTables;
  readonly copies: Copies;
  /** `null` when no column can be measured. */
  readonly distances: Distances | null;
  /** What only a holdout can tell, else `null`. */
  readonly figures: DistanceFigures | null;
  /** The alarms that hold, all tests together. */
  readonly raised: readonly Finding[];
}

/** Parts of the work, for progress. */
export const JUDGE_STEPS = 4;

/** Measures copies and distances and raises what holds. Throws what the evaluator `privacy` throws. */
export async function judgePrivacy(
  data: Comparison,
  options: Pick<PrivacyOptions, 'tolerance' | 'alpha'>,
  ctx: Context,
): Promise<Judged> {
  ctx.signal.throwIfAborted();
  const tables = comparedTables(data.real, data.synthetic, data.holdout);
  const [train, synthetic, held] = cellsOf([
    tables.real,
    tables.synthetic,
    ...(tables.holdout ? [tables.holdout] : []),
  ]);
  const holdout = held ?? null;
  let done = 0;
  const step = () => ctx.progress({ done: ++done, total: JUDGE_STEPS, note: 'privacy' });
  const copies = measureCopies(train, synthetic, holdout, options.tolerance);
  step();
  const distances = await measureDistances([train, synthetic, holdout], ctx, step);
  const figures = distances && distanceFigures(tables, distances);
  const alarms = [...copyAlarms(copies), ...(figures ? distanceAlarms(figures) : [])];
  ctx.progress({ done: JUDGE_STEPS, total: JUDGE_STEPS, note: 'privacy' });
  return { tables, copies, distances, figures, raised: raisedAlarms(alarms, options.alpha) };
}

function distanceFigures({ real, holdout }: ComparedTables, { against }: Distances): DistanceFigures | null {
  if (against === null || holdout === null) return null;
  const { share, train, holdout: held, trainIsolation, holdoutIsolation } = against;
  const slices = slicesOf(real, holdout, trainIsolation, holdoutIsolation);
  return {
    share,
    exposed: exposedRecords(train, held),
    auc: exposureAuc(train, held),
    worst: worstSlice(slices, train, held),
  };
}
