import { plainText } from './plain-text.ts';
import { graphemes, visibleWidth } from './visible-width.ts';

/** A paragraph in lines of at most `width` terminal columns; words longer than a line are broken. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plainText(text)
    .split(' ')
    .filter(Boolean)
    .flatMap((word) => breakWord(word, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (visibleWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

function breakWord(word: string, width: number): readonly string[] {
  if (visibleWidth(word) <= width) return [word];
  const parts = [''];
  for (const sign of graphemes(word)) {
    const last = parts.length - 1;
    if (parts[last] !== '' && visibleWidth(parts[last] + sign) > width) parts.push(sign);
    else parts[last] += sign;
  }
  return parts;
}
