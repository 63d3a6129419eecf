import type { Random } from '@verisim/core';

/** What a toy text is made of: the words of the prompt's lines and which word follows which. */
export interface ToyWords {
  /** Words that may follow a word; '' stands before the first and after the last. */
  readonly next: ReadonlyMap<string, readonly string[]>;
  /** The prompt's sentences as they stand. */
  readonly sentences: readonly string[];
}

/** For prompts without a line of four words. */
const FALLBACK = ['the order has not arrived yet', 'please tell me how this works', 'it worked until this morning'];
const OPENERS = ['Hello,', 'Hi there,', 'Well,', 'By the way,', 'Once more:', 'Just so you know,'];
const CLOSERS = ['today', 'again', 'since yesterday', 'if you can', 'as far as I know', 'with my account'];
const MOST_WORDS = 40;

/** Learns from lines of at least four words, list marks and `name:` in front of them left out. */
export function toyWords(texts: readonly string[]): ToyWords {
  const lines = texts
    .flatMap((text) => text.split('\n'))
    .map((line) => line.replace(/^\s*(?:[-*\d.)\]]+\s+|[\w ]{1,20}:\s+|["'<])*/, '').trim())
    .filter((line) => line.split(/\s+/).length >= 4);
  const next = new Map<string, string[]>();
  for (const line of lines.length > 0 ? lines : FALLBACK) {
    let before = '';
    for (const word of [...line.split(/\s+/), '']) {
      const after = next.get(before);
      if (after === undefined) next.set(before, [word]);
      else after.push(word);
      before = word;
    }
  }
  const sentences = texts.flatMap((text) => text.match(/[^\s.!?*-][^.!?\n]*[.!?]?/g) ?? []).map((one) => one.trim());
  return { next, sentences: sentences.filter((one) => one.includes(' ')) };
}

/** A text of 4 to some 45 words: a walk along the bigrams of the prompt, often with an opening or a close of its own. */
export function toyText(words: ToyWords, random: Random): string {
  const walked = random.next() < 0.5 ? [pick(OPENERS, random)] : [];
  let word = pick(words.next.get('') ?? FALLBACK, random);
  while (word !== '' && walked.length < MOST_WORDS) {
    walked.push(word);
    word = pick(words.next.get(word) ?? [''], random);
  }
  if (random.next() < 0.5) walked.push(pick(CLOSERS, random));
  return walked.join(' ');
}

/** One of the prompt's sentences, letter by letter. */
export function toyQuote(words: ToyWords, random: Random): string {
  return words.sentences.length > 0 ? pick(words.sentences, random) : toyText(words, random);
}

export function pick<T>(values: readonly T[], random: Random): T {
  return values[random.int(0, values.length)];
}
