/** Pixels of a glyph across. */
export const GLYPH_WIDTH = 5;
/** Pixels of a glyph down. */
export const GLYPH_HEIGHT = 7;
/** Pixels between two glyphs. */
export const GLYPH_GAP = 1;

/** Seven rows of five pixels per glyph, a row as a digit in base 32, the leftmost pixel first. */
const glyphs: Readonly<Record<string, string>> = {
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgjhhf',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hha4444',
  Z: 'v1248gv',
  '0': 'ehjlphe',
  '1': '4c4444e',
  '2': 'eh1248v',
  '3': 'v2421he',
  '4': '26aiv22',
  '5': 'vgu11he',
  '6': '68guhhe',
  '7': 'v124888',
  '8': 'ehhehhe',
  '9': 'ehhf12c',
  '.': '00000cc',
  '-': '000v000',
  ':': '0cc0cc0',
  '/': '01248g0',
};

/** Whether a glyph has ink at a pixel; what is not in the font is blank. */
export function inked(character: string, x: number, y: number): boolean {
  const rows = glyphs[character];
  return rows !== undefined && ((Number.parseInt(rows[y], 32) >> (GLYPH_WIDTH - 1 - x)) & 1) === 1;
}

/** How wide a text is, in pixels. */
export const textWidth = (text: string, scale: number): number =>
  scale * (text.length * (GLYPH_WIDTH + GLYPH_GAP) - GLYPH_GAP);
