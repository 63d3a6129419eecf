/** A set of 53-bit hashes in about 12 to 24 bytes each, outside the JavaScript heap: one entry per row of any number of rows. */
export interface HashSet {
  readonly size: number;
  has(high: number, low: number): boolean;
  add(high: number, low: number): void;
}

const FREE = -1;

/** Makes an empty set. A hash is two 32-bit halves, of which 53 bits are kept, as core's `rowHashCounts` does. */
export function createHashSet(): HashSet {
  let slots = new Float64Array(1024).fill(FREE);
  let size = 0;
  const keyOf = (high: number, low: number) => (high >>> 0) * 0x200000 + (low & 0x1fffff);
  const slotOf = (keys: Float64Array, key: number): number => {
    const mask = keys.length - 1;
    // Multiplicative hashing of both words (Knuth, The Art of Computer Programming 3, 6.4), folded so that low bits depend on all.
    const mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 0x100000000) | 0, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (keys[slot] !== FREE && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = () => {
    const larger = new Float64Array(slots.length * 2).fill(FREE);
    for (const key of slots) if (key !== FREE) larger[slotOf(larger, key)] = key;
    slots = larger;
  };
  return {
    get size() {
      return size;
    },
    has: (high, low) => slots[slotOf(slots, keyOf(high, low))] !== FREE,
    add(high, low) {
      const key = keyOf(high, low);
      const slot = slotOf(slots, key);
      if (slots[slot] === key) return;
      slots[slot] = key;
      if (++size * 1.5 > slots.length) grow();
    },
  };
}
