import type { Table } from '@verisim/core';
import { badOracle } from '../errors.ts';

/** The user's model: one number for each row of a table, equal where its answer is the same (a class; a score cut at its threshold). It must give the same answer again. */
export type Oracle = (rows: Table) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** Asks the oracle and checks what it says. Throws `generator-rules/bad-oracle`. */
export async function askOracle(oracle: Oracle, rows: Table): Promise<Float64Array> {
  const answers = Float64Array.from(await oracle(rows));
  if (answers.length !== rows.rows) throw badOracle(`gave ${answers.length} answers for ${rows.rows} rows`);
  if (answers.some(Number.isNaN)) throw badOracle('gave an answer that is no number');
  return answers;
}
