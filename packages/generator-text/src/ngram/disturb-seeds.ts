import { type Random, shuffle } from '@verisim/core';
import { normalForm, words } from '@verisim/text-measures';
import { addTypo, addTypos, changeFormat, FORMATS_PER_TYPO } from './disturb-text.ts';
import { judgeProbabilities, readTexts } from './judge.ts';
import { sharedRun } from './learned-texts.ts';
import type { MadeText, TextBlock, TextMaker } from './make-texts.ts';

/** Slips for each that a draft has: a draft has other words too, a disturbed text has only these to differ by. */
export const SLIPS_PER_TYPO = 4;
/** Times that a block has one training text, each time disturbed anew. */
export const MOST_PER_SEED = 4;
/** Slips that are added to a text that is too near to its seed, before it is given up. */
const MORE_SLIPS = 4;

/**
 * Training texts of a label with slips and changes of format, `wanted` or as many as there are at {@link MOST_PER_SEED} of each: each differs from its seed in a word at
 * least, and shares no longer a run with any than drafts may. Seeds take turns. Their labels are known, so that no judge may drop them; it gives its
 * probability alone.
 */
export function disturbSeeds(
  maker: TextMaker,
  { taken, disturbed }: TextBlock,
  label: number,
  wanted: number,
  random: Random,
): readonly MadeText[] {
  const { rows } = maker.learned.labels[label];
  const made: { readonly text: string; readonly parent: number }[] = [];
  for (let turn = 0; turn < MOST_PER_SEED && made.length < wanted; turn++) {
    for (const row of shuffle(rows.slice(), random)) {
      if (made.length === wanted) break;
      if (disturbed[row] > turn) continue;
      disturbed[row]++;
      const text = disturbSeed(maker, row, taken, random);
      if (text === null) continue;
      taken.add(normalForm(text));
      made.push({ text, parent: row });
    }
  }
  return withProbabilities(maker, made, label);
}

function disturbSeed(
  { learned, typos, copied }: TextMaker,
  row: number,
  taken: ReadonlySet<string>,
  random: Random,
): string | null {
  const seed = learned.texts[row];
  const slips = Math.min(1, SLIPS_PER_TYPO * typos);
  let text = changeFormat(addTypos(seed, slips, random), FORMATS_PER_TYPO * typos, random);
  for (let more = 0; more <= MORE_SLIPS; more++) {
    const form = normalForm(text);
    const differs = words(text).join(' ') !== words(seed).join(' ');
    if (differs && !taken.has(form) && !learned.known.has(form) && sharedRun(text, learned).share <= copied)
      return text;
    text = addTypo(text, random);
  }
  return null;
}

function withProbabilities(
  { judge }: TextMaker,
  made: readonly { readonly text: string; readonly parent: number }[],
  label: number,
): readonly MadeText[] {
  const rows =
    judge === null
      ? null
      : readTexts(
          judge,
          made.map(({ text }) => text),
        );
  return made.map((one, i) => ({
    ...one,
    origin: 'seed, disturbed',
    probability: judge && rows ? judgeProbabilities(judge, rows, i, one.parent)[label] : Number.NaN,
  }));
}
