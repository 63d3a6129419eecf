import { z } from 'zod';

/** How fidelity is measured. */
export interface FidelityOptions {
  /** Draw charts. */
  readonly charts: boolean;
  /** Score two halves of the real data and independent columns beside the synthetic table. */
  readonly references: boolean;
  /** Bins of equal width that ordered columns are cut into for pair trends. 10 is SDMetrics' number. */
  readonly bins: number;
}

/** The options, all with defaults. */
export const fidelityOptions: z.ZodType<FidelityOptions> = z.strictObject({
  charts: z.boolean().default(true).describe('draw charts'),
  references: z.boolean().default(true).describe('score real halves and independent columns beside it'),
  bins: z.int().min(2).max(100).default(10).describe('equal-width bins for pair trends (10 = SDMetrics)'),
});
