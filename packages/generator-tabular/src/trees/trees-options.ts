import { z } from 'zod';

/** What `trees` may be told. */
export interface TreesOptions {
  readonly minLeaf: number;
  readonly significance: number;
  readonly maxDepth: number;
  readonly bins: number;
  readonly smooth: number;
  readonly rare: number;
  readonly extremes: boolean;
  readonly privacy: 'standard' | 'high';
}

/** The schema with its defaults, which were chosen on validation splits of training data. */
export const treesOptions: z.ZodType<TreesOptions> = z.strictObject({
  minLeaf: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe('Fewest training rows in a leaf; more = more private; 0 = 20 up to 10,000 rows, 10 from 20,000 on'),
  significance: z
    .number()
    .min(0)
    .max(100)
    .default(1.8)
    .describe('Normal score of a split, raised for the columns tried; higher = smaller trees, more private'),
  maxDepth: z.int().min(0).max(64).default(32).describe('Splits between root and leaf, at most'),
  bins: z.int().min(2).max(255).default(8).describe('Quantile groups of a number that each node tells apart'),
  smooth: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(10)
    .describe('Numbers that occur fewer times are drawn anew between their neighbours; 0 = real values as they are'),
  rare: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(3)
    .describe('Levels that occur in fewer rows are not emitted; 0 = all are'),
  extremes: z.boolean().default(false).describe('Emit a rare smallest or largest number as it is: discloses it'),
  privacy: z
    .enum(['standard', 'high'])
    .default('standard')
    .describe('high = leaves of 50, significance 3, smooth 30, rare 10 at least, no extremes'),
});

/** The options for so many training rows, with the least values of the `privacy` preset. */
export function effectiveOptions(given: TreesOptions, rows: number): TreesOptions {
  const options = { ...given, minLeaf: given.minLeaf || leafFor(rows) };
  if (options.privacy === 'standard') return options;
  return {
    ...options,
    minLeaf: Math.max(50, options.minLeaf),
    significance: Math.max(3, options.significance),
    smooth: Math.max(30, options.smooth),
    rare: Math.max(10, options.rare),
    extremes: false,
  };
}

/** Rows tell more of whom they are from where they are few. */
function leafFor(rows: number): number {
  return Math.round(Math.min(20, Math.max(10, 200_000 / rows)));
}
