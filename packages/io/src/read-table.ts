import { basename } from 'node:path';
import {
  type Column,
  type ColumnKind,
  type ColumnRole,
  type ColumnSpec,
  closest,
  columnKinds,
  createTable,
  isMissing,
} from '@verisim/core';
import { chooseKind } from './choose-kind.ts';
import { codeLevels } from './code-levels.ts';
import type { Decision } from './decision.ts';
import { type Database, withDatabase } from './duckdb.ts';
import { columnsDiffer, unknownKind, unknownKindsColumn } from './errors.ts';
import { type ColumnRequest, fetchColumns, textCell } from './fetch-columns.ts';
import { checkReadable } from './file-checks.ts';
import { forceKind, type Wanted } from './force-kind.ts';
import { idReason } from './integer-id.ts';
import type { ReadOptions, ReadResult } from './read-result.ts';
import { shownDecimals } from './shown-decimals.ts';
import type { Source, SourceColumn } from './source.ts';
import { stageCsv } from './stage-csv.ts';
import { stageParquet } from './stage-parquet.ts';

/**
 * Reads a CSV (UTF-8, RFC 4180, with a header; delimiter `,` or, when the header has none, `;`, tab or `|`) or Parquet file,
 * in row order, and says of every column which kind it was given and why, and of every value that was not taken as it stands
 * how it was changed. In CSV an empty field is missing, `""` is the empty string. The same file gives the same table on any
 * number of threads.
 *
 * Throws `io/...` errors that name file, row (from 1 below the header) and column; see `errors.ts`.
 */
export async function readTable(path: string, options: ReadOptions = {}): Promise<ReadResult> {
  const format = await checkReadable(path);
  return withDatabase(options, async (db) => {
    const stage = format === 'csv' ? stageCsv : stageParquet;
    const source = inOrder(path, await stage(db, path, options.signal), options);
    const decisions: Decision[] = [];
    for (const column of source.columns) {
      options.signal?.throwIfAborted();
      const wanted = wantedKind(column, options);
      decisions.push(wanted === null ? await chooseKind(db, column) : await forceKind(db, path, column, wanted));
    }
    return assemble(db, path, format, source, decisions, options);
  });
}

/** The source's columns in the order of `like`, after `like` and `kinds` have been held against them. */
function inOrder(path: string, source: Source, { like, kinds }: ReadOptions): Source {
  const byName = new Map(source.columns.map((column) => [column.name, column]));
  for (const [name, kind] of Object.entries(kinds ?? {})) {
    if (!byName.has(name)) throw unknownKindsColumn(path, name, closest(name, [...byName.keys()]));
    if (!Object.hasOwn(columnKinds, kind)) throw unknownKind(name, kind, Object.keys(columnKinds));
  }
  if (like === undefined) return source;
  const names = like.columns.map((spec) => spec.name);
  const missing = names.filter((name) => !byName.has(name));
  const extra = [...byName.keys()].filter((name) => !names.includes(name));
  if (missing.length + extra.length > 0) throw columnsDiffer(path, missing, extra);
  return { ...source, columns: names.map((name) => byName.get(name)!) };
}

function likeSpec(column: SourceColumn, { like }: ReadOptions): ColumnSpec | null {
  return like?.columns.find((spec) => spec.name === column.name) ?? null;
}

function wantedKind(column: SourceColumn, options: ReadOptions): Wanted | null {
  const { kinds } = options;
  if (kinds && Object.hasOwn(kinds, column.name)) return { kind: kinds[column.name], like: null };
  const like = likeSpec(column, options);
  return like && { kind: like.kind, like };
}

async function requestFor(db: Database, decision: Decision, like: ColumnSpec | null): Promise<ColumnRequest> {
  if (columnKinds[decision.kind].storage !== 'coded') return { decision, coding: null };
  const first = like?.levels ?? (decision.column.native === 'boolean' ? ['false', 'true'] : []);
  return { decision, coding: await codeLevels(db, textCell(decision.column), first) };
}

async function assemble(
  db: Database,
  path: string,
  format: 'csv' | 'parquet',
  source: Source,
  decisions: readonly Decision[],
  options: ReadOptions,
): Promise<ReadResult> {
  const requests: ColumnRequest[] = [];
  for (const decision of decisions) requests.push(await requestFor(db, decision, likeSpec(decision.column, options)));
  const columns = [...(await fetchColumns(db, requests, source.rows, options.signal))];
  const final = [...decisions];
  for (let i = 0; i < final.length; i++) {
    if (wantedKind(final[i].column, options) !== null) continue;
    const reason = idReason(final[i], columns[i]);
    if (reason === null) continue;
    final[i] = { ...final[i], kind: 'id', reason };
    [columns[i]] = await fetchColumns(db, [{ decision: final[i], coding: null }], source.rows, options.signal);
  }
  const specs = final.map((decision, i) => specOf(decision, columns[i], likeSpec(decision.column, options)));
  return {
    table: createTable(specs, columns),
    report: {
      file: basename(path),
      format,
      rows: source.rows,
      hash: source.hash,
      columns: final.map(({ column, kind, reason }) => ({ name: column.name, kind, reason })),
      changes: [...source.changes, ...final.flatMap((decision) => decision.changes)],
    },
  };
}

function specOf(decision: Decision, values: Column, like: ColumnSpec | null): ColumnSpec {
  const { kind, column, reason, format, decimals } = decision;
  const spec: { -readonly [K in keyof ColumnSpec]: ColumnSpec[K] } = {
    name: column.name,
    kind,
    nullable: hasMissing(values),
    role: like?.role ?? roleOf(kind),
    reason,
  };
  if (like?.bounds) spec.bounds = like.bounds;
  if (kind === 'number') spec.decimals = decimals ?? shownDecimals(values);
  if (kind === 'datetime' && format !== undefined) spec.format = format;
  return spec;
}

function roleOf(kind: ColumnKind): ColumnRole {
  return columnKinds[kind].storage === 'text' ? 'ignore' : 'feature';
}

function hasMissing(column: Column): boolean {
  if (column.storage === 'coded') return column.codes.includes(-1);
  if (column.storage === 'text') return column.values.includes(null);
  for (let row = 0; row < column.values.length; row++) if (isMissing(column, row)) return true;
  return false;
}
