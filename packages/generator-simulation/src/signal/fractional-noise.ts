import type { Draws } from '../kernel/entity-random.ts';
import { fourier } from './fourier.ts';

/** The covariance of fractional Gaussian noise of variance 1 at a lag (Mandelbrot & Van Ness 1968). */
export function fractionalCovariance(hurst: number, lag: number): number {
  const power = (x: number) => Math.abs(x) ** (2 * hurst);
  return (power(lag + 1) - 2 * power(lag) + power(lag - 1)) / 2;
}

/**
 * `length` values (a power of 2) of fractional Gaussian noise with mean 0, variance 1 and Hurst exponent `hurst` in (0, 1): exact, by embedding the
 * covariance in a circulant matrix (Davies & Harte 1987, Biometrika 74, appendix).
 */
export function fractionalNoise(length: number, hurst: number, random: Draws): Float64Array {
  const n = 2 * length;
  const eigenvalues = Float64Array.from({ length: n }, (_, i) => fractionalCovariance(hurst, Math.min(i, n - i)));
  fourier(eigenvalues, new Float64Array(n));
  const real = new Float64Array(n);
  const imaginary = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const scale = Math.sqrt(Math.max(0, eigenvalues[i]) / n);
    real[i] = scale * random.normal();
    imaginary[i] = scale * random.normal();
  }
  fourier(real, imaginary);
  return real.subarray(0, length);
}
