import { type Column, type Context, checkpoint, columnKinds, type RowFinding, type Table } from '@verisim/core';
import { z } from 'zod';
import { remarkOnBatch } from './row-finding.ts';

/** A column's texts by row, `null` = missing. */
export interface NamedTexts {
  readonly name: string;
  readonly texts: readonly (string | null)[];
}

/** The option by which columns are named. */
export const columnsOption: z.ZodType<readonly string[]> = z
  .array(z.string())
  .default([])
  .describe('columns to look at; all text columns when there is none');

/** The texts of one column: text as it is, levels of a category; `null` for a column of numbers or one that is not there. */
export function textsOf(table: Table | undefined, name: string): readonly (string | null)[] | null {
  const at = table ? table.spec.columns.findIndex((spec) => spec.name === name) : -1;
  return table && at >= 0 ? written(table.columns[at]) : null;
}

function written(column: Column): readonly (string | null)[] | null {
  if (column.storage === 'numeric') return null;
  if (column.storage === 'text') return column.values;
  return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]));
}

/** The named columns of a table, or its text columns: those that are not ignored, and where all are (as readers declare them), all. */
export function textColumns(table: Table | undefined, names: readonly string[]): NamedTexts[] {
  return textNames(table, names).flatMap((name) => {
    const texts = textsOf(table, name);
    return texts === null ? [] : [{ name, texts }];
  });
}

/** The names of those columns. */
export function textNames(table: Table | undefined, names: readonly string[]): readonly string[] {
  if (names.length > 0) return names;
  const found = (table?.spec.columns ?? []).filter(({ kind }) => {
    const { storage, identifies } = columnKinds[kind];
    return storage === 'text' && !identifies;
  });
  const judged = found.filter(({ role }) => role !== 'ignore');
  return (judged.length > 0 ? judged : found).map(({ name }) => name);
}

/** The texts of the same columns in a table that stands beside a batch, joined; none without such a table or such columns. */
export function textsBeside(table: Table | undefined, names: readonly string[]): readonly (string | null)[] {
  return table === undefined || names.length === 0 ? [] : joinedTexts(table, names);
}

/** Each row's texts as one, a line each; `null` where all are missing. */
export function joinedTexts(table: Table, names: readonly string[]): readonly (string | null)[] {
  const columns = textColumns(table, names);
  if (columns.length === 1) return columns[0].texts;
  return Array.from({ length: table.rows }, (_, row) => {
    const parts = columns.flatMap(({ texts }) => texts[row] ?? []);
    return parts.length === 0 ? null : parts.join('\n');
  });
}

/** What is said where columns are not there: an `error` for those asked for by name, an `info` where there is no text at all. */
export function uncheckedFindings(batch: Table, names: readonly string[], what: string): RowFinding[] {
  const lacking = names.filter((name) => textsOf(batch, name) === null).map((name) => `"${name}"`);
  if (lacking.length > 0) {
    const message = `${what} cannot be checked in ${lacking.join(', ')}: the batch has no such column of text.`;
    return [remarkOnBatch('texts-unchecked', 'error', message)];
  }
  if (textNames(batch, names).length > 0) return [];
  const message = `${what} is not checked: the batch has no column of kind text. Name a column of another kind with the option columns.`;
  return [remarkOnBatch('texts-unchecked', 'info', message)];
}

/** Rows between two looks at the signal. */
const STRIDE = 1024;

/** Visits every text that is there, column by column. */
export async function visitTexts(
  columns: readonly NamedTexts[],
  ctx: Pick<Context, 'signal'>,
  visit: (text: string, row: number) => void,
): Promise<void> {
  await checkpoint(ctx.signal);
  for (const { texts } of columns) {
    for (const [row, text] of texts.entries()) {
      if (row % STRIDE === STRIDE - 1) await checkpoint(ctx.signal);
      if (text !== null) visit(text, row);
    }
  }
}
