const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The signs a reader sees as one each. */
export function graphemes(text: string): readonly string[] {
  return isPlain(text) ? text.split('') : Array.from(SEGMENTER.segment(text), (part) => part.segment);
}

/**
 * Terminal columns that a text takes, free of escape codes: East Asian wide and emoji 2, combining marks 0, all else 1
 * (Unicode Standard Annex 11).
 */
export function visibleWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const sign of graphemes(text)) width += graphemeWidth(sign);
  return width;
}

/** The text cut with an ellipsis to at most `width` terminal columns. */
export function fitText(text: string, width: number): string {
  if (visibleWidth(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const sign of graphemes(text)) {
    used += graphemeWidth(sign);
    if (used > width - 1) break;
    cut += sign;
  }
  return width > 0 ? `${cut}…` : '';
}

/** The text filled with spaces to `width` terminal columns. */
export function padText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - visibleWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

function graphemeWidth(sign: string): number {
  if (WIDE.test(sign)) return 2;
  return /^[\p{M}\p{Cf}]+$/u.test(sign) ? 0 : 1;
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
