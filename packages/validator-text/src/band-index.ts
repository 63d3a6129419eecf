import type { Bands } from './choose-bands.ts';

/** Which texts share a band: one chained hash table for each band, all in typed arrays; 8 bytes a text and band beside the heads. */
export interface BandIndex extends Bands {
  readonly capacity: number;
  readonly buckets: number;
  /** By band and bucket: 1 + the text filed last, 0 for none. */
  readonly heads: Int32Array;
  /** By band and text: 1 + the text filed before it, 0 for none. */
  readonly next: Int32Array;
  /** By band and text: a hash of the band. */
  readonly keys: Int32Array;
  /** By text: the question in which it was met last. */
  readonly met: Int32Array;
  question: number;
}

/** An index without texts, for numbers below `capacity`. */
export function createBandIndex(capacity: number, { bands, width }: Bands): BandIndex {
  const buckets = 2 ** Math.max(4, Math.ceil(Math.log2(capacity + 1)));
  return {
    bands,
    width,
    capacity,
    buckets,
    heads: new Int32Array(bands * buckets),
    next: new Int32Array(bands * capacity),
    keys: new Int32Array(bands * capacity),
    met: new Int32Array(capacity),
    question: 0,
  };
}

/** Files a text under each of its bands. */
export function fileText(index: BandIndex, text: number, signature: Int32Array): void {
  for (let band = 0; band < index.bands; band++) {
    const key = bandKey(index, signature, band);
    const head = band * index.buckets + (key & (index.buckets - 1));
    const place = band * index.capacity + text;
    index.keys[place] = key;
    index.next[place] = index.heads[head];
    index.heads[head] = text + 1;
  }
}

/** The filed texts that share at least one band with a signature, each once. A few share only its hash. */
export function candidates(index: BandIndex, signature: Int32Array): number[] {
  const found: number[] = [];
  const { met, next, keys } = index;
  const question = ++index.question;
  for (let band = 0; band < index.bands; band++) {
    const key = bandKey(index, signature, band);
    const base = band * index.capacity;
    for (let at = index.heads[band * index.buckets + (key & (index.buckets - 1))]; at > 0; at = next[base + at - 1]) {
      if (keys[base + at - 1] !== key || met[at - 1] === question) continue;
      met[at - 1] = question;
      found.push(at - 1);
    }
  }
  return found;
}

function bandKey({ width }: Bands, signature: Int32Array, band: number): number {
  let key = 0x811c9dc5 | 0;
  for (let i = band * width; i < (band + 1) * width; i++) {
    key = Math.imul(key ^ signature[i], 0x5bd1e995);
    key ^= key >>> 15;
  }
  return key;
}
