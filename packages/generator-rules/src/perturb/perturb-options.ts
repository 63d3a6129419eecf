import { z } from 'zod';
import { ORDERS, type Order } from './choose-parents.ts';
import { LANGUAGES, LAYOUTS, type Language, type Layout } from './kind.ts';

/** What becomes of the label of a row whose change may have changed it. */
const LABEL_POLICIES = ['flag', 'keep', 'clear'] as const;
export type LabelPolicy = (typeof LABEL_POLICIES)[number];

/** How rows are changed. */
export interface PerturbOptions {
  readonly column: string | readonly string[];
  readonly kinds: string | readonly string[];
  readonly strength: number;
  readonly layout: Layout;
  readonly language: Language;
  readonly labels: LabelPolicy;
  readonly order: Order;
  readonly edits: boolean;
}

const names = z.union([z.string(), z.array(z.string())]).default([]);

/** The options of generators that change rows; `strength` and the kinds there are differ. */
export function perturbOptions(
  kinds: readonly string[],
  strength: number,
  byDefault: string,
): z.ZodType<PerturbOptions> {
  return z.strictObject({
    column: names.describe(
      'column to change, or several parted by commas; all that the kinds can change when left out',
    ),
    kinds: names.describe(
      `what is done, parted by commas (each row gets one of them), joined by + to be done to one row; ${byDefault} when left out. Known: ${kinds.join(', ')}`,
    ),
    strength: z
      .number()
      .min(0)
      .max(1)
      .default(strength)
      .describe('how much, from 0 to 1; what it is a share of, each kind says'),
    layout: z.enum(LAYOUTS).default('qwerty').describe('keyboard of typos'),
    language: z.enum(LANGUAGES).default('de').describe('language that code-switching switches to'),
    labels: z
      .enum(LABEL_POLICIES)
      .default('flag')
      .describe(
        'rows whose label may have changed: flag tags them, clear leaves the label empty, keep allows no such kind',
      ),
    order: z.enum(ORDERS).default('shuffled').describe('rows drawn in any order, or kept as they stand'),
    edits: z.boolean().default(true).describe('record in the lineage what was done, so that it can be taken back'),
  });
}
