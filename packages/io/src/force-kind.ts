import { type ColumnKind, type ColumnSpec, columnKinds } from '@verisim/core';
import { datetimeDecision } from './choose-kind.ts';
import type { ColumnLook } from './column-look.ts';
import { isAmbiguous, type KnownFormat } from './date-formats.ts';
import { zoneOffset } from './datetime-format.ts';
import { type Decision, grouped, markerChange, quoted } from './decision.ts';
import { wrongKind, wrongType } from './errors.ts';
import type { ValueChange } from './read-result.ts';
import type { SourceColumn } from './source.ts';
import { dateSummary, textSummary } from './text-summary.ts';

/** The kind a column must have, and on whose word: that of another spec (`like`), or the caller's own. */
export interface Wanted {
  readonly kind: ColumnKind;
  readonly like: ColumnSpec | null;
  /** The format that the caller declared. */
  readonly format?: string;
  readonly reason: string;
}

/**
 * Reads a column as a given kind. Throws `io/wrong-kind`, with row and value, or `io/wrong-type`. Fractions in a column that
 * is integer in the other table make it a `number`, which is listed as a change. `formats` are those a date may be written in.
 */
export function forceKind(
  path: string,
  column: SourceColumn,
  wanted: Wanted,
  look: ColumnLook,
  formats: readonly KnownFormat[],
): Decision {
  const { kind, like } = wanted;
  const decision: Decision = {
    column,
    kind,
    reason: wanted.reason,
    changes: [],
    decimals: like?.decimals,
    format: wanted.format ?? like?.format,
    zone: like?.zone,
  };
  if (kind === 'datetime') return forceDatetime(path, decision, wanted, look, formats);
  if (columnKinds[kind].storage === 'numeric') return forceNumber(path, decision, wanted, look);
  if (kind === 'boolean' && like === null) {
    const distinct = look.dictionary.size();
    if (distinct > 2) throw wrongType(path, column.name, kind, `${grouped(distinct)} different values`);
  }
  return decision;
}

function forceNumber(path: string, decision: Decision, wanted: Wanted, look: ColumnLook): Decision {
  const { column, kind } = decision;
  if (column.native === 'boolean' || column.native === 'instant') {
    throw wrongType(path, column.name, kind, `${column.type} values`);
  }
  if (look.firstOther) throw wrongKind(path, column.name, kind, look.firstOther.row + 1, look.firstOther.text);
  const changes: ValueChange[] = [];
  if (look.odd > 0) {
    const what = 'a number spelt in another way, read as the nearest number';
    changes.push({ column: column.name, what, rows: look.odd, example: look.firstOdd?.text ?? '' });
  }
  changes.push(...markerChange(column, look.markers, look.firstMarker?.text));
  const marked = look.markers > 0;
  const decimals = Math.max(decision.decimals ?? 0, look.decimals);
  if (!columnKinds[kind].whole) return { ...decision, decimals, marked, changes };
  const fraction = look.firstFraction;
  if (fraction === null) return { ...decision, decimals: undefined, marked, changes };
  if (wanted.like === null) throw wrongKind(path, column.name, kind, fraction.row + 1, fraction.text);
  const what = 'not whole as in the other table, so the column is read as number';
  changes.push({ column: column.name, what, rows: look.fractions, example: fraction.text });
  return { ...decision, kind: 'number', decimals, marked, changes };
}

function forceDatetime(
  path: string,
  decision: Decision,
  wanted: Wanted,
  look: ColumnLook,
  known: readonly KnownFormat[],
): Decision {
  const { column, format } = decision;
  if (column.native === 'instant') {
    return { ...decision, format: format ?? column.format, zone: decision.zone ?? column.zone };
  }
  if (column.native !== 'untyped' && column.native !== 'text') {
    throw wrongType(path, column.name, 'datetime', `${column.type} values`);
  }
  const dates = dateSummary(look, known);
  const { markers, firstMarker } = textSummary(look);
  const marked = markers > 0;
  const changes = [...markerChange(column, markers, firstMarker?.text)];
  if (dates.formats.length === 0) {
    if (dates.unfit === null) return { ...decision, marked, changes };
    throw wrongKind(path, column.name, 'datetime', dates.unfit.row + 1, dates.unfit.text);
  }
  const formats = dates.formats.map((one) => one.format);
  if (formats[0] !== format && isAmbiguous(formats)) {
    const what = `could be day/month or month/day; read as ${formats[0]}`;
    const rows = look.rows - look.missing;
    changes.push({ column: column.name, what, rows, example: look.dictionary.text(0) });
  }
  const reason = `${decision.reason}; written as ${quoted(formats[0])}`;
  const found = datetimeDecision(column, look, dates, { reason, changes, marked });
  const { like } = wanted;
  const asLike = like !== null && formats[0] === like.format && (like.zone !== undefined || dates.offsets.length === 0);
  if (!asLike) return found;
  const own = like.zone !== undefined && statesOffsetsOf(like.zone, look, dates.formats[0]);
  return { ...found, zone: like.zone, changes: own ? changes : found.changes };
}

/** Whether the offsets that the texts state are those of a zone at their instants. */
function statesOffsetsOf(zone: string, { dictionary, beyond }: ColumnLook, { compiled }: KnownFormat): boolean {
  for (let code = 0; code < dictionary.size(); code++) {
    const text = dictionary.text(code);
    const offset = compiled.offset(text);
    if (offset !== null && offset !== zoneOffset(zone, compiled.parse(text))) return false;
  }
  return beyond.rows === 0;
}
