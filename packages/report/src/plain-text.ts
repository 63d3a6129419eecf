/**
 * Text from data, safe to display on one line: line breaks and tabs become a space; control characters (ESC among them), line
 * separators and invisible format characters such as bidirectional overrides are left out; lone surrogates become U+FFFD.
 * The two joiners stay: Persian and emoji need them.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\n\r\t]/g, ' ')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, '');
}
