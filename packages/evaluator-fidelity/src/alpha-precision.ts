import { nearest, type Points } from '@verisim/nearest-neighbours';
import { linearQuantile } from '@verisim/statistics';
import { type EmbeddedPoints, ownDistances } from './embedded-points.ts';

/** Fidelity and coverage of a table's support, each at most 1, higher is better. */
export interface AlphaPrecision {
  /** How closely the share of synthetic rows within the ball that holds a share alpha of real rows follows alpha. */
  readonly alphaPrecision: number;
  /** How closely the share of real rows with a synthetic neighbour in the synthetic table's own inner share beta follows beta. */
  readonly betaRecall: number;
}

const STEPS = 30;

/**
 * Integrated alpha-precision and beta-recall (Alaa et al. 2022, ICML; synthcity `AlphaPrecision` without its one-class embedding). Quirks kept: the supports are balls around
 * the mean, whatever the shape of the data; a real row is covered when a synthetic one is no farther than its nearest other real row, so that fresh real rows reach a
 * beta-recall of about one half and copies of the real rows more; 30 values of alpha, both ends included. The reference sums 30 steps of 1/29, so that the
 * least value is a little below 0; here it is cut off at 0.
 */
export function alphaPrecision(points: EmbeddedPoints): AlphaPrecision {
  const { real, synthetic, realIndex, syntheticIndex } = points;
  const alphas = Array.from({ length: STEPS }, (_, i) => i / (STEPS - 1));
  const fromRealCentre = centreDistances(real);
  const toRealCentre = fromRealCentre(synthetic);
  const radii = quantiles(fromRealCentre(real), alphas);
  const precision = radii.map((radius) => share(toRealCentre, (distance) => distance <= radius));
  const own = ownDistances(realIndex, real).distances;
  const closest = nearest(syntheticIndex, real, { k: 1 });
  const toSyntheticCentre = centreDistances(synthetic)(synthetic);
  const closestToCentre = Float64Array.from(closest.rows, (row) => toSyntheticCentre[row]);
  const covered = quantiles(closestToCentre, alphas).map((radius) =>
    share(closestToCentre, (distance, row) => closest.distances[row] <= own[row] && distance <= radius),
  );
  return { alphaPrecision: followed(alphas, precision), betaRecall: followed(alphas, covered) };
}

function followed(alphas: readonly number[], curve: readonly number[]): number {
  const area = alphas.reduce((sum, alpha, i) => sum + Math.abs(alpha - curve[i]), 0) / (STEPS - 1);
  return Math.max(0, 1 - 2 * area);
}

/** The distance of points to the mean of others, levels one-hot. */
function centreDistances({ rows, numeric, coded }: Points): (points: Points) => Float64Array {
  const means = numeric.map((values) => (values as Float64Array).reduce((sum, value) => sum + value, 0) / rows);
  const shares = coded.map((codes) => {
    const counts = new Map<number, number>();
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    return new Map(Array.from(counts, ([code, count]) => [code, count / rows]));
  });
  const squares = shares.map((of) => [...of.values()].reduce((sum, one) => sum + one * one, 0));
  return (points) =>
    Float64Array.from({ length: points.rows }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < means.length; i++) sum += (points.numeric[i][row] - means[i]) ** 2;
      for (let i = 0; i < shares.length; i++) sum += 1 - 2 * (shares[i].get(points.coded[i][row]) ?? 0) + squares[i];
      return Math.sqrt(sum);
    });
}

function share(values: Float64Array, holds: (value: number, row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < values.length; row++) if (holds(values[row], row)) count++;
  return count / values.length;
}

function quantiles(values: Float64Array, shares: readonly number[]): number[] {
  const sorted = values.slice().sort();
  return shares.map((share) => linearQuantile(sorted, share));
}
