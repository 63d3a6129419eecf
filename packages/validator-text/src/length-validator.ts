import type { Validator } from '@verisim/core';
import { words } from '@verisim/text-measures';
import { z } from 'zod';
import { remarkOn, verdictOf } from './row-finding.ts';
import { columnsOption, type NamedTexts, textColumns, uncheckedFindings, visitTexts } from './text-columns.ts';

/** How long texts may be. */
export interface LengthOptions {
  readonly columns: readonly string[];
  /** Characters (code points), white space at the ends left out; 0 = no limit of its own. */
  readonly minCharacters: number;
  readonly maxCharacters: number;
  readonly minWords: number;
  readonly maxWords: number;
  /** Texts shorter than the shortest training text / slack, or longer than the longest x slack, are dropped too; 0 = training says nothing. */
  readonly slack: number;
}

const limit = (text: string) => z.number().int().min(0).default(0).describe(`${text}; 0: no limit`);

/** Drops texts that are too short or too long, by declared limits and by the lengths of the training texts of the same column. */
export const lengthValidator: Validator<LengthOptions> = {
  kind: 'validator',
  api: 1,
  name: 'length',
  version: '0.1.0',
  summary: 'Texts that are too short or too long',
  options: z.strictObject({
    columns: columnsOption,
    minCharacters: limit('fewest characters'),
    maxCharacters: limit('most characters'),
    minWords: limit('fewest words'),
    maxWords: limit('most words'),
    slack: z.number().min(0).default(2).describe('how far beyond the lengths of training texts; 0: any'),
  }),
  async check(batch, options, { train }, ctx) {
    const checked = textColumns(batch, options.columns);
    const [short, long, off]: number[][] = [[], [], []];
    for (const column of checked) {
      const known = await trainingLengths(textColumns(train, [column.name]), options.slack, ctx);
      await visitTexts([column], ctx, (text, row) => {
        const characters = charactersIn(text);
        const count = options.minWords + options.maxWords > 0 ? words(text).length : 0;
        if (characters < options.minCharacters || count < options.minWords) short.push(row);
        else if (characters > (options.maxCharacters || Infinity) || count > (options.maxWords || Infinity))
          long.push(row);
        else if (known && (characters < known[0] || characters > known[1])) off.push(row);
      });
    }
    const remark = (rule: string, says: string, rows: number[]) =>
      remarkOn(batch.rows, { rule, level: 'warning', says, rows, drops: true });
    return verdictOf(batch.rows, [
      ...uncheckedFindings(batch, options.columns, 'The length'),
      ...remark('too-short', 'are shorter than the limit', short),
      ...remark('too-long', 'are longer than the limit', long),
      ...remark(
        'unlike-training-length',
        `are over ${options.slack} times shorter or longer than any training text`,
        off,
      ),
    ]);
  },
};

/** The range that training lengths leave; `null` where there are none to go by. */
async function trainingLengths(
  columns: readonly NamedTexts[],
  slack: number,
  ctx: Parameters<typeof visitTexts>[1],
): Promise<readonly [number, number] | null> {
  let [least, most] = [Infinity, 0];
  await visitTexts(columns, ctx, (text) => {
    const characters = charactersIn(text);
    least = Math.min(least, characters);
    most = Math.max(most, characters);
  });
  return slack === 0 || most === 0 ? null : [least / slack, most * slack];
}

function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text.trim()) count++;
  return count;
}
