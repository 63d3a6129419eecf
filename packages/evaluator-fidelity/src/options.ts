import { z } from 'zod';

/** How fidelity is measured. */
export interface FidelityOptions {
  /** Draw charts. */
  readonly charts: boolean;
  /** Measure real halves (or the holdout), independent columns and a bootstrap beside the synthetic table. */
  readonly references: boolean;
  /** Bins of equal width that ordered columns are cut into for pair trends. 10 is SDMetrics' number. */
  readonly bins: number;
  /** Train classifiers to tell synthetic rows from real ones. */
  readonly detector: boolean;
  /** Measure other coefficients of dependence, rare combinations, dependencies, diversity, alpha-precision and beta-recall. */
  readonly detail: boolean;
}

/** The options, all with defaults. */
export const fidelityOptions: z.ZodType<FidelityOptions> = z.strictObject({
  charts: z.boolean().default(true).describe('draw charts'),
  references: z.boolean().default(true).describe('measure real halves, independent columns and a bootstrap beside it'),
  bins: z.int().min(2).max(100).default(10).describe('equal-width bins for pair trends (10 = SDMetrics)'),
  detector: z.boolean().default(true).describe('train classifiers to tell synthetic rows from real ones'),
  detail: z.boolean().default(true).describe('measure rare combinations, dependencies and diversity too'),
  texts: z
    .array(z.string())
    .optional()
    .describe('text columns to measure, also ignored ones; all others when left out'),
});
