import { intervalMeans, type LatentScale } from './latent-scale.ts';
import { normalDensity } from './normal-distribution.ts';

/** Terms of the Hermite series; beyond, even tetrachoric correlations of .95 move by less than .01. */
const TERMS = 24;
const NEGLIGIBLE = 1e-5;

/**
 * The interval means of a scale as a series in normalised Hermite polynomials: coefficient k - 1 belongs to degree k. A continuous
 * column has the series 1, 0, 0 ...; the coarser the intervals, the longer it is.
 */
export function hermiteSeries(scale: LatentScale): Float64Array {
  const means = intervalMeans(scale);
  const series = new Float64Array(TERMS);
  const { cuts } = scale;
  for (let i = 0; i < cuts.length; i++) {
    const jump = (means[i + 1] - means[i]) * normalDensity(cuts[i]);
    let before = 0;
    let now = 1;
    for (let k = 1; k <= TERMS; k++) {
      series[k - 1] += (jump * now) / Math.sqrt(k);
      [before, now] = [now, (cuts[i] * now - Math.sqrt(k - 1) * before) / Math.sqrt(k)];
    }
  }
  let length = TERMS;
  while (length > 1 && Math.abs(series[length - 1]) < NEGLIGIBLE) length--;
  return series.slice(0, length);
}

/** What two columns' interval means would have as covariance, and its slope, were the latent correlation `rho` (Mehler's formula). */
export function seriesCovariance(a: Float64Array, b: Float64Array, rho: number): { value: number; slope: number } {
  let value = 0;
  let slope = 0;
  for (let k = Math.min(a.length, b.length) - 1; k >= 0; k--) {
    const weight = a[k] * b[k];
    slope = slope * rho + (k + 1) * weight;
    value = (value + weight) * rho;
  }
  return { value, slope };
}

const STEPS = 30;

/**
 * The latent correlation under which two columns have this covariance of interval means: for numbers their normal-scores correlation,
 * for two binary columns the tetrachoric one, and so on in between (matching as in Cario & Nelson 1997, NORTA). By bisection; a covariance that
 * no correlation gives leads to -1 or 1.
 */
export function latentCorrelation(a: Float64Array, b: Float64Array, covariance: number): number {
  if (Math.min(a.length, b.length) === 1) return Math.max(-1, Math.min(1, covariance / (a[0] * b[0])));
  let low = -1;
  let high = 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (seriesCovariance(a, b, middle).value < covariance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
