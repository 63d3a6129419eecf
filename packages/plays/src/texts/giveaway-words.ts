import { type CodedColumn, columnOf, type Table } from '@verisim/core';
import { binomialTail, holm } from '@verisim/statistics';

/** A word that gives a class away in synthetic texts and not in real ones. */
export interface GiveawayWord {
  readonly level: string;
  readonly word: string;
  /** Shares of the texts of that class that hold it. */
  readonly synthetic: number;
  readonly real: number;
}

/** A word of so many of the synthetic texts of a class is a mark of it... */
const MARK = 0.5;
/** ...where less than this part of as large a share of the real ones have it, and of the synthetic ones of other classes. */
const KEPT = 0.5;
const LEAST_TEXTS = 10;
const ALPHA = 0.01;

/**
 * Words that stand in at least half of the synthetic texts of a class and in less than half as large a share of its real ones and of the synthetic ones of other classes, as the class's own
 * name in every text: a learner takes them for the class and meets them nowhere. Given all texts of either side that hold a word, those of the synthetic side are binomial; Holm over words and classes.
 */
export function giveawayWords(
  real: Table,
  synthetic: Table,
  { text, target }: { readonly text: string; readonly target: string },
): readonly GiveawayWord[] {
  const [ours, theirs] = [wordsByClass(synthetic, text, target), wordsByClass(real, text, target)];
  const found: (GiveawayWord & { readonly p: number })[] = [];
  for (const [level, made] of ours) {
    const met = theirs.get(level);
    if (met === undefined || Math.min(made.texts, met.texts) < LEAST_TEXTS) continue;
    for (const [word, count] of made.counts) {
      const before = met.counts.get(word) ?? 0;
      if (count / made.texts < MARK || shareElsewhere(ours, level, word) >= (KEPT * count) / made.texts) continue;
      const p = binomialTail(count, count + before, made.texts / (made.texts + met.texts));
      found.push({ level, word, synthetic: count / made.texts, real: before / met.texts, p });
    }
  }
  const adjusted = holm(found.map(({ p }) => p));
  return found
    .filter((one, i) => adjusted[i] < ALPHA && one.real < KEPT * one.synthetic)
    .sort((a, b) => b.synthetic - b.real - (a.synthetic - a.real))
    .map(({ p: _, ...word }) => word);
}

/** The share of the texts of other classes that hold a word; 0 where there are none. */
function shareElsewhere(classes: ReadonlyMap<string, ClassWords>, level: string, word: string): number {
  let [texts, held] = [0, 0];
  for (const [other, words] of classes) {
    if (other === level) continue;
    texts += words.texts;
    held += words.counts.get(word) ?? 0;
  }
  return texts === 0 ? 0 : held / texts;
}

interface ClassWords {
  readonly texts: number;
  /** Texts that hold a word. */
  readonly counts: ReadonlyMap<string, number>;
}

function wordsByClass(table: Table, text: string, target: string): ReadonlyMap<string, ClassWords> {
  const texts = columnOf(table, text);
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const found = new Map<string, { texts: number; counts: Map<string, number> }>();
  for (const [row, code] of codes.entries()) {
    const written = texts.storage === 'text' ? texts.values[row] : null;
    if (code < 0 || written === null) continue;
    const own = found.get(levels[code]) ?? { texts: 0, counts: new Map() };
    own.texts++;
    for (const word of new Set(written.toLowerCase().match(/[\p{L}\p{N}]+/gu)))
      own.counts.set(word, (own.counts.get(word) ?? 0) + 1);
    found.set(levels[code], own);
  }
  return found;
}
