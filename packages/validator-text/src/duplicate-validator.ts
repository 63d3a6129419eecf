import type { RowFinding, Validator } from '@verisim/core';
import { z } from 'zod';
import { type Copies, findCopies } from './find-copies.ts';
import { type Duplicates, findDuplicates } from './find-duplicates.ts';
import { remarkOn, verdictOf } from './row-finding.ts';
import { columnsOption, joinedTexts, textNames, textsBeside, uncheckedFindings } from './text-columns.ts';

/** How alike texts may be. */
export interface DuplicateOptions {
  readonly columns: readonly string[];
  /** Least Jaccard similarity of character 5-grams at which a text goes because of an earlier one of the batch or an accepted one. */
  readonly threshold: number;
  /** The same against training texts; 0 = not compared. */
  readonly trainThreshold: number;
}

const share = (text: string) => z.number().describe(text);

/**
 * Drops exact and near-duplicates among the batch and the accepted rows (see `findDuplicates`: the first stays, and the reason is always a text that stayed), and copies of
 * training texts. Several columns count as one text. Tags each dropped row with what it repeats and how alike they are; `explainDuplicate` shows what
 * two texts share.
 */
export const duplicateTextValidator: Validator<DuplicateOptions> = {
  kind: 'validator',
  api: 1,
  name: 'duplicate-text',
  version: '0.1.0',
  summary: 'Exact and near-duplicate texts, and copies of training texts',
  options: z.strictObject({
    columns: columnsOption,
    threshold: share('least Jaccard similarity of character 5-grams of a duplicate').min(0.1).max(1).default(0.8),
    trainThreshold: z
      .union([z.literal(0), share('').min(0.1).max(1)])
      .default(0.9)
      .describe('the same for copies of training texts; 0: they are not looked for'),
  }),
  async check(batch, { columns, threshold, trainThreshold }, { train, accepted }, ctx) {
    const names = textNames(batch, columns);
    const texts = joinedTexts(batch, names);
    const before = textsBeside(accepted, names);
    const found = await findDuplicates([...before, ...texts], { threshold, given: before.length }, ctx);
    const known = trainThreshold > 0 ? textsBeside(train, names) : [];
    const copies = await findCopies(texts, known, trainThreshold || 1, ctx);
    return verdictOf(
      batch.rows,
      [...uncheckedFindings(batch, columns, 'Repetition'), ...findingsOf(batch.rows, found, before.length, copies)],
      tagsOf(batch.rows, found, before.length, copies),
    );
  },
};

function findingsOf(rows: number, { of, exact: same }: Duplicates, before: number, copies: Copies): RowFinding[] {
  const [exact, near, accepted, copied]: number[][] = [[], [], [], []];
  for (let row = 0; row < rows; row++) {
    const reason = of[before + row];
    if (copies.of[row] >= 0) copied.push(row);
    if (reason < 0) continue;
    if (reason < before) accepted.push(row);
    else if (same[before + row] === 1) exact.push(row);
    else near.push(row);
  }
  const remark = (rule: string, says: string, hit: number[]) =>
    remarkOn(rows, { rule, level: 'warning', says, rows: hit, drops: true });
  return [
    ...remark('exact-duplicate', 'equal an earlier one but for case and white space', exact),
    ...remark('near-duplicate', 'are nearly the same as an earlier one that stays', near),
    ...remark('accepted-duplicate', 'are, or nearly are, a text accepted before', accepted),
    ...remark('training-copy', 'are, or nearly are, a training text', copied),
  ];
}

function tagsOf(rows: number, { of, similarity }: Duplicates, before: number, copies: Copies) {
  const reasons: (string | null)[] = [];
  const alike = new Float64Array(rows).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    const reason = of[before + row];
    const copied = copies.of[row] >= 0;
    if (reason >= 0) reasons.push(reason < before ? `accepted row ${reason + 1}` : `row ${reason - before + 1}`);
    else reasons.push(copied ? 'a training row' : null);
    if (reason >= 0) alike[row] = similarity[before + row];
    else if (copied) alike[row] = copies.similarity[row];
  }
  return { 'duplicate-of': reasons, 'duplicate-similarity': alike };
}
