import { chiSquareTail } from '@verisim/statistics';
import type { CodePair } from './contingency-similarity.ts';

/** How two columns of codes depend on each other. */
export interface Association {
  /** Pearson's chi-square of independence. */
  readonly chiSquare: number;
  /** Its degrees of freedom, and the chance of so high a value without dependence (`scipy.stats.chi2_contingency(correction=False)`). */
  readonly degrees: number;
  readonly p: number;
  /** Cramer's V without bias correction, in [0, 1] (`scipy.stats.contingency.association`); `null` when a column is constant. */
  readonly cramersV: number | null;
  /** Mutual information in nats, 0 or more (scikit-learn `mutual_info_score`). */
  readonly mutualInformation: number;
  /** Mutual information over the geometric mean of both entropies, in [0, 1] (Strehl & Ghosh 2002); `null` when a column is constant. */
  readonly normalised: number | null;
}

/**
 * Chi-square, Cramer's V (1946) and mutual information of two columns of codes. Codes are in [0, height) and [0, width); rows where a code is -1 are left
 * out, and so are levels that do not occur.
 */
export function association({ first, second }: CodePair, height: number, width: number): Association {
  const counts = new Map<number, number>();
  const [rows, columns] = [new Float64Array(height), new Float64Array(width)];
  let total = 0;
  for (let i = 0; i < first.length; i++) {
    if (first[i] < 0 || second[i] < 0) continue;
    total++;
    rows[first[i]]++;
    columns[second[i]]++;
    const cell = first[i] * width + second[i];
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  let [ratio, information] = [0, 0];
  for (const [cell, count] of counts) {
    const product = rows[Math.floor(cell / width)] * columns[cell % width];
    ratio += (count * count) / product;
    information += (count / total) * Math.log((count * total) / product);
  }
  const chiSquare = total * Math.max(0, ratio - 1);
  const [tall, wide] = [occurring(rows), occurring(columns)];
  const least = Math.min(tall, wide) - 1;
  const degrees = Math.max(0, (tall - 1) * (wide - 1));
  const entropies = Math.sqrt(entropy(rows, total) * entropy(columns, total));
  return {
    chiSquare,
    degrees,
    p: degrees === 0 ? 1 : chiSquareTail(chiSquare, degrees),
    cramersV: least < 1 ? null : Math.min(1, Math.sqrt(chiSquare / total / least)),
    mutualInformation: Math.max(0, information),
    normalised: least < 1 ? null : Math.min(1, Math.max(0, information) / entropies),
  };
}

function occurring(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
}

function entropy(counts: Float64Array, total: number): number {
  return -counts.reduce((sum, count) => sum + (count > 0 ? (count / total) * Math.log(count / total) : 0), 0);
}
