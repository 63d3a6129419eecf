import { type Context, checkpoint } from '@verisim/core';
import { triangleRow } from './correlation-root.ts';
import { hermiteSeries, latentCorrelation, seriesCovariance } from './latent-correlation.ts';
import type { LatentScale } from './latent-scale.ts';
import { shrink } from './nearest-root.ts';

/** A dimension as numbers, one per row. */
export interface ScoredDimension {
  readonly scale: LatentScale;
  /** Interval mean of each row, 0 where the cell is missing. */
  readonly scores: Float64Array;
  /** 1 where the cell is not missing; `null` where none is. */
  readonly present: Float64Array | null;
}

/** Columns that stay in the processor's cache while all others pass by. */
const TOGETHER = 16;

/** Latent correlations of all pairs. */
export interface LatentCorrelations {
  /** Lower triangle by rows, ones on the diagonal. */
  readonly triangle: Float64Array;
  /** How far the correlation of the scores moves with the latent one, squared: what each estimate is worth. */
  readonly weights: Float64Array;
  /** 0 to 1: by how much all were shrunk. */
  readonly shrinkage: number;
}

/**
 * Latent correlations of all pairs, each from the rows in which both cells are there, all shrunk towards 0 by the share that minimises
 * the expected squared error of the scores' correlations (Schaefer & Strimmer 2005, target D), each with its variance under normality.
 */
export async function correlateScores(
  dimensions: readonly ScoredDimension[],
  ctx: Context,
): Promise<LatentCorrelations> {
  const size = dimensions.length;
  const triangle = new Float64Array(triangleRow(size));
  const weights = new Float64Array(triangleRow(size));
  const series = dimensions.map(({ scale }) => hermiteSeries(scale));
  const spread = series.map((own) => seriesCovariance(own, own, 1).value);
  let noise = 0;
  let signal = 0;
  const correlate = (i: number, j: number): void => {
    const { covariance, rows } = covarianceOf(dimensions[i], dimensions[j]);
    const scale = spread[i] * spread[j];
    if (rows < 2 || !(scale > 0)) return;
    const rho = latentCorrelation(series[i], series[j], covariance);
    const { value, slope } = seriesCovariance(series[i], series[j], rho);
    const at = triangleRow(i) + j;
    triangle[at] = rho;
    weights[at] = (slope * slope) / scale;
    noise += Math.max(0, 1 - (value * value) / scale) ** 2 / (rows - 1);
    signal += weights[at] * rho * rho;
  };
  for (let first = 0; first < size; first += TOGETHER) {
    await checkpoint(ctx.signal);
    const end = Math.min(size, first + TOGETHER);
    for (let j = 0; j < end; j++) for (let i = Math.max(j + 1, first); i < end; i++) correlate(i, j);
    ctx.progress({ done: end, total: size, note: 'columns' });
  }
  const shrinkage = signal > 0 ? Math.min(1, noise / signal) : 0;
  return { triangle: shrink(size, triangle, shrinkage), weights, shrinkage };
}

function covarianceOf(a: ScoredDimension, b: ScoredDimension): { covariance: number; rows: number } {
  const sum = dot(a.scores, b.scores);
  const rows = rowsWithBoth(a, b);
  return { covariance: rows > 0 ? sum / rows : 0, rows };
}

function rowsWithBoth({ present: a, scores }: ScoredDimension, { present: b }: ScoredDimension): number {
  if (a === null && b === null) return scores.length;
  if (a === null || b === null) return (a ?? b)!.reduce((sum, value) => sum + value, 0);
  return dot(a, b);
}

function dot(a: Float64Array, b: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const even = a.length - (a.length % 4);
  for (let i = 0; i < even; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = even; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}
