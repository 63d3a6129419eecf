import { z } from 'zod';

/** How privacy is measured. */
export interface PrivacyOptions {
  /** Draw charts. */
  readonly charts: boolean;
  /** Numbers of a near copy differ by at most this part of the spread of their column (5th to 95th percentile). */
  readonly tolerance: number;
  /** Probability that rows as good as fresh real ones raise any alarm, all tests together. */
  readonly alpha: number;
}

/** The options, all with defaults. */
export const privacyOptions: z.ZodType<PrivacyOptions> = z.strictObject({
  charts: z.boolean().default(true).describe('draw charts'),
  tolerance: z.number().min(0).max(0.5).default(0.01).describe('how far a near copy may be off, as part of a column'),
  alpha: z.number().min(1e-6).max(0.2).default(0.05).describe('chance of any false alarm, all tests together'),
});
