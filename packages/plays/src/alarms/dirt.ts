import type { Table } from '@verisim/core';
import type { Share } from '@verisim/statistics';

/** A kind of untidiness that real rows show, found on one half of them. */
export interface Dirt {
  /** What is untidy, such as `missing "income"`. */
  readonly what: string;
  /** Untidy rows of any table with the same columns, among the rows that could be. */
  count(table: Table): Share;
}
