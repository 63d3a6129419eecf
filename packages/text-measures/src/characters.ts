import type { Corpus } from './corpus.ts';

/** Texts as code points, in the shape of a corpus of words. */
export function charactersOf(texts: readonly string[]): Corpus {
  let units = 0;
  for (const text of texts) units += text.length;
  const tokens = new Int32Array(units);
  const starts = new Int32Array(texts.length + 1);
  let length = 0;
  texts.forEach((text, i) => {
    for (let at = 0; at < text.length; at++) {
      const point = text.codePointAt(at) as number;
      if (point > 0xffff) at++;
      tokens[length++] = point;
    }
    starts[i + 1] = length;
  });
  return { tokens: tokens.subarray(0, length), starts };
}
