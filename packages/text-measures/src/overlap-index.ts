import type { Corpus } from './corpus.ts';
import { suffixArray } from './suffix-array.ts';

/** Texts made ready to be searched for verbatim parts of others. */
export interface OverlapIndex {
  readonly shards: readonly OverlapShard[];
}

/** Some of the texts: their tokens with an end of its own after each, and the order of what begins at each place. */
export interface OverlapShard {
  readonly sequence: Int32Array;
  readonly order: Int32Array;
  /** Added to tokens, so that they come after all ends. */
  readonly offset: number;
  /** The first of its texts; there are `offset`. */
  readonly first: number;
}

/** The longest part of a query that begins at its first token. */
export interface VerbatimMatch {
  readonly length: number;
  /** A text that it stands in, -1 where the length is 0. */
  readonly text: number;
}

/** Tokens of a shard; 20 bytes each while it is built, 8 afterwards. */
const SHARD = 1 << 23;

/** Makes texts ready for {@link matchLength}: suffix arrays over some million tokens each. */
export function buildOverlapIndex({ tokens, starts }: Corpus, shard: number = SHARD): OverlapIndex {
  const shards: OverlapShard[] = [];
  for (let from = 0; from + 1 < starts.length; ) {
    let to = from + 1;
    while (to + 1 < starts.length && starts[to + 1] - starts[from] + to - from <= shard) to++;
    shards.push(buildShard(tokens, starts.subarray(from, to + 1), from));
    from = to;
  }
  return { shards };
}

function buildShard(tokens: Int32Array, starts: Int32Array, first: number): OverlapShard {
  const offset = starts.length - 1;
  const sequence = new Int32Array(starts[offset] - starts[0] + offset);
  let [length, most] = [0, 0];
  for (let text = 0; text < offset; text++) {
    for (let i = starts[text]; i < starts[text + 1]; i++) {
      sequence[length++] = offset + tokens[i];
      most = Math.max(most, tokens[i]);
    }
    sequence[length++] = text;
  }
  return { sequence, order: suffixArray(sequence, offset + most + 1), offset, first };
}

/** The greatest k so that `tokens[from]` to `tokens[from + k - 1]` stand in one text of the index in a row; at most `to - from`. */
export function matchLength(index: OverlapIndex, tokens: Int32Array, from: number, to: number): number {
  return longestMatch(index, tokens, from, to).length;
}

/** As {@link matchLength}, with one of the texts that it stands in. */
export function longestMatch({ shards }: OverlapIndex, tokens: Int32Array, from: number, to: number): VerbatimMatch {
  let best: VerbatimMatch = { length: 0, text: -1 };
  for (const shard of shards) {
    const { length, place } = matchInShard(shard, tokens, from, to);
    if (length > best.length) best = { length, text: shard.first + textAt(shard, place) };
  }
  return best;
}

/** The text within a shard that a place lies in: the number that stands at its end. */
function textAt({ sequence, offset }: OverlapShard, place: number): number {
  let at = place;
  while (sequence[at] >= offset) at++;
  return sequence[at];
}

/** A binary search that remembers how much of the query both ends share (Manber & Myers 1993). */
function matchInShard(
  { sequence, order, offset }: OverlapShard,
  tokens: Int32Array,
  from: number,
  to: number,
): { readonly length: number; readonly place: number } {
  let [low, high] = [0, order.length];
  let [lowShares, highShares, best, found] = [0, 0, 0, 0];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const place = order[middle];
    let shared = Math.min(lowShares, highShares);
    while (from + shared < to && sequence[place + shared] === tokens[from + shared] + offset) shared++;
    if (shared > best) [best, found] = [shared, place];
    if (from + shared === to) break;
    if (sequence[place + shared] < tokens[from + shared] + offset) {
      low = middle + 1;
      lowShares = shared;
    } else {
      high = middle;
      highShares = shared;
    }
  }
  return { length: best, place: found };
}
