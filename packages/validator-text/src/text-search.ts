import { type HashSet, jaccard, normalForm, shingles } from '@verisim/text-measures';
import { type BandIndex, candidates, createBandIndex, fileText } from './band-index.ts';
import { chooseBands } from './choose-bands.ts';
import { type HashFamily, hashFamily, minHash } from './hash-family.ts';
import { SHINGLE, type ShingleBuffer, shingleBuffer, shingleHashes } from './shingle-hashes.ts';

/** Texts that can be asked which of those filed before are alike enough. */
export interface TextSearch {
  /** Normal forms; empty where there is no text. */
  readonly forms: readonly string[];
  readonly threshold: number;
  readonly index: BandIndex;
  readonly family: HashFamily;
  readonly signature: Int32Array;
  /** By text that is filed: the low byte of each place of its signature. */
  readonly sketches: Uint8Array;
  /** By text that is filed: the lowest bit of each place, 32 to a number; and those of the current signature. */
  readonly bits: Int32Array;
  readonly signedBits: Int32Array;
  /** Bits, and bytes, that must agree before two texts are compared. */
  readonly leastBits: number;
  readonly leastBytes: number;
  readonly buffer: ShingleBuffer;
  readonly sets: Map<number, HashSet>;
  /** Hashes held in `sets`. */
  held: number;
}

/** A text and how alike it is. */
export interface AlikeText {
  readonly text: number;
  /** Exact Jaccard similarity of the sets of character 5-grams, at the threshold or above. */
  readonly similarity: number;
}

/** Hashes of sets that are kept for the next comparison; 8 bytes each. */
const MOST_HELD = 1 << 21;

/** Standard errors by which two sketches may agree less than texts at the threshold are expected to: once in 30,000. */
const SLACK = 4;

/** A search over texts, none of them filed. */
export function createTextSearch(texts: readonly (string | null)[], threshold: number): TextSearch {
  const bands = chooseBands(threshold);
  const size = bands.bands * bands.width;
  return {
    forms: texts.map((text) => (text === null ? '' : normalForm(text))),
    threshold,
    index: createBandIndex(texts.length, bands),
    family: hashFamily(size),
    signature: new Int32Array(size),
    sketches: new Uint8Array(texts.length * size),
    bits: new Int32Array(texts.length * Math.ceil(size / 32)),
    signedBits: new Int32Array(Math.ceil(size / 32)),
    leastBits: leastAgreement(size, (1 + threshold) / 2),
    leastBytes: leastAgreement(size, threshold),
    buffer: shingleBuffer(),
    sets: new Map(),
    held: 0,
  };
}

function leastAgreement(places: number, chance: number): number {
  return Math.floor(places * chance - SLACK * Math.sqrt(places * chance * (1 - chance)));
}

/** Makes a text's signature the current one. */
export function signText(search: TextSearch, text: number): void {
  const length = shingleHashes(search.forms[text], search.buffer);
  const { signature, signedBits } = search;
  minHash(search.family, search.buffer.hashes, length, signature);
  signedBits.fill(0);
  for (let i = 0; i < signature.length; i++) signedBits[i >> 5] |= (signature[i] & 1) << (i & 31);
}

/** Files the text whose signature is the current one. */
export function fileSigned(search: TextSearch, text: number): void {
  const { index, signature, sketches, bits, signedBits } = search;
  bits.set(signedBits, text * signedBits.length);
  fileText(index, text, signature);
  for (let i = 0, at = text * signature.length; i < signature.length; i++) sketches[at++] = signature[i];
}

/** The filed texts that are alike enough to the text whose signature is the current one, the most alike first and of equals the earliest. */
export function alikeTexts(search: TextSearch, text: number): AlikeText[] {
  const found: AlikeText[] = [];
  for (const other of candidates(search.index, search.signature)) {
    if (!mayBeAlike(search, other)) continue;
    const similarity = similarityOf(search, text, other);
    if (similarity >= search.threshold) found.push({ text: other, similarity });
  }
  return found.sort((a, b) => b.similarity - a.similarity || a.text - b.text);
}

/** Whether the sketches agree often enough, by bits and then by bytes (b-bit minwise hashing: Li & Koenig 2010): spares the sets of most candidates. */
function mayBeAlike(search: TextSearch, other: number): boolean {
  const { signature, sketches, bits, signedBits } = search;
  let differing = 0;
  for (let i = 0, at = other * signedBits.length; i < signedBits.length; i++)
    differing += ones(signedBits[i] ^ bits[at++]);
  if (signature.length - differing < search.leastBits) return false;
  let agreed = 0;
  for (let i = 0, at = other * signature.length; i < signature.length; i++)
    if (sketches[at++] === (signature[i] & 255)) agreed++;
  return agreed >= search.leastBytes;
}

/** How many bits of a number are set. */
function ones(number: number): number {
  let x = number - ((number >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Exact Jaccard similarity of two texts, 0 where their sizes already rule the threshold out. */
function similarityOf(search: TextSearch, text: number, other: number): number {
  const [a, b] = [setOf(search, text), setOf(search, other)];
  const [less, more] = a.length < b.length ? [a, b] : [b, a];
  return less.length < search.threshold * more.length - 1e-9 ? 0 : jaccard(less, more);
}

function setOf(search: TextSearch, text: number): HashSet {
  const known = search.sets.get(text);
  if (known) return known;
  if (search.held > MOST_HELD) {
    search.sets.clear();
    search.held = 0;
  }
  const set = shingles(search.forms[text], SHINGLE);
  search.sets.set(text, set);
  search.held += set.length;
  return set;
}
