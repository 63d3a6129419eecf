/** Distinct texts in order of first appearance, each with a code, the rows it was seen in and the first of them. */
export interface ByteDictionary {
  /** Distinct texts. */
  readonly size: () => number;
  /** The code of a text, which is taken in if it is new; -1 when it is new and the dictionary is full. Counts a row. */
  add(bytes: Uint8Array, start: number, end: number, row: number): number;
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

/**
 * Makes an empty dictionary: open addressing with linear probing over one table of codes, keyed by FNV-1a (Fowler, Noll, Vo),
 * the texts one behind the other in one array of bytes.
 */
export function createByteDictionary(limits: DictionaryLimits): ByteDictionary {
  let slots = new Int32Array(32).fill(-1);
  let mask = slots.length - 1;
  let hashes = new Int32Array(16);
  let counts = new Float64Array(16);
  let rows = new Float64Array(16);
  let offsets = new Float64Array(17);
  let arena = Buffer.alloc(128);
  let size = 0;

  const slotOf = (bytes: Uint8Array, start: number, end: number, hash: number): number => {
    const length = end - start;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = slots[slot];
      if (code < 0) return slot;
      if (hashes[code] !== hash || offsets[code + 1] - offsets[code] !== length) continue;
      let i = start;
      for (let j = offsets[code]; i < end && bytes[i] === arena[j]; i++) j++;
      if (i === end) return slot;
    }
  };
  const grow = () => {
    slots = new Int32Array(2 * slots.length).fill(-1);
    mask = slots.length - 1;
    hashes = widened(hashes, slots.length / 2);
    counts = widened(counts, slots.length / 2);
    rows = widened(rows, slots.length / 2);
    offsets = widened(offsets, slots.length / 2 + 1);
    for (let code = 0; code < size; code++) {
      let slot = hashes[code] & mask;
      while (slots[slot] >= 0) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
  };
  const take = (bytes: Uint8Array, start: number, end: number, hash: number, row: number): number => {
    const from = offsets[size];
    const to = from + end - start;
    if (to > arena.length) {
      const wider = Buffer.allocUnsafe(Math.max(2 * arena.length, to));
      wider.set(arena.subarray(0, from));
      arena = wider;
    }
    arena.set(bytes.subarray(start, end), from);
    offsets[size + 1] = to;
    hashes[size] = hash;
    rows[size] = row;
    counts[size] = 1;
    return size++;
  };
  return {
    size: () => size,
    add(bytes, start, end, row) {
      const hash = hashOf(bytes, start, end);
      let slot = slotOf(bytes, start, end, hash);
      const known = slots[slot];
      if (known >= 0) {
        counts[known]++;
        return known;
      }
      if (size >= limits.texts || offsets[size] + end - start > limits.bytes) return -1;
      if (size >= slots.length / 2) {
        grow();
        slot = slotOf(bytes, start, end, hash);
      }
      slots[slot] = size;
      return take(bytes, start, end, hash, row);
    },
    find: (bytes, start, end) => slots[slotOf(bytes, start, end, hashOf(bytes, start, end))],
    text: (code) => arena.toString('utf8', offsets[code], offsets[code + 1]),
    count: (code) => counts[code],
    firstRow: (code) => rows[code],
    bytes: () => arena,
    from: (code) => offsets[code],
  };
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
