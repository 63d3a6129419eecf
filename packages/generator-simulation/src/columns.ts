import type { Column, ColumnSpec } from '@verisim/core';

type Extra = Partial<Pick<ColumnSpec, 'nullable' | 'role' | 'bounds' | 'decimals'>>;

const spec = (name: string, kind: ColumnSpec['kind'], extra: Partial<ColumnSpec> = {}): ColumnSpec => ({
  name,
  kind,
  nullable: false,
  role: 'feature',
  ...extra,
});

/** A number, written with at most so many decimals; see {@link rounded}. */
export const numberSpec = (name: string, decimals: number, extra: Extra = {}): ColumnSpec =>
  spec(name, 'number', { decimals, ...extra });

/** A whole number. */
export const integerSpec = (name: string, extra: Extra = {}): ColumnSpec => spec(name, 'integer', extra);

/** One of these levels. */
export const categorySpec = (name: string, levels: readonly string[], extra: Extra = {}): ColumnSpec =>
  spec(name, 'category', { levels, ...extra });

/** Text. */
export const textSpec = (name: string, extra: Extra = {}): ColumnSpec => spec(name, 'text', extra);

/** An instant in UTC, to the millisecond. */
export const instantSpec = (name: string, extra: Extra = {}): ColumnSpec =>
  spec(name, 'datetime', { format: '%Y-%m-%dT%H:%M:%S.%gZ', zone: 'Z', ...extra });

/** Numbers as a column. */
export const numericColumn = (values: Float64Array): Column => ({ storage: 'numeric', values });

/** Codes into levels as a column. */
export const codedColumn = (codes: Int32Array, levels: readonly string[]): Column => ({
  storage: 'coded',
  codes,
  levels,
});

/** Texts as a column. */
export const textColumn = (values: readonly (string | null)[]): Column => ({ storage: 'text', values });

/** Rounds in place to so many decimals, and returns the same array. */
export function rounded(values: Float64Array, decimals: number): Float64Array {
  const scale = 10 ** decimals;
  for (let i = 0; i < values.length; i++) values[i] = Math.round(values[i] * scale) / scale;
  return values;
}

/** Seconds since the start as instants in whole milliseconds, in place. */
export function instants(seconds: Float64Array, start: number): Float64Array {
  for (let i = 0; i < seconds.length; i++) seconds[i] = start + Math.round(1000 * seconds[i]);
  return seconds;
}
