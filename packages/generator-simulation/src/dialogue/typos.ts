import type { Draws } from '../kernel/entity-random.ts';

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** Words that can be mistyped: three letters or more. */
export const MISTYPED: RegExp = /\p{L}{3,}/gu;

/** Mistypes each word of three letters or more with a chance: a neighbouring key, two letters swapped, one left out or twice. A word that is hit always changes. */
export const mistype = (text: string, chance: number, random: Draws): string =>
  text.replace(MISTYPED, (word) => {
    const [luck, kind, place] = [random.next(), random.next(), random.next()];
    return luck < chance ? mistyped(word, Math.floor(4 * kind), place) : word;
  });

function mistyped(word: string, kind: number, place: number): string {
  const at = Math.floor(place * (word.length - 1));
  const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)];
  if (kind === 0) return before + after;
  if (kind === 1) return before + letter + letter + after;
  if (kind === 2 && letter !== after[0]) return before + after[0] + letter + after.slice(1);
  return before + neighbour(letter) + after;
}

function neighbour(letter: string): string {
  const small = letter.toLowerCase();
  const row = keyboard.find((keys) => keys.includes(small)) ?? keyboard[0];
  const at = row.indexOf(small);
  return row[at > 0 ? at - 1 : at + 1];
}
