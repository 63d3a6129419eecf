import { graphemes } from './visible-width.ts';

const NARROW = /[ijltfrI.,:;'|!()[\]{}\-/ ]/;
const BROAD = /[mwMW@%—]/;

/**
 * The width of a text in pixels, from the proportions of the broadest common sans-serif faces, so that labels neither
 * collide nor leave the picture. Vega's own guess without a canvas is 0.8 em per sign, which cuts labels far too early.
 */
export function measureText(text: string, fontSize: number, bold: boolean): number {
  let ems = 0;
  for (const sign of text) {
    if (sign > '\u2e80') ems += 1;
    else if (NARROW.test(sign)) ems += 0.36;
    else if (BROAD.test(sign)) ems += 0.95;
    else ems += /\p{Lu}/u.test(sign) ? 0.7 : 0.62;
  }
  return ems * fontSize * (bold ? 1.06 : 1);
}

/** The text with an ellipsis for its middle, when it is wider than `width` pixels. */
export function shortenText(text: string, width: number, fontSize: number): string {
  if (measureText(text, fontSize, false) <= width) return text;
  const signs = graphemes(text);
  let kept = 2;
  const cut = (count: number) => {
    const head = signs
      .slice(0, Math.ceil(count / 2))
      .join('')
      .trimEnd();
    return `${head}…${signs
      .slice(signs.length - Math.floor(count / 2))
      .join('')
      .trimStart()}`;
  };
  while (kept < signs.length && measureText(cut(kept + 1), fontSize, false) <= width) kept++;
  return cut(kept);
}
