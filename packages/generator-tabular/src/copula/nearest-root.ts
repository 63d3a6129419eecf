import { correlationRoot, triangleRow } from './correlation-root.ts';

/** Multiplications that the search may cost, and rounds at most. */
const MOST_PRODUCTS = 2e9;
const MOST_ROUNDS = 400;
const ENOUGH = 1e-5;

/**
 * The root of the correlation matrix nearest to pairwise estimates, which may not be one matrix's: least weighted squares over unit vectors,
 * one vector after another, by majorization (Pietersz & Groenen 2004, Quantitative Finance 4(6)). It starts from the estimates, shrunk until
 * they are positive definite; with more than 1,000 or so variables that is nearly where it ends.
 *
 * @param size number of variables
 * @param triangle lower triangle of the estimates by rows, ones on the diagonal
 * @param weights how much each counts, in the same order
 */
export function nearestRoot(size: number, triangle: Float64Array, weights: Float64Array): Float64Array {
  const direct = correlationRoot(size, triangle);
  if (direct) return direct;
  const vectors = rowsOf(size, shrunkRoot(size, triangle, 1 / 1024));
  const rounds = Math.min(MOST_ROUNDS, Math.floor(MOST_PRODUCTS / (2 * size ** 3)));
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    for (let i = 0; i < size; i++) moved = Math.max(moved, moveVector(vectors, i, triangle, weights));
    if (moved < ENOUGH) break;
  }
  return shrunkRoot(size, products(vectors), LEAST_SHARE);
}

const LEAST_SHARE = 2 ** -18;

/** The root of a matrix shrunk towards independence by the first share of a doubling sequence at which it has one. */
function shrunkRoot(size: number, triangle: Float64Array, least: number): Float64Array {
  for (let share = least; share < 1; share *= 2) {
    const root = correlationRoot(size, shrink(size, triangle, share));
    if (root) return root;
  }
  return shrink(size, triangle, 1);
}

/** The triangle with all correlations times 1 - `share`. */
export function shrink(size: number, triangle: Float64Array, share: number): Float64Array {
  const shrunk = triangle.map((value) => (1 - share) * value);
  for (let i = 0; i < size; i++) shrunk[triangleRow(i) + i] = 1;
  return shrunk;
}

/** Moves one vector closer to where its products with the others are as wanted; returns by how much it moved. */
function moveVector(
  vectors: readonly Float64Array[],
  i: number,
  triangle: Float64Array,
  weights: Float64Array,
): number {
  const own = vectors[i];
  const next = new Float64Array(own.length);
  let total = 0;
  vectors.forEach((other, j) => {
    if (j === i) return;
    const at = i > j ? triangleRow(i) + j : triangleRow(j) + i;
    total += weights[at];
    addTimes(next, other, weights[at] * (triangle[at] - product(own, other)));
  });
  if (total === 0) return 0;
  addTimes(next, own, total);
  const length = Math.sqrt(product(next, next));
  const moved = next.reduce((most, value, k) => Math.max(most, Math.abs(value / length - own[k])), 0);
  for (let k = 0; k < own.length; k++) own[k] = next[k] / length;
  return moved;
}

function rowsOf(size: number, root: Float64Array): Float64Array[] {
  return Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row.set(root.subarray(triangleRow(i), triangleRow(i + 1)));
    return row;
  });
}

function products(vectors: readonly Float64Array[]): Float64Array {
  const triangle = new Float64Array(triangleRow(vectors.length));
  vectors.forEach((own, i) => {
    for (let j = 0; j <= i; j++) triangle[triangleRow(i) + j] = product(own, vectors[j]);
  });
  return triangle;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function addTimes(to: Float64Array, other: Float64Array, weight: number): void {
  for (let k = 0; k < to.length; k++) to[k] += weight * other[k];
}
