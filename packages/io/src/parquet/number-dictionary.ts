/** Distinct numbers found among others, and scratch room to find them in. */
export interface NumberDictionary {
  /** Distinct numbers in order of first appearance; the first {@link NumberDictionary.size} of them count. */
  readonly distinct: Float64Array;
  size: number;
  readonly slots: Int32Array;
  /** Places of small whole numbers, which need no search. */
  readonly small: Int32Array;
}

const SMALL = 1 << 16;

/** Room for at most `most` distinct numbers. */
export function createNumberDictionary(most: number): NumberDictionary {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most)));
  return { distinct: new Float64Array(most), size: 0, slots, small: new Int32Array(SMALL) };
}

/** Numbers after which three in four distinct ones mean that there is no point in going on. */
const TRIAL = 4096;

/**
 * Puts a number's place among the distinct ones into `codes`. Bits decide, so that 0 and -0 differ. Returns `false` when more than a
 * quarter of the numbers, or more than there is room for, are distinct.
 */
export function codeNumbers(
  dictionary: NumberDictionary,
  values: Float64Array,
  count: number,
  codes: Int32Array,
): boolean {
  const { distinct, slots, small } = dictionary;
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * count);
  const known = new Int32Array(distinct.buffer);
  const most = Math.min(distinct.length, count >> 2);
  slots.fill(0);
  small.fill(0);
  let size = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i];
    const isSmall = value >= 1 && value < SMALL && Math.floor(value) === value;
    const place = isSmall ? value : slotOf(slots, known, words[2 * i], words[2 * i + 1]);
    const places = isSmall ? small : slots;
    let code = places[place] - 1;
    if (code < 0) {
      if (size >= most || (i === TRIAL && size > 0.75 * TRIAL)) return false;
      code = size;
      distinct[size++] = value;
      places[place] = size;
    }
    codes[i] = code;
  }
  dictionary.size = size;
  return true;
}

/** The slot of the number of these two halves, or the free one that it would take. */
function slotOf(slots: Int32Array, known: Int32Array, low: number, high: number): number {
  const mask = slots.length - 1;
  const hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  let slot = (hash ^ (hash >>> 15)) & mask;
  let code = slots[slot] - 1;
  while (code >= 0 && (known[2 * code] !== low || known[2 * code + 1] !== high)) {
    slot = (slot + 1) & mask;
    code = slots[slot] - 1;
  }
  return slot;
}
