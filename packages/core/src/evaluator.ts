import type { z } from 'zod';
import type { Context } from './context.ts';
import type { Evaluation } from './measurement.ts';
import type { Table } from './table.ts';

/** The data sets that an evaluator compares. */
export interface Comparison {
  /** The real rows that the generator was fitted to. */
  readonly real: Table;
  readonly synthetic: Table;
  /** Real rows that nothing was fitted to or chosen on. */
  readonly holdout?: Table;
  /** The column to predict. */
  readonly target?: string;
}

/** Looks at data sets. */
export interface Evaluator<O = unknown> {
  readonly kind: 'evaluator';
  readonly api: 1;
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly options: z.ZodType<O>;
  measure(data: Comparison, options: O, ctx: Context): Evaluation | Promise<Evaluation>;
}
