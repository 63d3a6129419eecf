import { type ColumnSpec, closest, columnKinds } from '@verisim/core';
import { type KnownFormat, unknownSign } from './date-formats.ts';
import { badFormat, columnsDiffer, unknownKind, unknownKindsColumn } from './errors.ts';
import type { Wanted } from './force-kind.ts';
import { lookOptions } from './look-options.ts';
import type { ReadOptions } from './read-result.ts';
import type { SourceColumn } from './source.ts';

/** A source's columns in the order in which they are read. */
export interface ColumnOrder {
  readonly columns: readonly SourceColumn[];
  /** Their places in the source. */
  readonly positions: readonly number[];
  /** The specs of the other table, or those that the file declares, and the kinds that columns must have. */
  readonly like: readonly (ColumnSpec | null)[];
  readonly wanted: readonly (Wanted | null)[];
  /** The date formats that come into question for each. */
  readonly formats: readonly (readonly KnownFormat[])[];
  /** Names of columns that the other table does not have. */
  readonly passedOver: readonly string[];
}

/**
 * Holds `like`, `kinds` and `formats` against a source's columns. Throws `io/columns-differ`, `io/unknown-column`,
 * `io/unknown-kind`, `io/bad-format`.
 */
export function orderColumns(name: string, columns: readonly SourceColumn[], options: ReadOptions): ColumnOrder {
  const place = new Map(columns.map((column, i) => [column.name, i]));
  checkNames(name, place, options);
  const positions = options.like === undefined ? columns.map((_, i) => i) : likePositions(name, place, options.like);
  const ordered = positions.map((i) => columns[i]);
  const other = ordered.map((_, i) => options.like?.columns[i] ?? null);
  const wanted = ordered.map((column, i) => wantedKind(column, other[i], options));
  const like = other.map((spec, i) => spec ?? wanted[i]?.like ?? null);
  const taken = new Set(positions);
  return {
    columns: ordered,
    positions,
    like,
    wanted,
    formats: ordered.map((column, i) => lookOptions(column, wanted[i]).formats),
    passedOver: columns.filter((_, i) => !taken.has(i)).map((column) => column.name),
  };
}

function checkNames(name: string, place: ReadonlyMap<string, number>, { kinds, formats, roles }: ReadOptions): void {
  for (const column of [kinds, formats, roles].flatMap((said) => Object.keys(said ?? {}))) {
    if (!place.has(column)) throw unknownKindsColumn(name, column, closest(column, [...place.keys()]));
  }
  for (const [column, kind] of Object.entries(kinds ?? {})) {
    if (!Object.hasOwn(columnKinds, kind)) throw unknownKind(column, kind, Object.keys(columnKinds));
  }
  for (const [column, format] of Object.entries(formats ?? {})) {
    const unknown = unknownSign(format);
    if (unknown !== null) throw badFormat(column, format, unknown);
  }
}

function likePositions(
  name: string,
  place: ReadonlyMap<string, number>,
  like: NonNullable<ReadOptions['like']>,
): readonly number[] {
  const wanted = like.columns.map((spec) => spec.name);
  const missing = wanted.filter((column) => !place.has(column));
  if (missing.length > 0) {
    const extra = [...place.keys()].filter((column) => !wanted.includes(column));
    throw columnsDiffer(name, missing, closest(missing[0], extra));
  }
  return wanted.map((column) => place.get(column)!);
}

function wantedKind(column: SourceColumn, like: ColumnSpec | null, { kinds, formats }: ReadOptions): Wanted | null {
  const format = formats && Object.hasOwn(formats, column.name) ? formats[column.name] : undefined;
  const reason = 'set by the caller';
  if (kinds && Object.hasOwn(kinds, column.name)) return { kind: kinds[column.name], like: null, format, reason };
  if (format !== undefined) return { kind: 'datetime', like: null, format, reason };
  if (like !== null) return { kind: like.kind, like, reason: 'as in the other table' };
  const { declared } = column;
  if (declared === undefined || !holds(column, declared)) return null;
  return { kind: declared.kind, like: declared, reason: 'declared in the file' };
}

/** Whether a column of the source's type can have the kind that the file declares: a file may have been changed since. */
function holds({ native }: SourceColumn, { kind }: ColumnSpec): boolean {
  if (native === 'integer' || native === 'number') return kind === native;
  if (native === 'instant') return kind === 'datetime';
  return columnKinds[kind]?.storage !== 'numeric';
}
