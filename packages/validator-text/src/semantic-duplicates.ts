import { type Context, checkpoint } from '@verisim/core';
import { hashedNgrams, tfIdf } from '@verisim/text-measures';
import { badEmbeddings } from './errors.ts';
import { createInvertedIndex, fileRow, visitProducts } from './inverted-index.ts';

/** Which texts go for their meaning. */
export interface SemanticDuplicates {
  /** By text: the earlier text, itself kept, because of which it goes; -1 where it stays. */
  readonly of: Int32Array;
  /** By text: the cosine of the two; NaN where it stays. */
  readonly cosine: Float64Array;
}

/** Gives the vectors of texts, one for each, all equally long: an embedding model, brought along by closure. */
export type Embed = (texts: readonly string[], signal: AbortSignal) => Promise<readonly ArrayLike<number>[]>;

/** How the search is made. */
export interface SemanticSearch {
  /** Least cosine, in (0, 1]. */
  readonly threshold: number;
  /** So many texts at the beginning are there already and stay. */
  readonly given?: number;
  /** TF-IDF of words and pairs of words when left out. */
  readonly embed?: Embed;
}

const STRIDE = 256;

/**
 * Finds texts whose vector points the same way as that of an earlier one that stays (the most alike is the reason). Exact: every pair is looked at, so time grows with
 * the square of their number (SemDeDup, Abbas et al. 2023, clusters first). Without `embed` the vectors are TF-IDF of words and word pairs, which sees reordered
 * sentences and shared wording, not synonyms. Missing and blank texts stay. Throws `validator-text/bad-embeddings`.
 */
export async function findSemanticDuplicates(
  texts: readonly (string | null)[],
  { threshold, given = 0, embed }: SemanticSearch,
  ctx: Pick<Context, 'signal'>,
): Promise<SemanticDuplicates> {
  const nearest = embed ? await denseSearch(texts, embed, ctx.signal) : sparseSearch(texts);
  const [of, cosine] = [new Int32Array(texts.length).fill(-1), new Float64Array(texts.length).fill(Number.NaN)];
  for (const [at, text] of texts.entries()) {
    if (at % STRIDE === 0) await checkpoint(ctx.signal);
    if (text === null || text.trim() === '') continue;
    const found = at < given ? null : nearest.ask(at);
    // Rounding leaves equal texts a little below 1.
    if (found && found.cosine >= threshold - 1e-9) [of[at], cosine[at]] = [found.text, Math.min(1, found.cosine)];
    else nearest.file(at);
  }
  return { of, cosine };
}

interface NearestSearch {
  file(text: number): void;
  ask(text: number): { readonly text: number; readonly cosine: number } | null;
}

function sparseSearch(texts: readonly (string | null)[]): NearestSearch {
  const rows = tfIdf(
    hashedNgrams(
      texts.map((text) => text ?? ''),
      { words: [1, 2], characters: [] },
    ),
  );
  const index = createInvertedIndex(rows);
  return {
    file: (text) => fileRow(index, text),
    ask(text) {
      let best = { text: -1, cosine: 0 };
      visitProducts(index, rows, text, (other, cosine) => {
        if (cosine > best.cosine || (cosine === best.cosine && other < best.text)) best = { text: other, cosine };
      });
      return best.text < 0 ? null : best;
    },
  };
}

async function denseSearch(
  texts: readonly (string | null)[],
  embed: Embed,
  signal: AbortSignal,
): Promise<NearestSearch> {
  const present = texts.flatMap((text, at) => (text === null || text.trim() === '' ? [] : [at]));
  const vectors = await embed(
    present.map((at) => texts[at] ?? ''),
    signal,
  );
  const width = vectors[0]?.length ?? 0;
  if (vectors.length !== present.length)
    throw badEmbeddings(`${vectors.length} vectors came for ${present.length} texts`);
  const units = new Map<number, Float32Array>();
  for (const [i, vector] of vectors.entries()) {
    if (vector.length !== width)
      throw badEmbeddings(`vector ${i + 1} has ${vector.length} numbers, the first ${width}`);
    const norm = Math.hypot(...Array.from({ length: width }, (_, k) => vector[k]));
    if (!(norm > 0 && norm < Infinity)) throw badEmbeddings(`vector ${i + 1} is zero or holds what is no number`);
    units.set(
      present[i],
      Float32Array.from({ length: width }, (_, k) => vector[k] / norm),
    );
  }
  const filed: number[] = [];
  return {
    file: (text) => filed.push(text),
    ask(text) {
      const own = units.get(text) as Float32Array;
      let best: { text: number; cosine: number } | null = null;
      for (const other of filed) {
        const cosine = dot(own, units.get(other) as Float32Array);
        if (best === null || cosine > best.cosine) best = { text: other, cosine };
      }
      return best;
    },
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
