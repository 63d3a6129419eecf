import type { TextCells } from './source.ts';

/** Distinct texts in order of first appearance, each with a code, the rows it was seen in and the first of them. */
export interface ByteDictionary {
  /** Distinct texts. */
  readonly size: () => number;
  /**
   * Takes in the texts of rows `from` to `to`, missing ones passed over, and counts their rows, which have numbers from `first` on. Returns the first
   * row whose text is new when the dictionary is full, `to` when there is none.
   */
  addTexts(cells: TextCells, from: number, to: number, first: number): number;
  /** Puts what `map` holds for the code of each text behind place `at`; -1 for a missing or unknown one. */
  mapTexts(cells: TextCells, rows: number, map: Int32Array, codes: Int32Array, at: number): void;
  /** The code of a text, -1 when it is not in it. */
  find(bytes: Uint8Array, start: number, end: number): number;
  text(code: number): string;
  count(code: number): number;
  firstRow(code: number): number;
  /** The bytes of a text: `bytes()[from(code)]` up to `from(code + 1)`. */
  bytes(): Uint8Array;
  from(code: number): number;
}

/** How much a dictionary may hold before it is full. */
export interface DictionaryLimits {
  readonly texts: number;
  readonly bytes: number;
}

/** What a dictionary holds: open addressing with linear probing over one table of codes, the texts one behind the other. */
interface Held {
  slots: Int32Array;
  hashes: Int32Array;
  counts: Float64Array;
  rows: Float64Array;
  offsets: Float64Array;
  arena: Buffer;
  size: number;
}

/**
 * Makes an empty dictionary, keyed by FNV-1a (Fowler, Noll, Vo). Its loops are functions of the module, not of the dictionary: so the engine
 * compiles them once for all columns.
 */
export function createByteDictionary(limits: DictionaryLimits): ByteDictionary {
  const held: Held = {
    slots: new Int32Array(32).fill(-1),
    hashes: new Int32Array(16),
    counts: new Float64Array(16),
    rows: new Float64Array(16),
    offsets: new Float64Array(17),
    arena: Buffer.alloc(128),
    size: 0,
  };
  return {
    size: () => held.size,
    addTexts(cells, from, to, first) {
      for (let row = from; ; row++) {
        row = countKnown(held, cells, row, to);
        if (row === to || !takeText(held, limits, cells, row, first)) return row;
      }
    },
    mapTexts: (cells, rows, map, codes, at) => mapKnown(held, cells, rows, map, codes, at),
    find: (bytes, start, end) => held.slots[slotOf(held, bytes, start, end, hashOf(bytes, start, end))],
    text: (code) => held.arena.toString('utf8', held.offsets[code], held.offsets[code + 1]),
    count: (code) => held.counts[code],
    firstRow: (code) => held.rows[code],
    bytes: () => held.arena,
    from: (code) => held.offsets[code],
  };
}

/** Counts the rows whose text is known, and returns the first whose text is new. */
function countKnown(held: Held, { bytes, starts, ends }: TextCells, from: number, to: number): number {
  const { slots, counts } = held;
  for (let row = from; row < to; row++) {
    const start = starts[row];
    if (start < 0) continue;
    const code = slots[slotOf(held, bytes, start, ends[row], hashOf(bytes, start, ends[row]))];
    if (code < 0) return row;
    counts[code]++;
  }
  return to;
}

function mapKnown(
  held: Held,
  { bytes, starts, ends }: TextCells,
  rows: number,
  map: Int32Array,
  codes: Int32Array,
  at: number,
): void {
  const { slots } = held;
  for (let row = 0; row < rows; row++) {
    const start = starts[row];
    const code = start < 0 ? -1 : slots[slotOf(held, bytes, start, ends[row], hashOf(bytes, start, ends[row]))];
    codes[at + row] = code < 0 ? -1 : map[code];
  }
}

/** The slot of a text, or the free one that it would take. */
function slotOf(
  { slots, hashes, offsets, arena }: Held,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
): number {
  const mask = slots.length - 1;
  const length = end - start;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const code = slots[slot];
    if (code < 0) return slot;
    if (hashes[code] !== hash || offsets[code + 1] - offsets[code] !== length) continue;
    let i = start;
    for (let j = offsets[code]; i < end && bytes[i] === arena[j]; i++) j++;
    if (i === end) return slot;
  }
}

/** Takes in the text of a row, which is new; `false` when the dictionary is full. */
function takeText(
  held: Held,
  limits: DictionaryLimits,
  { bytes, starts, ends }: TextCells,
  row: number,
  first: number,
): boolean {
  const { size, offsets } = held;
  const [start, end] = [starts[row], ends[row]];
  const from = offsets[size];
  const to = from + end - start;
  if (size >= limits.texts || to > limits.bytes) return false;
  if (size >= held.slots.length / 2) grow(held);
  if (to > held.arena.length) {
    const wider = Buffer.allocUnsafe(Math.max(2 * held.arena.length, to));
    wider.set(held.arena.subarray(0, from));
    held.arena = wider;
  }
  const hash = hashOf(bytes, start, end);
  held.slots[slotOf(held, bytes, start, end, hash)] = size;
  held.arena.set(bytes.subarray(start, end), from);
  held.offsets[size + 1] = to;
  held.hashes[size] = hash;
  held.rows[size] = first + row;
  held.counts[size] = 1;
  held.size++;
  return true;
}

function grow(held: Held): void {
  const length = 2 * held.slots.length;
  const slots = new Int32Array(length).fill(-1);
  held.hashes = widened(held.hashes, length / 2);
  held.counts = widened(held.counts, length / 2);
  held.rows = widened(held.rows, length / 2);
  held.offsets = widened(held.offsets, length / 2 + 1);
  for (let code = 0; code < held.size; code++) {
    let slot = held.hashes[code] & (length - 1);
    while (slots[slot] >= 0) slot = (slot + 1) & (length - 1);
    slots[slot] = code;
  }
  held.slots = slots;
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash ^ (hash >>> 15);
}

function widened<T extends Int32Array | Float64Array>(values: T, length: number): T {
  const wider = new (values.constructor as new (length: number) => T)(length);
  wider.set(values);
  return wider;
}
