import type { ColumnKind, ColumnRole, Table, TableSpec } from '@verisim/core';
import type { FormatName } from './format.ts';

/** How to read a file. */
export interface ReadOptions {
  /**
   * Read with the kinds, formats, roles, bounds and column order of another table: the way to read synthetic data that is
   * compared with real data. Columns are matched by name; further columns of the file are passed over, which is listed.
   * Levels begin with those of `like`, so codes of shared levels agree.
   */
  readonly like?: TableSpec;
  /** Kinds for named columns, in place of the inferred (or `like`) ones. A column of text that is named here is a feature, one that the reader found is ignored. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
  /** Roles for named columns, in place of those that follow from their kinds (or `like`). */
  readonly roles?: Readonly<Record<string, ColumnRole>>;
  /** strftime formats for named columns, which are then read as datetime: the answer to a question of the report. */
  readonly formats?: Readonly<Record<string, string>>;
  /** Texts that mean missing in every column, in place of the rule that `NA` and its like do so among numbers and dates alone. */
  readonly missing?: readonly string[];
  /** Databases: the query whose rows are read, in place of a table named after `#`. */
  readonly query?: string;
  readonly signal?: AbortSignal;
}

/** A table, and what reading it decided and changed. */
export interface ReadResult {
  readonly table: Table;
  readonly report: ReadReport;
}

/** What a reader decided and changed. */
export interface ReadReport {
  /** The file's base name; a database's address without its password. */
  readonly file: string;
  readonly format: FormatName;
  readonly rows: number;
  /** SHA-256 of the file's bytes, 64 hexadecimal digits; of the cells in order for a database. */
  readonly hash: string;
  /** How the file was taken, when that is not the usual way: its delimiter, encoding, compression. */
  readonly notes: readonly string[];
  /** What the reader cannot know: an answer belongs into the options. */
  readonly questions: readonly ReadQuestion[];
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

/** A column whose dates can be read in two orders; until it is answered the texts stand as they are. */
export interface ReadQuestion {
  readonly column: string;
  readonly question: string;
  /** The formats that all values fit; the answer is one of them, given as `formats`. */
  readonly formats: readonly string[];
}
