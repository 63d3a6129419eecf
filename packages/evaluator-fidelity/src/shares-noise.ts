/**
 * How far apart (as total variation) the shares of `cells` are by chance in two samples of one process: the normal approximation of their mean, were all
 * cells as large, plus its spread.
 *
 * @param perRow square root of the sum of one over each number of rows
 * @param deviations standard deviations above the mean, such as the normal quantile of 1 % over the number of tests
 */
export function sharesNoise(perRow: number, cells: number, deviations: number): number {
  return 0.5 * perRow * (Math.sqrt(cells) + deviations);
}
