import type { Finding, RowFinding } from '@verisim/core';

/** A finding on one block as numbers, so that those of many blocks can be added up. */
export interface BlockFinding {
  readonly rule: string;
  readonly level: Finding['level'];
  /** What is said of the rows; the whole message where it does not begin with their number. */
  readonly says: string;
  /** Rows that were hit, 0 for a finding on the batch. */
  readonly rows: number;
  /** The first of them, from 0. */
  readonly first: number;
}

/** A finding without its row numbers. */
export function blockFinding({ rule, level, message, rows }: RowFinding, batchRows: number): BlockFinding {
  const start = counted(rows.length, batchRows, rows[0]);
  const says = rows.length > 0 && message.startsWith(start) ? message.slice(start.length) : message;
  return { rule, level, says, rows: says === message ? 0 : rows.length, first: rows[0] ?? 0 };
}

/** The findings on blocks as findings on all rows: those that say the same are one, their rows counted together. */
export function mergeFindings(
  blocks: readonly { readonly rows: number; readonly findings: readonly BlockFinding[] }[],
): readonly Finding[] {
  const merged = new Map<string, BlockFinding>();
  let before = 0;
  for (const { rows, findings } of blocks) {
    for (const finding of findings) {
      const key = JSON.stringify([finding.rule, finding.level, finding.says]);
      const known = merged.get(key);
      const first = known?.first ?? before + finding.first;
      merged.set(key, { ...finding, first, rows: (known?.rows ?? 0) + finding.rows });
    }
    before += rows;
  }
  return [...merged.values()].map(({ rule, level, says, rows, first }) => ({
    rule,
    level,
    message: rows === 0 ? says : counted(rows, before, first) + says,
  }));
}

/** How a message on rows begins; see `remarkOn` of validator-table. Rows count from 1. */
function counted(rows: number, all: number, first: number): string {
  return `${rows} of ${all} rows (first: row ${first + 1}) `;
}
