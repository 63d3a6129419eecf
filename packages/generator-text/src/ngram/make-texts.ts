import { checkpoint, type Random } from '@verisim/core';
import { normalForm } from '@verisim/text-measures';
import { disturbSeeds } from './disturb-seeds.ts';
import { addTypo, addTypos, changeFormat, FORMATS_PER_TYPO } from './disturb-text.ts';
import { drawTokens } from './draw-tokens.ts';
import { type Judge, judgeText, readTexts } from './judge.ts';
import { type LearnedTexts, sharedRun } from './learned-texts.ts';
import { joinPieces } from './pieces.ts';

/** What texts are made with. */
export interface TextMaker {
  readonly learned: LearnedTexts;
  readonly judge: Judge | null;
  readonly borrow: number;
  readonly mix: number;
  readonly typos: number;
  readonly copied: number;
}

/** One block of texts under way. */
export interface TextBlock {
  /** Normal forms of the texts so far. */
  readonly taken: Set<string>;
  /** How often each training text was disturbed. */
  readonly disturbed: Uint8Array;
  readonly account: DraftAccount;
  readonly signal: AbortSignal;
}

/** What became of the drafts of a block. */
export interface DraftAccount {
  drafts: number;
  /** Training texts, or nearly. */
  copies: number;
  /** Equal to another text of the block. */
  repeats: number;
  /** Taken for another label by the judge. */
  refused: number;
}

/** How a text came about; lineage tells it by these words. */
export const ORIGINS = ['trigrams', 'trigrams, disturbed', 'seed, disturbed'] as const;
type Origin = (typeof ORIGINS)[number];

/** A text and where it comes from. */
export interface MadeText {
  readonly text: string;
  readonly origin: Origin;
  /** The training text with the longest run of its words, -1 without one. */
  readonly parent: number;
  /** The judge's probability of the label; `NaN` without a judge. */
  readonly probability: number;
}

type Draft = Omit<MadeText, 'probability'>;

/** Rounds of drafts for a label. */
const ROUNDS = 60;
/** From this round on each draft gets one slip more than in the round before, so that few training texts do for any number of new ones. */
const PATIENT = 8;

/**
 * Makes `wanted` texts of a label, or as many as can be had: a share of disturbed training texts (see {@link disturbSeeds}), and drafts of the trigrams,
 * without copies and near copies of training texts, repeats, and what the judge takes for another label.
 */
export async function makeTexts(
  maker: TextMaker,
  block: TextBlock,
  label: number,
  wanted: number,
  random: Random,
): Promise<readonly MadeText[]> {
  if (maker.learned.labels[label].rows.length === 0) return [];
  const seeds = Math.floor(maker.mix * wanted + random.next());
  const made = [...disturbSeeds(maker, block, label, seeds, random)];
  for (let round = 0; round < ROUNDS && made.length < wanted; round++) {
    await checkpoint(block.signal);
    const slips = Math.max(0, round - PATIENT);
    const drafts: Draft[] = [];
    for (let i = 0; i < 2 * (wanted - made.length) + 8; i++) {
      const draft = draftText(maker, block, label, slips, random);
      if (draft !== null) drafts.push(draft);
    }
    made.push(...keepUnseen(judged(maker.judge, drafts, label, block.account), wanted - made.length, block));
  }
  return made;
}

function draftText(
  { learned, borrow, typos, copied }: TextMaker,
  { account }: TextBlock,
  label: number,
  slips: number,
  random: Random,
): Draft | null {
  const { own, longest, capitals } = learned.labels[label];
  account.drafts++;
  const tokens = drawTokens(own, learned.all, borrow, longest, random);
  if (tokens === null || tokens.length === 0) return null;
  const pieces = Array.from(tokens, (token) => learned.pieces[token]);
  const plain = joinPieces(pieces, random.next() < capitals);
  let text = changeFormat(addTypos(plain, typos, random), FORMATS_PER_TYPO * typos, random);
  for (let slip = 0; slip < slips; slip++) text = addTypo(text, random);
  const { share, text: parent } = sharedRun(text, learned);
  const copy = share > copied || learned.known.has(normalForm(text));
  if (copy) account.copies++;
  return copy ? null : { text, parent, origin: text === plain ? 'trigrams' : 'trigrams, disturbed' };
}

/** The drafts that the judge gives the label, each with its probability. */
function judged(judge: Judge | null, drafts: readonly Draft[], label: number, account: DraftAccount): MadeText[] {
  if (judge === null) return drafts.map((draft) => ({ ...draft, probability: Number.NaN }));
  const rows = readTexts(
    judge,
    drafts.map(({ text }) => text),
  );
  return drafts.flatMap((draft, row) => {
    const probability = judgeText(judge, rows, row, label, draft.parent);
    if (probability === 0) account.refused++;
    return probability > 0 ? [{ ...draft, probability }] : [];
  });
}

function keepUnseen(texts: readonly MadeText[], most: number, { taken, account }: TextBlock): readonly MadeText[] {
  const kept: MadeText[] = [];
  for (const made of texts) {
    if (kept.length === most) break;
    const form = normalForm(made.text);
    if (taken.has(form)) account.repeats++;
    else kept.push(made);
    taken.add(form);
  }
  return kept;
}
