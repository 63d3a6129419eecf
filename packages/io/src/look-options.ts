import { columnKinds } from '@verisim/core';
import type { DictionaryLimits } from './byte-dictionary.ts';
import { type ColumnLook, createColumnLook, type LookMode } from './column-look.ts';
import { type KnownFormat, knownFormats, usualFormats } from './date-formats.ts';
import type { Wanted } from './force-kind.ts';
import { namedAsId } from './integer-id.ts';
import { markerTest, usualMarkers } from './missing-markers.ts';
import type { ReadOptions } from './read-result.ts';
import type { SourceColumn } from './source.ts';

/** Distinct texts that are kept to find a column's kind: beyond them it is no category. */
const LOOKED_AT: DictionaryLimits = { texts: 1 << 17, bytes: 1 << 24 };
const UNLIMITED: DictionaryLimits = { texts: 1 << 28, bytes: 1 << 30 };

const isUsualMarker = markerTest(usualMarkers);
const isNone = () => false;

/** How a column is to be looked at. */
interface LookStart {
  readonly mode: LookMode;
  readonly mayTurn: boolean;
  readonly limits: DictionaryLimits;
  readonly formats: readonly KnownFormat[];
}

/** How a column is looked at so that its kind can be found, or that it can be read as a given kind. */
export function lookOptions(column: SourceColumn, wanted: Wanted | null): LookStart {
  const start = { mayTurn: false, limits: LOOKED_AT, formats: [] };
  if (wanted === null) {
    const dates = column.native === 'untyped' || column.mayHoldDates === true;
    const formats = dates ? usualFormats() : [];
    return column.native === 'untyped'
      ? { ...start, mode: 'numbers', mayTurn: true, formats }
      : { ...start, mode: 'texts', formats };
  }
  if (wanted.kind === 'datetime') return { ...start, mode: 'texts', formats: wantedFormats(wanted) };
  const { storage } = columnKinds[wanted.kind];
  if (storage === 'numeric') return { ...start, mode: 'numbers' };
  return storage === 'coded' ? { ...start, mode: 'texts', limits: UNLIMITED } : { ...start, mode: 'nothing' };
}

function wantedFormats({ format, like }: Wanted): readonly KnownFormat[] {
  if (format !== undefined) return knownFormats([format]);
  const first = like?.format === undefined ? [] : knownFormats([like.format], like.zone);
  return [...first, ...usualFormats().filter((known) => known.format !== like?.format)];
}

export function startLook(
  column: SourceColumn,
  wanted: Wanted | null,
  { missing }: ReadOptions,
  mode?: LookMode,
): ColumnLook {
  const start = lookOptions(column, wanted);
  return createColumnLook({
    mode: mode ?? start.mode,
    mayTurn: start.mayTurn && mode === undefined,
    isMarker: missing === undefined ? isUsualMarker : isNone,
    named: namedAsId(column.name),
    limits: start.limits,
  });
}
