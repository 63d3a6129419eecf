import { changedWhileReading, noRows } from '../errors.ts';
import type { ValueChange } from '../read-result.ts';
import { type Batch, batchRows, type NumberCells, type Source, type SourceColumn, type TextCells } from '../source.ts';
import { countValue, createFacts, type JsonFacts, jsonColumn, numberValue } from './json-column.ts';
import { halfCharacter, noKeys } from './json-errors.ts';
import { unescapeInPlace } from './json-escapes.ts';
import { createReader, type JsonFraming, type JsonReader, placeOf } from './json-reader.ts';
import { type JsonKeys, jsonKinds } from './json-row.ts';
import { openWindow, refill } from './json-window.ts';

/** The most cells of a batch, so that many columns do not need much memory. */
const batchCells = 1 << 20;

/** What the first pass learnt. */
interface JsonPlan {
  readonly keys: JsonKeys;
  readonly columns: readonly SourceColumn[];
  readonly changes: readonly ValueChange[];
  readonly rows: number;
  readonly hash: string;
}

/**
 * Opens a file of JSON objects. One pass finds keys and types; each later one gives the rows. Throws `io/bad-json`,
 * `io/not-rows`, `io/duplicate-key`, `io/empty-key`, `io/half-character`, `io/too-many-keys`, `io/no-keys`, `io/no-rows`,
 * `io/not-utf8`, `io/row-too-long`.
 */
export async function openJson(path: string, framing: JsonFraming, signal?: AbortSignal): Promise<Source> {
  const plan = await planOf(path, framing, signal);
  return {
    columns: plan.columns,
    batches: (inner) => readBatches(path, framing, plan, inner),
    hash: () => plan.hash,
    changes: () => plan.changes,
    close: async () => {},
  };
}

async function planOf(path: string, framing: JsonFraming, signal?: AbortSignal): Promise<JsonPlan> {
  const facts: JsonFacts[] = [];
  const window = await openWindow(path);
  try {
    const reader = createReader(window, framing);
    const { keys, row } = reader;
    for (;;) {
      const got = framing.next(reader);
      if (got === 'end') break;
      if (got === 'more') {
        signal?.throwIfAborted();
        await refill(window, `row ${reader.rows + 1}`);
        continue;
      }
      while (facts.length < keys.names.length) facts.push(createFacts());
      for (let i = 0; i < row.size; i++) {
        if (row.kinds[i] === jsonKinds.escaped) unescapeMember(reader, i);
        countValue(facts[row.columns[i]], row.kinds[i], window.bytes, row.starts[i], row.ends[i]);
      }
    }
    if (reader.rows === 0) throw noRows(path);
    if (keys.names.length === 0) throw noKeys(path);
    const found = facts.map((each, i) => jsonColumn(keys.names[i], each, reader.rows));
    const changes = [...wholeChanges(reader), ...found.flatMap((each) => each.changes)];
    const columns = found.map(({ column }) => column);
    return { keys, columns, changes, rows: reader.rows, hash: window.hash.digest('hex') };
  } finally {
    await window.file.close();
  }
}

function wholeChanges({ window, blankLines }: JsonReader): ValueChange[] {
  const changes: ValueChange[] = [];
  if (window.marked) {
    changes.push({ column: '*', what: 'a byte order mark before the text, passed over', rows: 1, example: 'U+FEFF' });
  }
  if (blankLines > 0) changes.push({ column: '*', what: 'blank lines, passed over', rows: blankLines, example: '' });
  return changes;
}

function unescapeMember(reader: JsonReader, i: number): void {
  const { row, window, path, keys, rows } = reader;
  const end = unescapeInPlace(window.bytes, row.starts[i], row.ends[i]);
  if (end < 0)
    throw halfCharacter(path, placeOf(reader, rows), `the value of ${JSON.stringify(keys.names[row.columns[i]])}`);
  row.ends[i] = end;
}

/** A batch that is being filled. */
interface Filling {
  rows: number;
  readonly room: number;
  readonly columns: readonly (TextCells | NumberCells)[];
}

async function* readBatches(
  path: string,
  framing: JsonFraming,
  plan: JsonPlan,
  signal?: AbortSignal,
): AsyncGenerator<Batch> {
  const window = await openWindow(path);
  try {
    const reader = createReader(window, framing, plan.keys);
    let filling = startBatch(plan, window.bytes);
    for (;;) {
      const got = framing.next(reader);
      if (got === 'row') {
        addRow(reader, plan, filling);
        if (filling.rows < filling.room) continue;
      }
      signal?.throwIfAborted();
      if (filling.rows > 0) yield finished(filling);
      if (got === 'end') break;
      if (got === 'more') await refill(window, `row ${reader.rows + 1}`);
      if (filling.rows > 0 || got === 'more') filling = startBatch(plan, window.bytes);
    }
    if (reader.rows !== plan.rows || window.hash.digest('hex') !== plan.hash) throw changedWhileReading(path);
  } finally {
    await window.file.close();
  }
}

function startBatch({ columns, rows }: JsonPlan, bytes: Buffer): Filling {
  const room = Math.max(1, Math.min(batchRows, rows, Math.floor(batchCells / columns.length)));
  const cells = columns.map(({ native }): TextCells | NumberCells => {
    if (native === 'integer' || native === 'number') {
      return { storage: 'numbers', values: new Float64Array(room).fill(Number.NaN) };
    }
    return { storage: 'cells', bytes, starts: new Int32Array(room).fill(-1), ends: new Int32Array(room) };
  });
  return { rows: 0, room, columns: cells };
}

function addRow(reader: JsonReader, { columns }: JsonPlan, filling: Filling): void {
  const { row, window } = reader;
  const at = filling.rows++;
  for (let i = 0; i < row.size; i++) {
    const kind = row.kinds[i];
    if (kind === jsonKinds.null) continue;
    const column = row.columns[i];
    if (column >= columns.length) throw changedWhileReading(reader.path);
    if (kind === jsonKinds.escaped) unescapeMember(reader, i);
    const cells = filling.columns[column];
    if (cells.storage === 'cells') {
      cells.starts[at] = row.starts[i];
      cells.ends[at] = row.ends[i];
    } else {
      if (kind !== jsonKinds.number) throw changedWhileReading(reader.path);
      cells.values[at] = numberValue(window.bytes, row.starts[i], row.ends[i]);
    }
  }
}

function finished({ rows, room, columns }: Filling): Batch {
  if (rows === room) return { rows, columns };
  const cut = columns.map((cells): TextCells | NumberCells =>
    cells.storage === 'numbers'
      ? { storage: 'numbers', values: cells.values.subarray(0, rows) }
      : { ...cells, starts: cells.starts.subarray(0, rows), ends: cells.ends.subarray(0, rows) },
  );
  return { rows, columns: cut };
}
