import { createHash, type Hash } from 'node:crypto';
import {
  type Column,
  type ColumnKind,
  type ColumnRole,
  type ColumnSpec,
  columnKinds,
  createTable,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { chooseKind } from './choose-kind.ts';
import { type ColumnPlan, emptyColumn, levelsOf, planColumn } from './column-fill.ts';
import { type ColumnLook, lookAtNumbers, lookAtTexts } from './column-look.ts';
import { type ColumnOrder, orderColumns } from './column-order.ts';
import type { Decision } from './decision.ts';
import { forceKind } from './force-kind.ts';
import { lookOptions, startLook } from './look-options.ts';
import { type DeclaredMissing, declaredMissing } from './missing-markers.ts';
import { openSource } from './open-source.ts';
import { printCells } from './print-cells.ts';
import type { ReadOptions, ReadReport, ValueChange } from './read-result.ts';
import type { Batch, Source } from './source.ts';

/** A table that has been looked at and can be read, as often as needed, without being held in memory. */
export interface OpenTable {
  readonly spec: TableSpec;
  readonly rows: number;
  readonly report: ReadReport;
  /** All rows in order, in tables of a few thousand, each with the whole spec. */
  blocks(signal?: AbortSignal): AsyncIterable<Table>;
  /** The whole table. */
  table(signal?: AbortSignal): Promise<Table>;
  close(): Promise<void>;
}

interface Reading {
  readonly source: Source;
  readonly order: ColumnOrder;
  readonly declared: DeclaredMissing;
  readonly looks: readonly ColumnLook[];
}

/**
 * Looks at a file or a database's table: one pass over all its rows finds the kinds, the levels and what cannot be taken as it
 * stands; later passes read it. Memory is bounded by the distinct texts of the columns, not by the rows.
 *
 * Takes what `readTable` takes and throws what it throws. Close it when done.
 */
export async function openTable(location: string, options: ReadOptions = {}): Promise<OpenTable> {
  const { source, format, name } = await openSource(location, options);
  try {
    const order = orderColumns(name, source.columns, options);
    const declared = declaredMissing(source.columns, options.missing ?? []);
    const looks = order.columns.map((column, i) => startLook(column, order.wanted[i], options));
    const reading: Reading = { source, order, declared, looks };
    const hash = source.hash() === null ? createHash('sha256') : null;
    await lookAtAll(reading, hash, options.signal);
    await lookAgain(reading, options);
    const decisions = decide(name, reading, options);
    const plans = decisions.map((decision, i) => planOf(decision, reading, i, options));
    const rows = looks.length === 0 ? 0 : looks[0].rows;
    const report: ReadReport = {
      file: name,
      format,
      rows,
      hash: source.hash() ?? hash?.digest('hex') ?? '',
      columns: decisions.map(({ column, kind, reason }) => ({ name: column.name, kind, reason })),
      notes: source.notes?.() ?? [],
      questions: decisions.flatMap(({ question }) => question ?? []),
      changes: [
        ...source.changes(),
        ...order.passedOver.map((column) => passedOver(column, rows)),
        ...missingChanges(reading),
        ...decisions.flatMap((decision) => decision.changes),
      ],
    };
    return tableOf(reading, plans, report, options.like?.constraints);
  } catch (error) {
    await source.close();
    throw error;
  }
}

function tableOf(
  reading: Reading,
  plans: readonly ColumnPlan[],
  report: ReadReport,
  constraints: TableSpec['constraints'],
): OpenTable {
  const specs = plans.map(({ spec }) => spec);
  const spec: TableSpec = constraints === undefined ? { columns: specs } : { columns: specs, constraints };
  const empty = (rows: number) => specs.map((spec) => emptyColumn(spec, rows));
  return {
    spec,
    rows: report.rows,
    report,
    async *blocks(signal) {
      for await (const batch of batchesOf(reading, signal)) {
        const columns = empty(batch.rows);
        fillAll(reading, plans, batch, columns, 0);
        yield createTable(specs, columns, constraints);
      }
    },
    async table(signal) {
      const columns = empty(report.rows);
      let at = 0;
      for await (const batch of batchesOf(reading, signal)) {
        fillAll(reading, plans, batch, columns, at);
        at += batch.rows;
      }
      return createTable(specs, columns, constraints);
    },
    close: () => reading.source.close(),
  };
}

async function* batchesOf({ source, declared }: Reading, signal?: AbortSignal): AsyncGenerator<Batch> {
  for await (const batch of source.batches(signal)) {
    signal?.throwIfAborted();
    yield declared.apply(batch, false);
  }
}

function fillAll(
  { order }: Reading,
  plans: readonly ColumnPlan[],
  batch: Batch,
  columns: readonly Column[],
  at: number,
): void {
  plans.forEach(({ fill, asTexts }, i) => {
    const cells = batch.columns[order.positions[i]];
    fill(asTexts ? printCells(order.columns[i], cells, batch.rows) : cells, batch.rows, columns[i], at);
  });
}

async function lookAtAll(reading: Reading, hash: Hash | null, signal?: AbortSignal): Promise<void> {
  const { source, order, declared, looks } = reading;
  for await (const given of source.batches(signal)) {
    signal?.throwIfAborted();
    if (hash !== null) hashBatch(hash, given);
    const batch = declared.apply(given, true);
    looks.forEach((look, i) => {
      lookAt(look, order, batch, i);
    });
  }
}

function lookAt(look: ColumnLook, order: ColumnOrder, batch: Batch, column: number): void {
  const cells = batch.columns[order.positions[column]];
  const kind = order.wanted[column]?.kind;
  const printed = kind !== undefined && columnKinds[kind].storage !== 'numeric';
  const seen = printed ? printCells(order.columns[column], cells, batch.rows) : cells;
  if (seen.storage === 'numbers') lookAtNumbers(look, seen, batch.rows);
  else lookAtTexts(look, seen, batch.rows, order.formats[column]);
}

/** Columns that turned out to be no numbers after some batches are looked at as texts, from the first row on. */
async function lookAgain(reading: Reading, options: ReadOptions): Promise<void> {
  const { source, order, declared } = reading;
  const looks = reading.looks as ColumnLook[];
  const late = looks.flatMap((look, i) => (look.late || onlyMarkers(look) ? [i] : []));
  if (late.length === 0) return;
  for (const i of late) looks[i] = startLook(order.columns[i], order.wanted[i], options, 'texts');
  for await (const given of source.batches(options.signal)) {
    options.signal?.throwIfAborted();
    const batch = declared.apply(given, false);
    for (const i of late) lookAt(looks[i], order, batch, i);
  }
}

/** A column that holds nothing but markers of missing values is one of texts. */
function onlyMarkers(look: ColumnLook): boolean {
  return look.mode === 'numbers' && look.mayTurn && look.markers > 0 && look.canonical + look.plain === 0;
}

function decide(name: string, { order, looks }: Reading, options: ReadOptions): readonly Decision[] {
  return order.columns.map((column, i) => {
    options.signal?.throwIfAborted();
    const wanted = order.wanted[i];
    if (wanted === null) return chooseKind(column, looks[i]);
    return forceKind(name, column, wanted, looks[i], lookOptions(column, wanted).formats);
  });
}

function planOf(decision: Decision, { order, looks }: Reading, i: number, options: ReadOptions): ColumnPlan {
  const like = order.like[i];
  const look = looks[i];
  const { kind, column, reason, format, zone, decimals } = decision;
  const spec: { -readonly [K in keyof ColumnSpec]: ColumnSpec[K] } = {
    name: column.name,
    kind,
    nullable: look.missing > 0 || decision.marked === true,
    role: roleOf(column.name, kind, like, options),
    reason,
  };
  if (like?.bounds) spec.bounds = like.bounds;
  if (kind === 'number') spec.decimals = decimals ?? look.decimals;
  if (kind === 'datetime' && format !== undefined) spec.format = format;
  if (kind === 'datetime' && zone !== undefined) spec.zone = zone;
  if (columnKinds[kind].storage === 'coded') spec.levels = levelsOf(look, firstLevels(decision, like));
  return planColumn(decision, spec, look);
}

function firstLevels({ column }: Decision, like: ColumnSpec | null): readonly string[] {
  return like?.levels ?? (column.native === 'boolean' ? ['false', 'true'] : []);
}

/** Free text that was only found is left alone; text that the caller asked for is a feature like any other column. */
function roleOf(
  name: string,
  kind: ColumnKind,
  like: ColumnSpec | null,
  { kinds = {}, roles = {} }: ReadOptions,
): ColumnRole {
  if (Object.hasOwn(roles, name)) return roles[name];
  if (like !== null) return like.role;
  const { storage, identifies } = columnKinds[kind];
  return storage !== 'text' || (Object.hasOwn(kinds, name) && !identifies) ? 'feature' : 'ignore';
}

const passedOver = (column: string, rows: number): ValueChange => ({
  column,
  what: 'not in the other table, so the column was passed over',
  rows,
  example: '',
});

function missingChanges({ order, declared }: Reading): readonly ValueChange[] {
  return order.columns.flatMap(({ name }, i) => {
    const rows = declared.rows[order.positions[i]];
    if (rows === 0) return [];
    const example = declared.examples[order.positions[i]] ?? '';
    return [{ column: name, what: 'declared to mean missing', rows, example }];
  });
}

function hashBatch(hash: Hash, batch: Batch): void {
  for (const cells of batch.columns) {
    if (cells.storage === 'numbers') {
      hash.update(new Uint8Array(cells.values.buffer, cells.values.byteOffset, 8 * batch.rows));
      continue;
    }
    const { bytes, starts, ends } = cells;
    const lengths = Int32Array.from({ length: batch.rows }, (_, row) =>
      starts[row] < 0 ? -1 : ends[row] - starts[row],
    );
    const texts = new Uint8Array(lengths.reduce((sum, length) => sum + Math.max(0, length), 0));
    let at = 0;
    lengths.forEach((length, row) => {
      if (length > 0) texts.set(bytes.subarray(starts[row], ends[row]), at);
      at += Math.max(0, length);
    });
    hash.update(new Uint8Array(lengths.buffer)).update(texts);
  }
}
