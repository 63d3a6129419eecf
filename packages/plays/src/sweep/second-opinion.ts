import { type Context, forkContext } from '@verisim/core';
import type { Paired } from '@verisim/evaluator-utility';
import { compareSweep, type OutOfFold } from './compare-sweep.ts';
import type { SweepFold, SweepWork } from './sweep-work.ts';
import { trainArm } from './train-arm.ts';

/** What a learner of another family says of the chosen ratio. */
export interface SecondOpinion {
  readonly learner: string;
  readonly ratio: number;
  readonly lift: Paired;
  /** `contradicts`: one lift is surely above 0 and the other surely below. `does not confirm`: only one is sure of a sign. */
  readonly view: 'agrees' | 'does not confirm' | 'contradicts';
}

/** Trains another learner on real rows and at the ratio, in the folds of the first seed. */
export async function secondOpinion(
  work: SweepWork,
  ratio: number,
  first: Paired,
  ctx: Context,
  onFit: () => void,
): Promise<SecondOpinion | null> {
  const learner = work.request.second;
  if (learner === undefined) return null;
  const folds = work.folds.filter(({ seed }) => seed === 0);
  const train = async (arm: 'real-only' | 'synthetic'): Promise<OutOfFold> => {
    const found: [SweepFold, Float64Array][] = [];
    for (const fold of folds) {
      found.push([fold, await trainArm(work, fold, { arm, ratio: arm === 'synthetic' ? ratio : 0, learner })]);
      onFit();
    }
    return [pooled(work, found)];
  };
  const items = [await train('real-only'), await train('synthetic')];
  const scores = await compareSweep(work, items, forkContext(ctx, 'second-opinion'));
  const lift = scores.difference(1, 0);
  return { learner: learner.name, ratio, lift, view: viewOf(first, lift) };
}

/** Validation rows of several folds in the places of the table's rows. */
export function pooled(
  { classes, truth }: SweepWork,
  found: readonly (readonly [SweepFold, Float64Array])[],
): Float64Array {
  const width = classes.length;
  const all = new Float64Array(truth.length * width);
  for (const [{ rows }, predicted] of found)
    for (const [i, row] of rows.entries()) all.set(predicted.subarray(i * width, (i + 1) * width), row * width);
  return all;
}

function viewOf(first: Paired, second: Paired): SecondOpinion['view'] {
  const [a, b] = [signOf(first), signOf(second)];
  if (a === b) return 'agrees';
  return a * b < 0 ? 'contradicts' : 'does not confirm';
}

/** The sign that an interval is sure of, else 0. */
function signOf({ low, high }: Paired): number {
  if (low > 0) return 1;
  return high < 0 ? -1 : 0;
}
