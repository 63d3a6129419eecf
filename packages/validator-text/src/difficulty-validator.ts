import { type Context, checkpoint, columnsWithRole, type Table, type Validator } from '@verisim/core';
import { hashedNgrams, tfIdf } from '@verisim/text-measures';
import { z } from 'zod';
import { createInvertedIndex, fileRow, visitProducts } from './inverted-index.ts';
import { remarkOnBatch, verdictOf } from './row-finding.ts';
import { columnsOption, joinedTexts, textNames, textsOf, uncheckedFindings } from './text-columns.ts';

/** What difficulty is told from. */
export interface DifficultyOptions {
  readonly columns: readonly string[];
  /** The column of labels; '' = the target of the batch. */
  readonly label: string;
  /** Nearest training texts that are asked. */
  readonly neighbours: number;
}

/** Below the first a text is easy, from the second on hard. */
const EASY = 1 / 3;
const HARD = 2 / 3;

/**
 * Tags how hard a text is to label rightly: 1 - the share, weighted by cosine, of its label among the nearest training texts (TF-IDF of words, word pairs and character
 * 3- and 4-grams), in [0, 1]; `NaN` for one that shares nothing with any. `difficulty-band` is easy (below 1/3), medium or hard (from 2/3). A hard text may be a boundary
 * case or wrongly labelled: look at it before you drop it. Drops nothing.
 */
export const difficultyValidator: Validator<DifficultyOptions> = {
  kind: 'validator',
  api: 1,
  name: 'difficulty',
  version: '0.1.0',
  summary: 'Tags how hard each text is to label, by its nearest training texts',
  options: z.strictObject({
    columns: columnsOption,
    label: z.string().default('').describe('column of labels; the target when empty'),
    neighbours: z.number().int().min(1).default(10).describe('nearest training texts that are asked'),
  }),
  async check(batch, { columns: asked, label, neighbours }, { train }, ctx) {
    const columns = textNames(batch, asked);
    const name = label === '' ? columnsWithRole(batch.spec, 'target')[0] : label;
    const [own, known] = [batch, train].map((table) => (name === undefined ? null : textsOf(table, name)));
    if (train === undefined || own === null || known === null || textsAbsent(batch, train, columns)) {
      const why = 'Difficulty is not tagged: it needs texts and labels of batch and training rows.';
      return verdictOf(batch.rows, [
        ...uncheckedFindings(batch, asked, 'Difficulty'),
        remarkOnBatch('difficulty-unknown', 'info', why),
      ]);
    }
    const difficulty = await difficulties(batch, train, { columns, own, known, neighbours }, ctx);
    return verdictOf(batch.rows, [], { difficulty, 'difficulty-band': Array.from(difficulty, bandOf) });
  },
};

interface Asked {
  readonly columns: readonly string[];
  readonly own: readonly (string | null)[];
  readonly known: readonly (string | null)[];
  readonly neighbours: number;
}

function textsAbsent(batch: Table, train: Table, columns: readonly string[]): boolean {
  return (
    columns.length === 0 || [batch, train].some((table) => joinedTexts(table, columns).every((text) => text === null))
  );
}

async function difficulties(batch: Table, train: Table, asked: Asked, ctx: Context): Promise<Float64Array> {
  await checkpoint(ctx.signal);
  const orders = { words: [1, 2], characters: [3, 4] };
  const [seen, made] = [train, batch].map((table) =>
    hashedNgrams(
      joinedTexts(table, asked.columns).map((text) => text ?? ''),
      orders,
    ),
  );
  const index = createInvertedIndex(tfIdf(seen));
  for (let row = 0; row < train.rows; row++) if (asked.known[row] !== null) fileRow(index, row);
  const rows = tfIdf(made, seen);
  const found = new Float64Array(batch.rows).fill(Number.NaN);
  for (let row = 0; row < batch.rows; row++) {
    if (row % 256 === 255) await checkpoint(ctx.signal);
    const near: (readonly [cosine: number, other: number])[] = [];
    visitProducts(index, rows, row, (other, cosine) => near.push([cosine, other]));
    // Equal cosines by label, so that the order of training rows does not matter.
    near.sort((a, b) => b[0] - a[0] || compare(asked.known[a[1]], asked.known[b[1]]));
    const best = near.slice(0, asked.neighbours);
    const all = best.reduce((sum, [cosine]) => sum + cosine, 0);
    const agreeing = best.reduce(
      (sum, [cosine, other]) => sum + (asked.known[other] === asked.own[row] ? cosine : 0),
      0,
    );
    if (all > 0 && asked.own[row] !== null) found[row] = Math.min(1, Math.max(0, 1 - agreeing / all));
  }
  return found;
}

function compare(a: string | null, b: string | null): number {
  return a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1;
}

function bandOf(difficulty: number): string | null {
  if (Number.isNaN(difficulty)) return null;
  if (difficulty < EASY) return 'easy';
  return difficulty < HARD ? 'medium' : 'hard';
}
