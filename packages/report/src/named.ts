import { plainText } from './plain-text.ts';

/** A name, or `otherwise` where nothing of it would be seen: no heading and no row head is empty. */
export function named(text: string, otherwise = '(no name)'): string {
  return plainText(text).trim() === '' ? otherwise : text;
}
