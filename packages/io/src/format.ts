import type { Table } from '@verisim/core';
import type { Source } from './source.ts';

/** How to open a source. */
export interface OpenOptions {
  /** Databases: the query whose rows are read, in place of a table named after `#`. */
  readonly query?: string;
  readonly signal?: AbortSignal;
}

/** One format. `location` is a path, or for a database its URL; what comes after `#` names a table in it. */
export interface Format {
  readonly name: FormatName;
  /** Opens what lies at a location. Reads no more than it must to name the columns. */
  open(location: string, options: OpenOptions): Promise<Source>;
  /**
   * Writes tables with the same columns one below the other. The target appears whole or not at all. Every block has been
   * checked by `checkWritableTable`; what this format cannot hold beyond that is refused with an `io/...` error.
   */
  write(location: string, blocks: AsyncIterable<Table>, options: { readonly signal?: AbortSignal }): Promise<void>;
}

export type FormatName = 'csv' | 'jsonl' | 'json' | 'parquet' | 'arrow' | 'sqlite' | 'postgres';
