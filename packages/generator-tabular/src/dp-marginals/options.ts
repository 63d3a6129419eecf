import { z } from 'zod';

/** What a column may hold, said without looking at the data: levels, or bounds and how finely to look between them. */
export type ColumnDomain = LevelDomain | NumberDomain;

interface LevelDomain {
  readonly levels: readonly string[];
  /** Whether cells may be missing; true when left out. */
  readonly missing?: boolean;
}

interface NumberDomain {
  /** Least and greatest value; datetimes as ISO 8601. */
  readonly bounds: readonly [number | string, number | string];
  readonly bins?: number;
  /** Values that stand out and get a cell of their own. */
  readonly spikes?: readonly (number | string)[];
  readonly decimals?: number;
  readonly missing?: boolean;
}

const bound = (): z.ZodType<number | string> => z.union([z.number(), z.string()]);

const columnDomain: z.ZodType<ColumnDomain> = z.union(
  [
    z.strictObject({ levels: z.array(z.string()), missing: z.boolean().optional() }),
    z.strictObject({
      bounds: z.tuple([bound(), bound()]),
      bins: z.int().min(1).max(4096).optional(),
      spikes: z.array(bound()).max(100).optional(),
      decimals: z.int().min(0).max(15).optional(),
      missing: z.boolean().optional(),
    }),
  ],
  {
    error:
      'takes {"levels": [...]} or {"bounds": [low, high]}; beside them missing, and bins, spikes and decimals with bounds',
  },
);

/** Entries one by one: a record of zod's would drop a column named `__proto__`. */
function readDomain(value: unknown, ctx: z.RefinementCtx): Readonly<Record<string, ColumnDomain>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    ctx.addIssue(
      'takes an object such as {"age": {"bounds": [0, 120]}}; from a file: --set domain="$(cat domain.json)"',
    );
    return z.NEVER;
  }
  const entries = Object.entries(value).map(([name, entry]): [string, ColumnDomain] => {
    const read = columnDomain.safeParse(entry);
    if (!read.success) ctx.addIssue({ code: 'custom', path: [name], message: read.error.issues[0].message });
    return [name, read.success ? read.data : { levels: [] }];
  });
  return Object.fromEntries(entries);
}

/** What `dp-marginals` may be told. */
export interface DpMarginalsOptions {
  readonly epsilon: number;
  readonly delta: number;
  readonly domain: Readonly<Record<string, ColumnDomain>>;
  readonly declared: boolean;
  readonly bins: number;
}

/** The options, described. */
export const dpMarginalsOptions: z.ZodType<DpMarginalsOptions> = z.strictObject({
  epsilon: z
    .number()
    .min(0.001)
    .max(10_000)
    .default(1)
    .describe('Privacy loss of a row: at most a factor of exp(epsilon); above 10 little is promised'),
  delta: z
    .number()
    .positive()
    .max(0.01)
    .default(1e-9)
    .describe('Chance that the promise does not hold; far below 1 / rows'),
  domain: z
    .unknown()
    .default({})
    .transform(readDomain)
    .describe('What each column may hold, by name: {"age": {"bounds": [0, 120]}, "sex": {"levels": ["f", "m"]}}'),
  declared: z
    .boolean()
    .default(false)
    .describe('Take bounds and levels that domain leaves out from the schema: only if it was not made from the data'),
  bins: z
    .int()
    .min(1)
    .max(4096)
    .default(128)
    .describe('Bins of equal width for a column of numbers; a column of no more values keeps them'),
});
