import { fourier } from './fourier.ts';

/** An estimate of a Hurst exponent with its asymptotic standard error. */
export interface HurstEstimate {
  readonly hurst: number;
  readonly error: number;
}

/**
 * The Hurst exponent of a stationary series by the local Whittle estimator (Robinson 1995, Annals of Statistics 23) on its n^0.65 lowest frequencies;
 * n is the largest power of 2 that the series holds, 128 at least. Searched in [0.01, 0.99]; the error is 1 / (2 sqrt(frequencies)). `null` for less
 * or for a constant series.
 */
export function hurstExponent(series: ArrayLike<number>): HurstEstimate | null {
  const n = 2 ** Math.floor(Math.log2(Math.max(1, series.length)));
  if (n < 128) return null;
  const frequencies = Math.floor(n ** 0.65);
  const power = periodogram(series, n, frequencies);
  if (power.every((value) => value === 0)) return null;
  let meanLog = 0;
  for (let j = 1; j <= frequencies; j++) meanLog += Math.log(j) / frequencies;
  const objective = (hurst: number) => {
    let sum = 0;
    for (let j = 1; j <= frequencies; j++) sum += j ** (2 * hurst - 1) * power[j - 1];
    return Math.log(sum / frequencies) - (2 * hurst - 1) * meanLog;
  };
  return { hurst: minimum(objective, 0.01, 0.99), error: 0.5 / Math.sqrt(frequencies) };
}

function periodogram(series: ArrayLike<number>, n: number, frequencies: number): Float64Array {
  let mean = 0;
  for (let i = 0; i < n; i++) mean += series[i] / n;
  const real = Float64Array.from({ length: n }, (_, i) => series[i] - mean);
  const imaginary = new Float64Array(n);
  fourier(real, imaginary);
  return Float64Array.from({ length: frequencies }, (_, i) => real[i + 1] ** 2 + imaginary[i + 1] ** 2);
}

/** Where a function with one minimum has it, by golden sections. */
function minimum(of: (x: number) => number, low: number, high: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [fa, fb] = [of(a), of(b)];
  while (high - low > 1e-6) {
    if (fa < fb) {
      [high, b, fb] = [b, a, fa];
      a = high - golden * (high - low);
      fa = of(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + golden * (high - low);
      fb = of(b);
    }
  }
  return (low + high) / 2;
}
