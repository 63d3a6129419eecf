import { createRandom } from '@verisim/core';

const SHINGLE = 5;

/** A text without regard to case and white space. */
export function foldedText(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** The distinct runs of five characters of a text as 32-bit hashes (FNV-1a), ascending. The text has at least five. */
export function shinglesOf(text: string): Uint32Array {
  const hashes = new Uint32Array(text.length - SHINGLE + 1);
  for (let i = 0; i < hashes.length; i++) {
    let hash = 0x811c9dc5;
    for (let k = i; k < i + SHINGLE; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
    hashes[i] = hash;
  }
  return hashes.sort().filter((hash, i) => i === 0 || hash !== hashes[i - 1]);
}

/** MinHash signatures of so many places (Broder 1997): two agree at a place with the chance of the sets' Jaccard similarity. `label` names the family of hash functions. */
export function minHash(size: number, label: string): (shingles: Uint32Array) => Uint32Array {
  const random = createRandom(label);
  const draw = () => Uint32Array.from({ length: size }, () => random.int(0, 2 ** 32));
  const [factor, shift] = [draw().map((value) => value | 1), draw()];
  return (shingles) =>
    factor.map((a, i) => {
      let least = 0xffffffff;
      for (const shingle of shingles) {
        let x = Math.imul(shingle, a) + shift[i];
        x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) >>> 0;
        if (x < least) least = x;
      }
      return least;
    });
}
