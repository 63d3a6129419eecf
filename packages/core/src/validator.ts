import type { z } from 'zod';
import type { Context } from './context.ts';
import type { Fingerprints } from './fingerprint.ts';
import type { Finding } from './measurement.ts';
import type { Table } from './table.ts';

/** What a validator may hold a batch against. The holdout itself is never among it, only its fingerprints. */
export interface CheckEvidence {
  /** The rows that the generator was fitted to. */
  readonly train?: Table;
  /** Rows accepted before, which the batch will stand beside: what must be unique must be so among both. */
  readonly accepted?: Table;
  /** Keyed fingerprints of the locked holdout. */
  readonly holdout?: Fingerprints;
}

/** What a validator says of a batch. */
export interface Verdict {
  /** One entry per row: 1 keep, 0 drop. */
  readonly keep: Uint8Array;
  /** Rules that spoke, with the rows each one hit. */
  readonly findings: readonly RowFinding[];
  /** Named values per row (difficulty, judge score ...) for the lineage. */
  readonly tags?: Readonly<Record<string, Float64Array | readonly (string | null)[]>>;
}

/** A finding and the rows it is about. */
export interface RowFinding extends Finding {
  readonly rows: Int32Array;
  /** Whether those rows are dropped. */
  readonly drops: boolean;
}

/** Looks at rows. */
export interface Validator<O = unknown> {
  readonly kind: 'validator';
  readonly api: 1;
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly options: z.ZodType<O>;
  check(batch: Table, options: O, evidence: CheckEvidence, ctx: Context): Verdict | Promise<Verdict>;
}
