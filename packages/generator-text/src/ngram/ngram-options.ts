import { z } from 'zod';
import type { Quotas } from './label-quotas.ts';

/** How texts are made without a language model. */
export interface NgramOptions {
  readonly text: string | null;
  readonly quotas: Quotas;
  readonly discount: number;
  readonly borrow: number;
  readonly mix: number;
  readonly typos: number;
  readonly copied: number;
  readonly judge: 'on' | 'off';
}

const share = z.number().min(0).max(1);

export const ngramOptions: z.ZodType<NgramOptions> = z.strictObject({
  text: z.string().nullable().default(null).describe('The column of texts; the only one where it is left out'),
  quotas: z
    .union([z.enum(['real', 'even', 'fill']), z.record(z.string(), z.number().min(0).max(1e9))])
    .default('real')
    .describe(
      'Labels as often as in the seeds (real), all alike (even), what each lacks to the most frequent (fill), or proportions: {"refund":3,"fee":1}',
    ),
  discount: share
    .default(0.7)
    .describe('How freely words are joined: 1 as Kneser-Ney estimates it, 0 only as seen in a row of three'),
  borrow: share.default(0.5).describe('Share of the words drawn from the texts of all labels together'),
  mix: share.default(0.5).describe('Share of the texts that are seeds with slips, at most four of a seed in a block'),
  typos: share
    .default(0.08)
    .describe(
      'Probability that a word of three letters or more has a slip of the keyboard; four times that in a seed, and twice that for case or punctuation as in a hurry',
    ),
  copied: share.default(0.8).describe('The longest run of words that may stand in one seed, as a share of the text'),
  judge: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether texts that a classifier takes for another label are dropped'),
});
