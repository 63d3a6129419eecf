import { batchRows } from '../source.ts';
import { openBody } from './arrow-body.ts';
import { joinSlices, takeFromSlice } from './arrow-dictionary.ts';
import { type ArrowFile, type ArrowParts, checkUnchanged, type PlacedMessage } from './arrow-file.ts';
import { type ArrowBatch, decodeBatch, decodeDictionaryBatch } from './arrow-message.ts';
import { integersOf } from './arrow-numbers.ts';
import type { ArrowField, ArrowLayout } from './arrow-schema.ts';
import {
  type ArrowSlice,
  firstForeign,
  placesOf,
  readSlice,
  rowsAtOnce,
  storedLayout,
  valueWidth,
} from './arrow-slice.ts';

/** The most cells of a slice, so that many columns do not need much memory. */
const SLICE_CELLS = 1 << 20;

/** Some rows of the wanted columns, and where the first of them stands. */
export interface ArrowRows {
  readonly first: number;
  readonly rows: number;
  readonly slices: readonly (ArrowSlice | null)[];
}

/** What a pass knows. */
export interface ArrowPass {
  readonly file: ArrowFile;
  readonly fields: readonly ArrowField[];
  readonly dictionaries: Map<string, ArrowSlice>;
  /** Rows so far. */
  rows: number;
}

/** All rows of the wanted columns, in order. Throws a `RangeError` for what is damaged, `io/changed-while-reading`. */
export async function* readRows(
  parts: ArrowParts,
  pass: ArrowPass,
  wanted: readonly boolean[],
  signal?: AbortSignal,
): AsyncGenerator<ArrowRows> {
  await checkUnchanged(pass.file);
  for await (const placed of parts.messages()) {
    signal?.throwIfAborted();
    if (placed.message.kind === 'dictionary') await takeDictionary(pass, placed);
    else yield* batchOf(pass, placed, wanted, signal);
  }
  await checkUnchanged(pass.file);
}

async function* batchOf(
  pass: ArrowPass,
  { message, body: at }: PlacedMessage,
  wanted: readonly boolean[],
  signal?: AbortSignal,
): AsyncGenerator<ArrowRows> {
  if (message.kind !== 'batch') throw new RangeError('a schema stands among the rows');
  const { fields, file } = pass;
  const batch = decodeBatch(message.header, message.bodyLength);
  const layouts = fields.map(storedLayout);
  const places = placesOf(layouts, batch);
  if (batch.rows > 8 * file.size && layouts.every(({ storage }) => storage === 'none')) {
    throw new RangeError(`${batch.rows} rows without a value are declared`);
  }
  if (!wanted.includes(true)) {
    pass.rows += batch.rows;
    return;
  }
  const body = await openBody(file, batch, at, message.bodyLength);
  const room = Math.max(1, Math.min(batchRows, Math.floor(SLICE_CELLS / fields.length)));
  for (let from = 0; from < batch.rows; ) {
    signal?.throwIfAborted();
    let rows = Math.min(room, batch.rows - from);
    for (let i = 0; i < fields.length; i++) {
      if (wanted[i]) rows = await rowsAtOnce(layouts[i], body, places[i], from, rows);
    }
    const slices: (ArrowSlice | null)[] = [];
    for (let i = 0; i < fields.length; i++) {
      const missing = batch.nodes[i].missing;
      const slice = wanted[i] ? await readSlice(layouts[i], body, places[i], missing, from, rows) : null;
      slices.push(slice && resolved(pass, fields[i], slice));
    }
    yield { first: pass.rows, rows, slices };
    from += rows;
    pass.rows += rows;
  }
}

/** A column's own values: those of its dictionary where it has one. Texts are checked. */
function resolved({ dictionaries, rows: first }: ArrowPass, field: ArrowField, slice: ArrowSlice): ArrowSlice {
  if (field.dictionary === null) {
    const foreign = field.type.meaning === 'text' ? firstForeign(slice) : -1;
    if (foreign >= 0) throw notText(field, `row ${first + foreign + 1}`);
    return slice;
  }
  const { id, codes: type } = field.dictionary;
  const dictionary = dictionaries.get(id);
  if (dictionary === undefined) throw new RangeError(`the dictionary of column "${field.name}" is missing`);
  const codes = integersOf(type, slice);
  const { missing } = slice;
  if (missing !== null) for (let row = 0; row < slice.rows; row++) if (missing[row] === 1) codes[row] = Number.NaN;
  return takeFromSlice(dictionary, codes, valueWidth(field.type.layout));
}

const notText = ({ name }: ArrowField, where: string): RangeError =>
  new RangeError(`${where} of column ${JSON.stringify(name)} is declared as UTF-8 and is not`);

async function takeDictionary(pass: ArrowPass, { message, body }: PlacedMessage): Promise<void> {
  const { id, delta, batch } = decodeDictionaryBatch(message);
  const field = pass.fields.find(({ dictionary }) => dictionary?.id === id);
  if (field === undefined) return;
  const { layout, meaning } = field.type;
  const slice = await wholeColumn(pass.file, layout, batch, body, message.bodyLength);
  if (meaning === 'text' && firstForeign(slice) >= 0) throw notText(field, 'a level');
  const known = pass.dictionaries.get(id);
  pass.dictionaries.set(id, delta && known !== undefined ? joinSlices(known, slice) : slice);
}

async function wholeColumn(
  file: ArrowFile,
  layout: ArrowLayout,
  batch: ArrowBatch,
  at: number,
  bodyLength: number,
): Promise<ArrowSlice> {
  const [place] = placesOf([layout], batch);
  if (layout.storage === 'none' && batch.rows > 8 * file.size)
    throw new RangeError('a dictionary without values is declared');
  const body = await openBody(file, batch, at, bodyLength);
  let whole: ArrowSlice | null = null;
  for (let from = 0; from < batch.rows || whole === null; ) {
    const most = Math.min(batchRows, batch.rows - from);
    const rows = most === 0 ? 0 : await rowsAtOnce(layout, body, place, from, most);
    const slice: ArrowSlice =
      rows === 0 ? emptySlice : await readSlice(layout, body, place, batch.nodes[0].missing, from, rows);
    whole = whole === null ? slice : joinSlices(whole, slice);
    from += rows;
  }
  return whole;
}

const emptySlice: ArrowSlice = {
  ...{ rows: 0, missing: null, values: new Uint8Array(0), bytes: new Uint8Array(0) },
  ...{ starts: new Int32Array(0), ends: new Int32Array(0) },
};
