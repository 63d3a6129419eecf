import type { RowFinding, Verdict } from '@verisim/core';

/** What is said of rows, before the count is put in front of it. */
export interface RowRemark {
  readonly rule: string;
  readonly level: RowFinding['level'];
  /** Goes on from "12 of 1000 texts (first: row 18) ...". Holds no text of a row. */
  readonly says: string;
  readonly rows: ArrayLike<number>;
  readonly drops: boolean;
}

/** A finding on rows, as a list of one; an empty list when no row is hit. Rows in messages count from 1. */
export function remarkOn(batchRows: number, { rule, level, says, rows, drops }: RowRemark): RowFinding[] {
  if (rows.length === 0) return [];
  const unique = Int32Array.from(new Set(Array.from(rows))).sort();
  const count = `${unique.length} of ${batchRows} texts (first: row ${unique[0] + 1})`;
  return [{ rule, level, rows: unique, drops, message: `${count} ${says}${drops ? '; dropped' : ''}.` }];
}

/** A finding on the batch as a whole. */
export function remarkOnBatch(rule: string, level: RowFinding['level'], message: string): RowFinding {
  return { rule, level, message, rows: new Int32Array(0), drops: false };
}

/** The verdict that follows from findings: rows of any finding that drops are not kept. */
export function verdictOf(batchRows: number, findings: readonly RowFinding[], tags?: Verdict['tags']): Verdict {
  const keep = new Uint8Array(batchRows).fill(1);
  for (const finding of findings) if (finding.drops) for (const row of finding.rows) keep[row] = 0;
  return { keep, findings, ...(tags && { tags }) };
}
