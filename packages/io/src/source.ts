import type { ValueChange } from './read-result.ts';

/** What a file stores in a column, as far as reading it matters. */
export type NativeType = 'csv' | 'text' | 'integer' | 'number' | 'boolean' | 'instant';

/** A column of a file that has been staged in the database, as table `t`. */
export interface SourceColumn {
  readonly name: string;
  /**
   * SQL over `t` that gives the cell: VARCHAR for `csv` (a column of a CSV file, which may mean anything), `text` and
   * `boolean` ('false', 'true'), BIGINT for `integer`, DOUBLE for `number`, BIGINT milliseconds for `instant`. NULL = missing.
   */
  readonly cell: string;
  readonly native: NativeType;
  /** What the file itself calls the type, for messages. */
  readonly type: string;
  /** `instant`: the strftime format that prints it. */
  readonly format?: string;
  /** Why it is not read as its type would suggest. */
  readonly note?: string;
}

/** A file that has been staged. */
export interface Source {
  readonly columns: readonly SourceColumn[];
  readonly rows: number;
  readonly hash: string;
  readonly changes: readonly ValueChange[];
}
