import type { z } from 'zod';
import type { Condition } from './condition.ts';
import type { Context } from './context.ts';
import type { Json } from './json.ts';
import type { Table, TableSpec } from './table.ts';

/** What a generator is fitted to. */
export interface Sources {
  readonly data: Table;
  readonly schema: TableSpec;
  readonly nothing: null;
}

/** One of the names in {@link Sources}. */
export type SourceName = keyof Sources;

/** What a generator declares of itself; the conformance kit proves each. */
export interface GeneratorTraits {
  /** Equal input, options and seed give equal bytes. */
  readonly reproducible: boolean;
  /** May emit whole rows of its training data. */
  readonly memorises: boolean;
  /** Meets `where` by construction, not by throwing rows away. */
  readonly conditional: boolean;
  /** Rows that one block holds at most; 65,536 unless a row is expensive. */
  readonly blockRows: number;
  /** Differentially private: whatever looks at the training rows once it is fitted spends what was promised, so rows are held against the schema alone. */
  readonly private?: boolean;
}

/** A way to make rows. A plain object; `fit` returns the fitted model. */
export interface Generator<O = unknown, N extends SourceName = SourceName> {
  readonly kind: 'generator';
  readonly api: 1;
  readonly name: string;
  readonly version: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly family: 'model' | 'rule' | 'simulation';
  /** At most 8 keys, all defaulted where a safe default exists. JSON in, checked options out. */
  readonly options: z.ZodType<O>;
  readonly needs: N;
  readonly traits: GeneratorTraits;
  fit(source: Sources[N], options: O, ctx: Context): Model | Promise<Model>;
  /** One part of a fit that asked `ctx.fitParts`, from what it gave there alone: threads share the parts, and the model is the same. */
  readonly fitPart?: (shared: unknown, part: number) => unknown;
  /** The model that `save` described. */
  load(state: ModelState): Model | Promise<Model>;
}

/** A request for one block. The rows depend on nothing but the model, the block's random stream and the request. */
export interface BlockRequest {
  readonly block: number;
  readonly rows: number;
  readonly where?: readonly Condition[];
}

/** A fitted generator. */
export interface Model {
  readonly schema: TableSpec;
  /** One block: exactly `rows` rows of `schema`, fewer only under `where` when that many cannot be had. */
  sample(request: BlockRequest, ctx: Context): Table | Promise<Table>;
  save(): ModelState | Promise<ModelState>;
}

/** Arrays that a model's state may hold. */
export type StateArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** A fitted model as data: JSON and arrays, never code. */
export interface ModelState {
  readonly generator: string;
  readonly version: string;
  readonly json: Json;
  readonly arrays: Readonly<Record<string, StateArray>>;
}
