import type { Context } from '@verisim/core';
import { buildIndex, type Points } from '@verisim/nearest-neighbours';
import { type Tried, type Tries, tried } from './attack.ts';
import type { Cells } from './cells.ts';
import { gowerMetric, halfRanges, scaledPoints } from './scaled-points.ts';
import { nearestInBlocks } from './search-blocks.ts';

/** A guessed number is right within this part of the true one (anonymeter's regression tolerance). */
const TOLERANCE = 0.05;

/**
 * Attribute inference (Giomi et al. 2023, section 4.3): who knows all other columns of a person takes the secret of the nearest
 * synthetic row. Made on every training and every holdout row; guessing takes the secret of any synthetic row. `null` when no
 * other column can be measured.
 */
export async function attributeInference(
  secret: string,
  train: Cells,
  synthetic: Cells,
  holdout: Cells,
  ctx: Context,
): Promise<Tried | null> {
  const ranges = halfRanges(train);
  const known = (cells: Cells) => without(scaledPoints(cells, ranges), cells, secret);
  const index = known(synthetic);
  if (index.numeric.length + index.coded.length === 0) return null;
  const built = buildIndex(index, gowerMetric(index));
  const guesses = secretOf(synthetic, secret);
  const tolerance = train.names.numeric.includes(secret) ? TOLERANCE : 0;
  const attack = async (cells: Cells): Promise<Tries> => {
    const { rows } = await nearestInBlocks(built, known(cells), 1, ctx);
    const truth = secretOf(cells, secret);
    return { won: Uint8Array.from(rows, (row, i) => Number(isRight(guesses[row], truth[i], tolerance))), by: rows };
  };
  const guess = chanceOfGuess(guesses, secretOf(train, secret), tolerance);
  return tried('attribute-inference', secret, await attack(train), await attack(holdout), guess);
}

function without(points: Points, { names }: Cells, secret: string): Points {
  return {
    rows: points.rows,
    numeric: points.numeric.filter((_, j) => names.numeric[j] !== secret),
    coded: points.coded.filter((_, c) => names.coded[c] !== secret),
  };
}

function secretOf({ names, numeric, coded }: Cells, secret: string): Float64Array | Int32Array {
  const at = names.numeric.indexOf(secret);
  return at >= 0 ? numeric[at] : coded[names.coded.indexOf(secret)];
}

function isRight(guess: number, truth: number, tolerance: number): boolean {
  if (Number.isNaN(guess) || Number.isNaN(truth)) return Number.isNaN(guess) && Number.isNaN(truth);
  return Math.abs(guess - truth) <= tolerance * Math.abs(truth);
}

/** The mean share of synthetic rows whose secret would be right. */
function chanceOfGuess(
  guesses: Float64Array | Int32Array,
  truth: Float64Array | Int32Array,
  tolerance: number,
): number {
  const sorted = Float64Array.from(guesses)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const missing = guesses.length - sorted.length;
  const below = (limit: number, inclusive: boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < limit || (inclusive && sorted[middle] === limit)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let right = 0;
  for (const value of truth) {
    const slack = tolerance * Math.abs(value);
    right += Number.isNaN(value) ? missing : below(value + slack, true) - below(value - slack, false);
  }
  return right / truth.length / guesses.length;
}
