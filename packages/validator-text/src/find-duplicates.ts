import { type Context, checkpoint } from '@verisim/core';
import { alikeTexts, createTextSearch, fileSigned, signText, type TextSearch } from './text-search.ts';

/** What counts as a duplicate. */
export interface DuplicateSearch {
  /** The least Jaccard similarity of the sets of character 5-grams, in [0.1, 1]. */
  readonly threshold: number;
  /** So many texts at the beginning are there already and stay, whatever they repeat. */
  readonly given?: number;
}

/** Which texts go, because of which, and how alike they are. */
export interface Duplicates {
  /** By text: the earlier text, itself kept, because of which it goes; -1 where it stays. */
  readonly of: Int32Array;
  /** By text: the exact Jaccard similarity to that one, 1 for equal normal forms; NaN where it stays. */
  readonly similarity: Float64Array;
  /** By text: 1 where its normal form is that of the text because of which it goes. */
  readonly exact: Uint8Array;
  /** By text: the first text of its cluster. */
  readonly cluster: Int32Array;
}

/** Texts between two looks at the signal. */
const STRIDE = 2048;

/**
 * Finds exact and near-duplicates, in the order of the texts: one goes when, and only when, a text that was kept before it has the same normal form (case, white
 * space, composition), or shares enough character 5-grams with it (Jaccard; exact, so nothing goes for a hash's sake). As the reason is always a kept text, a
 * chain of small changes does not drift: its far end stays. Candidates come from MinHash bands (see `chooseBands`), which misses a pair right at the
 * threshold once in 100 and nearly none above. Clusters join a text with every kept one that it is alike (union-find), so one may keep several. Missing and blank texts stay.
 */
export async function findDuplicates(
  texts: readonly (string | null)[],
  { threshold, given = 0 }: DuplicateSearch,
  ctx: Pick<Context, 'signal' | 'progress'>,
): Promise<Duplicates> {
  const search = createTextSearch(texts, threshold);
  const of = new Int32Array(texts.length).fill(-1);
  const similarity = new Float64Array(texts.length).fill(Number.NaN);
  const exact = new Uint8Array(texts.length);
  const cluster = Int32Array.from(texts, (_, text) => text);
  const first = new Map<string, number>();
  for (let text = 0; text < texts.length; text++) {
    if (text % STRIDE === 0) {
      await checkpoint(ctx.signal);
      ctx.progress({ done: text, total: texts.length, note: 'looking for duplicates' });
    }
    const form = search.forms[text];
    if (form === '') continue;
    const same = first.get(form);
    if (same === undefined) first.set(form, text);
    if (text < given) {
      if (same === undefined) fileAlone(search, text);
    } else if (same !== undefined) {
      join(cluster, text, same);
      // Where the text that was the same has gone itself, the reason is that one's reason.
      of[text] = of[same] < 0 ? same : of[same];
      similarity[text] = of[same] < 0 ? 1 : similarity[same];
      exact[text] = of[same] < 0 ? 1 : exact[same];
    } else dropIfAlike(search, text, { of, similarity, exact, cluster });
  }
  return { of, similarity, exact, cluster: cluster.map((_, text) => rootOf(cluster, text)) };
}

function fileAlone(search: TextSearch, text: number): void {
  signText(search, text);
  fileSigned(search, text);
}

function dropIfAlike(search: TextSearch, text: number, { of, similarity, cluster }: Duplicates): void {
  signText(search, text);
  const alike = alikeTexts(search, text);
  if (alike.length === 0) {
    fileSigned(search, text);
    return;
  }
  [of[text], similarity[text]] = [alike[0].text, alike[0].similarity];
  for (const other of alike) join(cluster, text, other.text);
}

/** The earlier root becomes that of both. */
function join(parents: Int32Array, a: number, b: number): void {
  const [x, y] = [rootOf(parents, a), rootOf(parents, b)];
  parents[Math.max(x, y)] = Math.min(x, y);
}

function rootOf(parents: Int32Array, text: number): number {
  let root = text;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]];
    root = parents[root];
  }
  return root;
}

/** A pair of texts that are alike enough, `a` before `b`. */
export interface AlikePair {
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
}

/** All pairs of texts that are alike enough, by the same search; their number grows with the square of a cluster. */
export function alikePairs(texts: readonly (string | null)[], threshold: number): AlikePair[] {
  const search = createTextSearch(texts, threshold);
  const pairs: AlikePair[] = [];
  for (let b = 0; b < texts.length; b++) {
    if (search.forms[b] === '') continue;
    signText(search, b);
    for (const { text: a, similarity } of alikeTexts(search, b)) pairs.push({ a, b, similarity });
    fileSigned(search, b);
  }
  return pairs;
}
