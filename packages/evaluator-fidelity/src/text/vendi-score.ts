import { type SparseRows, sparseDot } from '@verisim/text-measures';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/**
 * The Vendi score (Friedman & Dieng 2023, TMLR): exp(-sum l ln l) over the eigenvalues l of K / n, the effective number of different
 * things, in [1, n]. As `vendi_score.vendi.score_K`.
 *
 * @param kernel n x n similarities by rows, 1 on the diagonal, positive semi-definite; overwritten
 */
export function vendiScore(kernel: Float64Array, n: number): number {
  let entropy = 0;
  for (const value of symmetricEigenvalues(kernel, n)) {
    const part = value / n;
    if (part > 1e-15) entropy -= part * Math.log(part);
  }
  return Math.exp(entropy);
}

/** The cosines of rows of length 1, as a kernel. */
export function cosineKernel(rows: SparseRows): { readonly kernel: Float64Array; readonly n: number } {
  const n = rows.starts.length - 1;
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    kernel[i * n + i] = 1;
    for (let j = 0; j < i; j++) kernel[i * n + j] = kernel[j * n + i] = sparseDot(rows, i, rows, j);
  }
  return { kernel, n };
}
