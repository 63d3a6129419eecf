import { type ColumnSpec, cellOf, columnOf, concatTables, createTable, type Table, takeRows } from '@verisim/core';
import { badReview } from '../errors.ts';
import type { ReviewKey } from './draw-review.ts';

/** The columns of a sheet that are not the data's. `looks` is asked for in blinded reviews alone. */
export const sheetColumns = {
  row: 'review:row',
  decision: 'review:decision',
  reason: 'review:reason',
  looks: 'review:looks',
} as const;

/** What a reviewer said of a row; `null` = nothing. */
export interface ReviewAnswer {
  readonly id: string;
  readonly decision: 'accept' | 'reject' | null;
  readonly reason: string;
  readonly looks: 'real' | 'synthetic' | null;
}

const DECISIONS: Readonly<Record<string, 'accept' | 'reject'>> = {
  accept: 'accept',
  a: 'accept',
  yes: 'accept',
  ok: 'accept',
  reject: 'reject',
  r: 'reject',
  no: 'reject',
};
const LOOKS: Readonly<Record<string, 'real' | 'synthetic'>> = {
  real: 'real',
  r: 'real',
  synthetic: 'synthetic',
  s: 'synthetic',
};

/** The rows of a review in the order of its sheet, synthetic and real ones alike. */
export function reviewedRows(key: ReviewKey, synthetic: Table, real: Table): Table {
  const names = synthetic.spec.columns.map(({ name }) => name);
  const alike = createTable(
    synthetic.spec.columns,
    names.map((name) => columnOf(real, name)),
  );
  const both = concatTables([createTable(synthetic.spec.columns, synthetic.columns), alike]);
  return takeRows(
    both,
    key.rows.map(({ part, row }) => (part === 'real' ? synthetic.rows + row : row)),
  );
}

/** A sheet to fill in: the row's id, empty cells for the answers, then the row. `answers` fills in what is known already. */
export function reviewSheet(key: ReviewKey, rows: Table, answers: readonly ReviewAnswer[] = []): Table {
  const given = new Map(answers.map((answer) => [answer.id, answer]));
  const asked = ['row', 'decision', 'reason', ...(key.blinded ? (['looks'] as const) : [])] as const;
  const cells = asked.map((what) =>
    key.rows.map(({ id }) => (what === 'row' ? id : given.get(id)?.[what as 'decision' | 'reason' | 'looks'] || null)),
  );
  const specs = asked.map(
    (what): ColumnSpec => ({ name: sheetColumns[what], kind: 'text', nullable: true, role: 'ignore' }),
  );
  return createTable(
    [...specs, ...rows.spec.columns],
    [...cells.map((values) => ({ storage: 'text' as const, values })), ...rows.columns],
  );
}

/** The answers on a sheet that was filled in. Throws `plays/bad-review`, naming the row that cannot be read. */
export function readAnswers(sheet: Table): readonly ReviewAnswer[] {
  const names = sheet.spec.columns.map(({ name }) => name);
  for (const name of [sheetColumns.row, sheetColumns.decision])
    if (!names.includes(name))
      throw badReview(`The sheet has no column "${name}".`, 'Give the file that verisim review --out wrote.');
  const cell = (name: string, row: number) =>
    names.includes(name) ? String(cellOf(columnOf(sheet, name), row) ?? '').trim() : '';
  return Array.from({ length: sheet.rows }, (_, row): ReviewAnswer => {
    const id = cell(sheetColumns.row, row);
    if (id === '')
      throw badReview(`Row ${row + 1} of the sheet has no id.`, 'Give the file back with its first column.');
    return {
      id,
      decision: word(cell(sheetColumns.decision, row), DECISIONS, id, 'decision', 'accept or reject'),
      reason: cell(sheetColumns.reason, row),
      looks: word(cell(sheetColumns.looks, row), LOOKS, id, 'look', 'real or synthetic'),
    };
  });
}

function word<T>(text: string, known: Readonly<Record<string, T>>, id: string, what: string, wanted: string): T | null {
  if (text === '') return null;
  const found = Object.entries(known).find(([name]) => name === text.toLowerCase());
  if (found === undefined)
    throw badReview(`Row ${id} of the sheet: "${text}" is no ${what}.`, `Write ${wanted}, or leave the cell empty.`);
  return found[1];
}
