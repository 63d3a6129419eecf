/** The colours and weights that our own tables use (ECMA-48 SGR), and no other escape. */
const OWN_INK = String.raw`\u001b\[(?:1|2|22|3[1-4]|39)m`;
const UNSAFE = String.raw`[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}`;
const PAINTED = new RegExp(`${OWN_INK}|${UNSAFE}`, 'gu');
const PLAIN = new RegExp(UNSAFE, 'gu');

/** Text of data or users for one line of a terminal: nothing in it moves the cursor, opens a link, hides or turns text. */
export function plain(text: string): string {
  return text.replace(PLAIN, (sign) => (/\s/.test(sign) ? ' ' : stand(sign)));
}

/** Text in lines, which may hold our own colours; they are taken out with all other escapes when `color` is false. */
export function printable(text: string, color = false): string {
  return text.replace(PAINTED, (sign) => {
    if (sign === '\n') return sign;
    if (sign === '\t') return ' ';
    if (sign.length > 1) return color ? sign : '';
    return stand(sign);
  });
}

/** Control characters leave a mark; invisible format characters do not. */
function stand(sign: string): string {
  return /\p{Cf}/u.test(sign) ? '' : '?';
}

/** JSON text whose control and direction characters are escaped, so that it is the same document and safe to look at. */
export function printableJson(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(PLAIN, (sign) => (sign === '\n' ? sign : escaped(sign)));
}

function escaped(sign: string): string {
  const units = Array.from({ length: sign.length }, (_, i) => sign.charCodeAt(i).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}
