import { triangleRow } from './correlation-root.ts';

/**
 * Turns independent variable `i` into the correlated one: row i of the root times the independent variables up to it. In place, so it is to be
 * called from the last variable to the first.
 */
export function mixLatent(latents: readonly Float64Array[], root: Float64Array, i: number): void {
  const row = triangleRow(i);
  const own = latents[i];
  scale(own, root[row + i]);
  let k = 0;
  for (; k + 3 < i; k += 4) addFour(own, latents, k, root, row);
  for (; k < i; k++) addOne(own, latents[k], root[row + k]);
}

function scale(own: Float64Array, weight: number): void {
  for (let r = 0; r < own.length; r++) own[r] *= weight;
}

function addOne(own: Float64Array, other: Float64Array, weight: number): void {
  for (let r = 0; r < own.length; r++) own[r] += weight * other[r];
}

/** Four at a time: half the reads and writes. */
function addFour(
  own: Float64Array,
  latents: readonly Float64Array[],
  k: number,
  root: Float64Array,
  row: number,
): void {
  const [a, b, c, d] = [latents[k], latents[k + 1], latents[k + 2], latents[k + 3]];
  const [wa, wb, wc, wd] = [root[row + k], root[row + k + 1], root[row + k + 2], root[row + k + 3]];
  for (let r = 0; r < own.length; r++) own[r] += wa * a[r] + wb * b[r] + (wc * c[r] + wd * d[r]);
}
