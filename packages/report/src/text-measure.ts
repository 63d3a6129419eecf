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
