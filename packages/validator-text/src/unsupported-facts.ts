import { words } from '@verisim/text-measures';

/** Numbers and names of a text that its sources do not hold, as they are written, each once. */
export interface UnsupportedFacts {
  readonly numbers: readonly string[];
  readonly names: readonly string[];
}

const NUMBER = /(?<![\p{L}\d])[-+]?\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\d])/gu;
/** Words with a capital in a row; the first of a sentence may be capital for its place alone. */
const NAME =
  /\p{Lu}[\p{L}\p{M}'’-]*(?:[ \t]+(?:(?:of|the|van|von|de|der|den|del|di|da|la|le|bin|al|and|&)[ \t]+)?\p{Lu}[\p{L}\p{M}'’-]*)*/gu;
const SENTENCE_START = /(?:^|[.!?:;\n"“(«]|[-*•]|\d[.)])\s*$/u;

const NUMBER_WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const ORDINALS = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');

/**
 * Numbers and names of an answer that stand in none of the sources (question and passage). Numbers are compared by value whatever the thousands separator, and
 * with English number words to twenty; names by their words, without regard to case, accents and a possessive 's. A single capital word at the beginning
 * of a sentence is not taken for a name. It sees what is new, not what is wrong: a number of the source in the wrong place passes, and so does a
 * sum or a rounding that is right but was never written is flagged. German nouns count as names.
 */
export function unsupportedFacts(answer: string, sources: readonly string[]): UnsupportedFacts {
  const known = sources.join('\n');
  const values = new Set(numbersIn(known).flatMap(({ readings }) => readings));
  const vocabulary = new Set(words(unaccented(known)).map(bare));
  const numbers = numbersIn(answer).filter(
    ({ said, readings }) => !said && !readings.some((value) => values.has(value)),
  );
  const names = namesIn(answer).filter((name) => !nameWords(name).every((word) => vocabulary.has(word)));
  return { numbers: [...new Set(numbers.map(({ written }) => written))], names: [...new Set(names)] };
}

interface WrittenNumber {
  readonly written: string;
  /** One, first or second: a word that is rarely meant as a number. */
  readonly said: boolean;
  /** `1.234` is 1234 or 1.234, by country. */
  readonly readings: readonly number[];
}

function numbersIn(text: string): WrittenNumber[] {
  const found = Array.from(
    text.matchAll(NUMBER),
    ([written]): WrittenNumber => ({ written, said: false, readings: readingsOf(written) }),
  );
  for (const word of words(text)) {
    const value = NUMBER_WORDS.indexOf(word) >= 0 ? NUMBER_WORDS.indexOf(word) : ORDINALS.indexOf(word);
    if (value >= 0) found.push({ written: word, said: value <= 2, readings: [value] });
  }
  return found;
}

function readingsOf(written: string): number[] {
  const plain = written.replace(/^\+/, '').replace(/['’\u00a0\u202f ]/gu, '');
  const english = Number(plain.replace(/,(?=\d{3}(?:\D|$))/g, ''));
  const continental = Number(plain.replace(/\.(?=\d{3}(?:\D|$))/g, '').replace(',', '.'));
  return [...new Set([english, continental, Math.abs(english), Math.abs(continental)])].filter(
    (value) => !Number.isNaN(value),
  );
}

function namesIn(text: string): string[] {
  const found: string[] = [];
  for (const { 0: run, index } of text.matchAll(NAME)) {
    const name = run.replace(/['’]s$/u, '');
    const parts = name.split(/\s+/u);
    const [first, ...rest] = parts;
    const opens = SENTENCE_START.test(text.slice(0, index));
    if (!opens || (rest.length > 0 && !STARTERS.has(first.toLowerCase()))) found.push(name);
    else if (rest.length > 0) found.push(rest.join(' '));
  }
  return found.filter((name) => nameWords(name).length > 0);
}

/** Words that often begin a sentence and are no part of the name behind them. */
const STARTERS = new Set(
  'the a an this that these those in on at for from to with by as of if when while since after before under and but or so yes no not only both each all any some every your my our their his her its please dear hello hi ask call contact see visit tell give send is are was were does do did can may will'.split(
    ' ',
  ),
);

/** Words that are capital by rule. */
const NO_NAMES = new Set(['i', "i'm", "i'll", "i've", "i'd", 'ok', 'no', 'yes']);
const JOINING = new Set('of the van von de der den del di da la le bin al and'.split(' '));

function nameWords(name: string): string[] {
  return words(unaccented(name))
    .map(bare)
    .filter((word) => !NO_NAMES.has(word) && !JOINING.has(word));
}

function bare(word: string): string {
  return word.replace(/['’]s$/u, '');
}

function unaccented(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'");
}
