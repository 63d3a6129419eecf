import type { RowFinding, Verdict } from '@verisim/core';

/** What is said of rows, before the count is put in front of it. */
export interface RowRemark {
  readonly rule: string;
  readonly level: RowFinding['level'];
  /** Goes on from "12 of 1000 rows (first: row 18) ...". Never holds a training cell. */
  readonly says: string;
  readonly rows: Int32Array;
  readonly drops: boolean;
}

/** A finding on rows, as a list of one; an empty list when no row is hit. Rows in messages count from 1. */
export function remarkOn(batchRows: number, { says, ...remark }: RowRemark): RowFinding[] {
  const { rows, drops } = remark;
  if (rows.length === 0) return [];
  const count = `${rows.length} of ${batchRows} rows (first: row ${rows[0] + 1})`;
  return [{ ...remark, message: `${count} ${says}${drops ? '; dropped' : ''}.` }];
}

/** A finding on the batch as a whole. */
export function remarkOnBatch(rule: string, level: RowFinding['level'], message: string): RowFinding {
  return { rule, level, message, rows: new Int32Array(0), drops: false };
}

/** The verdict that follows from findings: rows of any finding that drops are not kept. */
export function verdictOf(batchRows: number, findings: readonly RowFinding[]): Verdict {
  const keep = new Uint8Array(batchRows).fill(1);
  for (const finding of findings) if (finding.drops) for (const row of finding.rows) keep[row] = 0;
  return { keep, findings };
}

/** The rows that pass a test, ascending. */
export function rowsThat(rows: number, test: (row: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let row = 0; row < rows; row++) if (test(row)) found.push(row);
  return Int32Array.from(found);
}
