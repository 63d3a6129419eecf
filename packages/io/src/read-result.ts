import type { ColumnKind, Table, TableSpec } from '@verisim/core';

/** How to read a file. */
export interface ReadOptions {
  /**
   * Read with the kinds, formats, roles, bounds and column order of another table: the way to read synthetic data that is
   * compared with real data. Columns are matched by name and both tables must have the same ones. Levels begin with those
   * of `like`, so codes of shared levels agree.
   */
  readonly like?: TableSpec;
  /** Kinds for named columns, in place of the inferred (or `like`) ones. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
  readonly signal?: AbortSignal;
}

/** A table, and what reading it decided and changed. */
export interface ReadResult {
  readonly table: Table;
  readonly report: ReadReport;
}

/** What a reader decided and changed. */
export interface ReadReport {
  /** The file's base name. */
  readonly file: string;
  readonly format: 'csv' | 'parquet';
  readonly rows: number;
  /** SHA-256 of the file's bytes, 64 hexadecimal digits. */
  readonly hash: string;
  readonly columns: readonly ColumnReport[];
  /** Every way in which the table says something else than the file. Empty for a file that was read as it stands. */
  readonly changes: readonly ValueChange[];
}

/** A column's kind, and why it was chosen. */
export interface ColumnReport {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly reason: string;
}

/** Cells of one column (`*` = whole rows) that were not taken as they stand: how many, and one of them. */
export interface ValueChange {
  readonly column: string;
  readonly what: string;
  readonly rows: number;
  readonly example: string;
}
