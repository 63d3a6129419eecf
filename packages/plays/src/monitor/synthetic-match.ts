import { type Context, shuffle, type Table, takeRows } from '@verisim/core';
import { TWO_SIDED_95 } from '@verisim/statistics';
import { type JointDrift, jointDrift } from './joint-drift.ts';

/** Whether synthetic rows that were made from old rows are still like reality. */
export interface SyntheticMatch {
  /** A detector between synthetic and old rows, and between synthetic and new ones, as many of each. */
  readonly old: JointDrift;
  readonly now: JointDrift;
  /** Gini's 2 AUC - 1 against new rows minus the same against old rows; above 0 = farther than it was. 95 % interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly state: 'farther' | 'nearer' | 'as before';
}

/** Holds synthetic rows against the old and the new rows. `null` with fewer than 40 rows of any of them. */
export async function syntheticMatch(
  synthetic: Table,
  old: Table,
  now: Table,
  threshold: number,
  ctx: Context,
): Promise<SyntheticMatch | null> {
  const rows = Math.min(old.rows, now.rows, synthetic.rows);
  const some = (table: Table, label: string) =>
    takeRows(
      table,
      shuffle(
        Int32Array.from({ length: table.rows }, (_, i) => i),
        ctx.random.fork(label),
      ).subarray(0, rows),
    );
  const made = some(synthetic, 'synthetic');
  const before = await jointDrift(some(old, 'old'), made, ctx);
  const after = await jointDrift(some(now, 'now'), made, ctx);
  if (before === null || after === null) return null;
  const difference = 2 * (after.auc - before.auc);
  const error = Math.hypot(after.high - after.low, before.high - before.low) / TWO_SIDED_95;
  const [low, high] = [difference - TWO_SIDED_95 * error, difference + TWO_SIDED_95 * error];
  const state = low > threshold ? 'farther' : high < -threshold ? 'nearer' : 'as before';
  return { old: before, now: after, difference, low, high, state };
}
