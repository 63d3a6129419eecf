import { type Context, checkpoint } from '@verisim/core';
import { alikeTexts, createTextSearch, fileSigned, signText } from './text-search.ts';

/** For each text the most similar of the known ones. */
export interface Copies {
  /** By text: the known text that it is like, -1 for none. */
  readonly of: Int32Array;
  /** By text: the exact Jaccard similarity to it, NaN for none. */
  readonly similarity: Float64Array;
}

const STRIDE = 2048;

/**
 * Finds texts that repeat a known one, exactly or nearly (as `findDuplicates` does among themselves).
 *
 * @param threshold the least Jaccard similarity of character 5-grams, in [0.1, 1]
 */
export async function findCopies(
  texts: readonly (string | null)[],
  known: readonly (string | null)[],
  threshold: number,
  ctx: Pick<Context, 'signal'>,
): Promise<Copies> {
  const search = createTextSearch([...known, ...texts], threshold);
  const [of, similarity] = [new Int32Array(texts.length).fill(-1), new Float64Array(texts.length).fill(Number.NaN)];
  const first = new Map<string, number>();
  for (const [at, form] of search.forms.entries()) {
    if (at % STRIDE === 0) await checkpoint(ctx.signal);
    if (form === '') continue;
    const same = first.get(form);
    const text = at - known.length;
    if (text >= 0 && same !== undefined) {
      [of[text], similarity[text]] = [same, 1];
      continue;
    }
    if (text < 0 && same !== undefined) continue;
    signText(search, at);
    if (text < 0) {
      first.set(form, at);
      fileSigned(search, at);
    } else {
      const [best] = alikeTexts(search, at);
      if (best) [of[text], similarity[text]] = [best.text, best.similarity];
    }
  }
  return { of, similarity };
}
