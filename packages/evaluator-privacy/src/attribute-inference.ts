import type { Context } from '@verisim/core';
import { buildIndex, type Neighbours, type Points } from '@verisim/nearest-neighbours';
import { type Tried, type Tries, tried } from './attack.ts';
import type { Cells } from './cells.ts';
import { gowerMetric, halfRanges, scaledPoints } from './scaled-points.ts';
import { nearestInBlocks } from './search-blocks.ts';

/** A guessed number is right within this part of the true one (anonymeter's regression tolerance). */
const TOLERANCE = 0.05;

/** Of rows that are equally near, so many are asked. */
const ASKED = 4;

/**
 * Attribute inference (Giomi et al. 2023, section 4.3): who knows all other columns of a person takes the secret of the nearest
 * synthetic row, of several as near the most frequent one (of four of them). Made on every training and every holdout row; guessing takes the secret of any synthetic row. `null` when no
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
    const found = await nearestInBlocks(built, known(cells), ASKED, ctx);
    const truth = secretOf(cells, secret);
    return {
      won: Uint8Array.from(truth, (value, i) => Number(isRight(mostFrequent(guesses, found, i), value, tolerance))),
      by: Int32Array.from(truth, (_, i) => found.rows[ASKED * i]),
    };
  };
  const guess = chanceOfGuess(guesses, secretOf(train, secret), tolerance);
  return tried('attribute-inference', secret, await attack(train), await attack(holdout), guess);
}

/** The most frequent secret of the rows that are as near to a query as its nearest, the first of several. */
function mostFrequent(secrets: Float64Array | Int32Array, { rows, distances }: Neighbours, query: number): number {
  const first = ASKED * query;
  let [best, most] = [secrets[rows[first]], 0];
  for (let i = first; i < first + ASKED && distances[i] === distances[first]; i++) {
    let count = 0;
    for (let j = first; j < first + ASKED && distances[j] === distances[first]; j++)
      if (Object.is(secrets[rows[j]], secrets[rows[i]])) count++;
    if (count > most) [best, most] = [secrets[rows[i]], count];
  }
  return best;
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
