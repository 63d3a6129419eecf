import type { ColumnKind } from '@verisim/core';
import type { ReadQuestion, ValueChange } from './read-result.ts';
import type { SourceColumn } from './source.ts';

/** What a column will be read as. */
export interface Decision {
  readonly column: SourceColumn;
  readonly kind: ColumnKind;
  readonly reason: string;
  readonly decimals?: number;
  readonly format?: string;
  readonly zone?: string;
  readonly changes: readonly ValueChange[];
  /** Whether texts of the column are read as missing. */
  readonly marked?: boolean;
  readonly question?: ReadQuestion;
}

/** A whole number with commas, for reasons: 32,561. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** A value in quotes, cut when long, for reasons and changes. */
export const quoted = (value: string): string => JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);

/** The change that a reader makes when it takes a text such as `NA` for a missing value; none for no rows. */
export function markerChange(column: SourceColumn, rows: number, example: string | undefined): readonly ValueChange[] {
  if (rows === 0) return [];
  return [{ column: column.name, what: 'a marker, read as missing', rows, example: String(example) }];
}
