import type { RowFinding, Table, Validator } from '@verisim/core';
import { z } from 'zod';
import { remarkOn, remarkOnBatch, verdictOf } from './row-finding.ts';
import { type NamedTexts, textColumns, textsOf, visitTexts } from './text-columns.ts';
import { unsupportedFacts } from './unsupported-facts.ts';
import { citationForm, verbatimSpan } from './verbatim-span.ts';

/** Which columns hold what. */
export interface FaithfulnessOptions {
  /** The passage that a row must keep to. */
  readonly source: string;
  /** Citations from it: a JSON list of texts, or one text. */
  readonly citations: string;
  /** What must hold no number or name that neither source nor question has. */
  readonly answer: string;
  /** What may bring numbers and names of its own, beside the source. */
  readonly question: string;
  /** Drop rows without a citation. */
  readonly requireCitation: boolean;
  /** Drop rows with numbers or names that are not in the source; otherwise they are named. */
  readonly dropUnsupported: boolean;
}

const column = (name: string, text: string) => z.string().default(name).describe(text);

/**
 * Holds rows against the passage they were made from. Every citation must stand in it word for word but for case, white space, quotes and dashes (see `verbatimSpan`):
 * a row with one that does not is dropped. Numbers and names of the answer that are in neither passage nor question are flagged (see `unsupportedFacts`).
 */
export const faithfulnessValidator: Validator<FaithfulnessOptions> = {
  kind: 'validator',
  api: 1,
  name: 'faithfulness',
  version: '0.1.0',
  summary: 'Citations that are not in the source; numbers and names that it does not support',
  options: z.strictObject({
    source: column('source', 'column of the passage'),
    citations: column('citations', 'column of citations from it, a JSON list or one text'),
    answer: column('answer', 'column of the answer'),
    question: column('question', 'column of the question'),
    requireCitation: z.boolean().default(true).describe('drop rows without a citation, where there is such a column'),
    dropUnsupported: z.boolean().default(false).describe('drop rows with unsupported numbers or names'),
  }),
  async check(batch, options, _evidence, ctx) {
    ctx.signal.throwIfAborted();
    const [source] = textColumns(batch, [options.source]);
    if (source === undefined) return verdictOf(batch.rows, [unchecked(options.source, batch)]);
    const rows = {
      bad: [] as number[],
      none: [] as number[],
      lost: [] as number[],
      numbers: [] as number[],
      names: [] as number[],
    };
    const [citations, answer, question] = [options.citations, options.answer, options.question].map((name) =>
      textsOf(batch, name),
    );
    await visitTexts([everyRow(source, batch.rows)], ctx, (passage, row) => {
      if (passage === '') {
        rows.lost.push(row);
        return;
      }
      if (citations) {
        const state = citationState(citationsIn(citations[row]), passage);
        if (state !== 'verbatim') rows[state].push(row);
      }
      const { numbers, names } = unsupportedFacts(answer?.[row] ?? '', [passage, question?.[row] ?? '']);
      if (numbers.length > 0) rows.numbers.push(row);
      if (names.length > 0) rows.names.push(row);
    });
    const remark = (rule: string, says: string, hit: number[], drops: boolean) =>
      remarkOn(batch.rows, { rule, level: 'warning', says, rows: hit, drops });
    return verdictOf(batch.rows, [
      ...remark('no-source', 'have no passage to be held against', rows.lost, true),
      ...remark('citation-not-verbatim', 'cite what the passage does not say in these words', rows.bad, true),
      ...remark('no-citation', 'cite nothing', rows.none, options.requireCitation),
      ...remark(
        'unsupported-number',
        'hold a number that neither passage nor question has',
        rows.numbers,
        options.dropUnsupported,
      ),
      ...remark(
        'unsupported-name',
        'hold a name that neither passage nor question has',
        rows.names,
        options.dropUnsupported,
      ),
    ]);
  },
};

/** Missing passages as empty ones, so that their rows are seen. */
function everyRow({ name, texts }: NamedTexts, rows: number): NamedTexts {
  return { name, texts: Array.from({ length: rows }, (_, row) => texts[row]?.trim() ?? '') };
}

/** The citations of a cell: of a JSON list its texts (of objects their `text` or `quote`), else the cell itself. */
export function citationsIn(cell: string | null): string[] {
  if (cell === null || cell.trim() === '') return [];
  try {
    const read: unknown = JSON.parse(cell);
    if (Array.isArray(read)) return read.map(citedText);
    return typeof read === 'string' ? [read] : [cell];
  } catch {
    return [cell];
  }
}

function citedText(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  const { text, quote } = (entry ?? {}) as { readonly text?: unknown; readonly quote?: unknown };
  const found = text ?? quote;
  return typeof found === 'string' ? found : '';
}

function citationState(citations: readonly string[], passage: string): 'verbatim' | 'bad' | 'none' {
  if (citations.length === 0) return 'none';
  const form = citationForm(passage);
  return citations.every((citation) => verbatimSpan(citation, form) !== null) ? 'verbatim' : 'bad';
}

function unchecked(source: string, batch: Table): RowFinding {
  const message = `The batch has no text column "${source}" with the passages, so faithfulness is not checked (${batch.spec.columns.length} columns).`;
  return remarkOnBatch('faithfulness-unchecked', 'info', message);
}
