import type { Random } from '@verisim/core';

/** Keys beside a key (QWERTY). */
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;
const WORD = /[\p{L}\p{M}]{3,}/gu;

/**
 * A text with slips of the keyboard: each word of three letters or more gets one with the probability `rate`. The four kinds of Damerau (1964,
 * Communications of the ACM 7): a letter doubled, left out, swapped with the next, or replaced by the key beside it.
 */
export function addTypos(text: string, rate: number, random: Random): string {
  if (rate <= 0) return text;
  return text.replace(WORD, (word) => (random.next() < rate ? slip(word, random) : word));
}

/** A text with one slip in a word of its own, or one character doubled where no word is long enough. */
export function addTypo(text: string, random: Random): string {
  const found = [...text.matchAll(WORD)];
  if (found.length === 0) {
    const letters = Array.from(text);
    const at = random.int(0, Math.max(1, letters.length));
    return letters.toSpliced(at, 0, letters[at] ?? '').join('');
  }
  const { 0: word, index } = found[random.int(0, found.length)];
  return text.slice(0, index) + slip(word, random) + text.slice(index + word.length);
}

function slip(word: string, random: Random): string {
  const letters = Array.from(word);
  // The first letter is the one that is least often wrong.
  const at = random.int(1, letters.length);
  const kind = random.int(0, 4);
  if (kind === 0) return letters.toSpliced(at, 0, letters[at]).join('');
  if (kind === 1) return letters.toSpliced(at, 1).join('');
  if (kind === 2) {
    const before = Math.max(1, at - 1);
    return letters.toSpliced(before, 2, letters[before + 1], letters[before]).join('');
  }
  return letters.with(at, keyBeside(letters[at], random)).join('');
}

function keyBeside(letter: string, random: Random): string {
  const row = KEYS.find((keys) => keys.includes(letter));
  if (row === undefined) return letter;
  const at = row.indexOf(letter) + (random.next() < 0.5 ? -1 : 1);
  return row[at] ?? row[row.indexOf(letter) + (at < 0 ? 1 : -1)];
}

/** Changes of format for each slip that is asked for a word. */
export const FORMATS_PER_TYPO = 2;

/** How people write in a hurry. Each leaves the words in their order. */
const FORMATS: readonly ((text: string) => string)[] = [
  (text) => text.toLowerCase(),
  (text) => text.replace(/[.!?]+$/u, ''),
  (text) => text.replace(/(?<=\p{L})['’](?=\p{L})/gu, ''),
  (text) => text.replace(/[,;:.!?](?=\s|$)/gu, ''),
  (text) => text.replace(/([!?])$/u, '$1$1'),
];

/** A text with one change of case or punctuation, with the probability `rate`. */
export function changeFormat(text: string, rate: number, random: Random): string {
  return random.next() < rate ? FORMATS[random.int(0, FORMATS.length)](text) : text;
}
