import { type ColumnKind, type ColumnSpec, columnKinds } from '@verisim/core';
import { isAmbiguous } from './choose-kind.ts';
import { closestFormat, datetimeFormats, firstUnfit, fittingFormats, markersIn } from './datetime-facts.ts';
import { type Decision, grouped, markerChange, quoted } from './decision.ts';
import type { Database } from './duckdb.ts';
import { wrongKind, wrongType } from './errors.ts';
import { numberCell, numberFacts } from './number-facts.ts';
import type { ValueChange } from './read-result.ts';
import type { SourceColumn } from './source.ts';
import { textFacts } from './text-facts.ts';

/** The kind a column must have, and on whose word: that of another table's spec, or the caller's own. */
export interface Wanted {
  readonly kind: ColumnKind;
  readonly like: ColumnSpec | null;
}

/**
 * Reads a column as a given kind. Throws `io/wrong-kind`, with row and value, or `io/wrong-type`. Fractions in a column that
 * is integer in the other table make it a `number`, which is listed as a change.
 */
export async function forceKind(db: Database, path: string, column: SourceColumn, wanted: Wanted): Promise<Decision> {
  const { kind, like } = wanted;
  const decision: Decision = {
    column,
    kind,
    reason: like === null ? 'set by the caller' : 'as in the other table',
    changes: [],
    decimals: like?.decimals,
    format: like?.format,
  };
  if (kind === 'datetime') return forceDatetime(db, path, decision);
  if (columnKinds[kind].storage === 'numeric') return forceNumber(db, path, decision, wanted);
  if (kind === 'boolean' && like === null) {
    const { distinct } = await textFacts(db, column.cell);
    if (distinct > 2) throw wrongType(path, column.name, kind, `${grouped(distinct)} different values`);
  }
  return decision;
}

async function forceNumber(db: Database, path: string, decision: Decision, wanted: Wanted): Promise<Decision> {
  const { column, kind } = decision;
  const changes: ValueChange[] = [];
  let { decimals } = decision;
  let cell = column.cell;
  if (column.native === 'boolean' || column.native === 'instant') {
    throw wrongType(path, column.name, kind, `${column.type} values`);
  }
  if (column.native === 'csv' || column.native === 'text') {
    cell = numberCell(column.cell);
    const facts = await numberFacts(db, column.cell);
    if (facts.other > 0) throw wrongKind(path, column.name, kind, facts.otherRow, facts.otherExample ?? '');
    if (facts.odd > 0) {
      const what = 'a number spelt in another way, read as the nearest number';
      changes.push({ column: column.name, what, rows: facts.odd, example: facts.oddExample ?? '' });
    }
    changes.push(...markerChange(column, facts.markers, facts.marker));
    decimals = Math.max(decimals ?? 0, facts.decimals);
  }
  if (!columnKinds[kind].whole) return { ...decision, decimals, changes };
  const fraction = await firstFraction(db, cell, column.cell);
  if (fraction === null) return { ...decision, decimals: undefined, changes };
  if (wanted.like === null) throw wrongKind(path, column.name, kind, fraction.row, fraction.value);
  const what = 'not whole as in the other table, so the column is read as number';
  changes.push({ column: column.name, what, rows: fraction.rows, example: fraction.value });
  return { ...decision, kind: 'number', decimals, changes };
}

async function firstFraction(
  db: Database,
  number: string,
  cell: string,
): Promise<{ readonly rows: number; readonly row: number; readonly value: string } | null> {
  const [rows, row, value] = await db.row(`SELECT count(*), min(r), arg_min(c, r) FROM (
    SELECT rowid AS r, ${cell}::VARCHAR AS c, ${number}::DOUBLE AS x FROM t) WHERE x <> trunc(x)`);
  return Number(rows) === 0 ? null : { rows: Number(rows), row: Number(row) + 1, value: String(value) };
}

async function forceDatetime(db: Database, path: string, decision: Decision): Promise<Decision> {
  const { column, format } = decision;
  if (column.native === 'instant') return { ...decision, format: format ?? column.format };
  if (column.native !== 'csv' && column.native !== 'text') {
    throw wrongType(path, column.name, 'datetime', `${column.type} values`);
  }
  const known = format === undefined ? datetimeFormats : [format, ...datetimeFormats];
  const formats = await fittingFormats(db, column.cell, known);
  if (formats.length === 0) {
    const first = await firstUnfit(db, column.cell, format ?? (await closestFormat(db, column.cell)));
    if (first === null) return { ...decision, changes: await markers(db, column) };
    throw wrongKind(path, column.name, 'datetime', first.row, first.value);
  }
  const changes = [...(await markers(db, column))];
  if (formats[0] !== format && isAmbiguous(formats)) {
    const [rows, example] = await db.row(`SELECT count(${column.cell}), min(${column.cell}) FROM t`);
    const what = `could be day/month or month/day; read as ${formats[0]}`;
    changes.push({ column: column.name, what, rows: Number(rows), example: String(example) });
  }
  const reason = `${decision.reason}; written as ${quoted(formats[0])}`;
  return { ...decision, reason, format: formats[0], changes };
}

async function markers(db: Database, column: SourceColumn): Promise<readonly ValueChange[]> {
  const found = await markersIn(db, column.cell);
  return markerChange(column, found.rows, found.example);
}
