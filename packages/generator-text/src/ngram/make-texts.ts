import { checkpoint, type Random } from '@verisim/core';
import { normalForm } from '@verisim/text-measures';
import { addTypo, addTypos, changeFormat } from './disturb-text.ts';
import { drawTokens } from './draw-tokens.ts';
import { JUDGE, type Judge, judgeText, readTexts } from './judge.ts';
import { type LearnedTexts, sharedRun } from './learned-texts.ts';
import { joinPieces } from './pieces.ts';

/** How texts are made. */
export interface MakingOptions {
  readonly borrow: number;
  readonly typos: number;
  readonly format: number;
  readonly copied: number;
}

/** A text and where it comes from. */
export interface MadeText {
  readonly text: string;
  /** The training text with the longest run of its words, -1 without one. */
  readonly parent: number;
  /** The judge's probability of the label; `NaN` without a judge. */
  readonly probability: number;
  readonly tag: TextTag;
}

/** What was done to make a text. */
export const TEXT_TAGS = ['trigrams', 'trigrams, disturbed'] as const;
export type TextTag = (typeof TEXT_TAGS)[number];

/** What became of the drafts. */
export interface DraftAccount {
  drafts: number;
  copies: number;
  refused: number;
}

/** Rounds of drafts for a label. */
const ROUNDS = 60;
/** From this round on each draft gets one slip more than in the round before, so that few training texts do for any number of new ones. */
const PATIENT = 8;

/**
 * Makes `wanted` texts of a label, or as many as can be had: drafts of the trigrams, of which copies and near copies of training texts, repeats and texts
 * that the judge takes for another label are dropped.
 *
 * @param taken normal forms of texts made before; new ones are added
 */
export async function makeTexts(
  learned: LearnedTexts,
  judge: Judge | null,
  label: number,
  wanted: number,
  options: MakingOptions,
  taken: Set<string>,
  account: DraftAccount,
  random: Random,
  signal: AbortSignal,
): Promise<readonly MadeText[]> {
  const made: MadeText[] = [];
  for (let round = 0; round < ROUNDS && made.length < wanted; round++) {
    await checkpoint(signal);
    const count = 2 * (wanted - made.length) + 8;
    const drafts = draftTexts(learned, label, count, round, options, taken, account, random);
    for (const text of judgeDrafts(drafts, judge, label, account)) if (made.length < wanted) made.push(text);
    for (const { text } of made) taken.add(normalForm(text));
  }
  return made;
}
