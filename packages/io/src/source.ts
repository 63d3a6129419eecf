import type { ColumnSpec } from '@verisim/core';
import type { ValueChange } from './read-result.ts';

/**
 * What a source says of a column's type. `untyped`: texts that may mean anything (CSV), the kind is found from the values.
 * `text`: texts by declaration, never taken for numbers. `boolean`: the texts `false` and `true`. The others hold numbers:
 * `instant` is milliseconds since 1970-01-01T00:00Z.
 */
export type NativeType = 'untyped' | 'text' | 'boolean' | 'integer' | 'number' | 'instant';

/** A column of a source. */
export interface SourceColumn {
  readonly name: string;
  readonly native: NativeType;
  /** What the source itself calls the type, for messages. */
  readonly type: string;
  /** `text`: whether texts that are all dates may be taken for dates, because the format has no type for dates. */
  readonly mayHoldDates?: boolean;
  /** `instant`: the format and the zone that values are printed in, see `ColumnSpec`. */
  readonly format?: string;
  readonly zone?: string;
  /**
   * What the file says of the column beyond its type, as ours do: its kind, role, format, zone, decimals and levels. Taken
   * where the type can hold that kind, unless the caller says otherwise.
   */
  readonly declared?: ColumnSpec;
  /** Why it is not read as its type would suggest. */
  readonly note?: string;
}

/** Cells as UTF-8: cell `i` is `bytes[starts[i]]` up to, not including, `bytes[ends[i]]`; a start of -1 = missing. */
export interface TextCells {
  readonly storage: 'cells';
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Cells as numbers; `NaN` = missing. The value must be exactly what the source holds: finite, whole where the type is. */
export interface NumberCells {
  readonly storage: 'numbers';
  readonly values: Float64Array;
}

/** Some rows of a source, valid until the next batch is asked for. `untyped`, `text` and `boolean` columns are cells. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly (TextCells | NumberCells)[];
}

/** Rows to be read from somewhere, as often as needed. */
export interface Source {
  readonly columns: readonly SourceColumn[];
  /**
   * All rows in order, in batches of at most {@link batchRows}. May be called again, one after the other, and gives the same
   * rows each time; throws `io/changed-while-reading` where it sees that it would not.
   */
  batches(signal?: AbortSignal): AsyncIterable<Batch>;
  /** After a whole pass: the SHA-256 of the file's bytes in hexadecimal; `null` for what is no file. */
  hash(): string | null;
  /** How the source was taken, when that is not the usual way: its delimiter, encoding, order of rows. */
  notes?(): readonly string[];
  /** After a whole pass: every way in which the rows say something else than the source. */
  changes(): readonly ValueChange[];
  /** Frees what was opened. Called once, whatever happened. */
  close(): Promise<void>;
}

/** The most rows of a batch. */
export const batchRows = 65_536;
