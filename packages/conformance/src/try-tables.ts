import { cellOf, type Table } from '@verisim/core';
import fc from 'fast-check';
import { arbitraryTable } from './arbitrary-table.ts';
import type { Tested } from './demand.ts';
import { brokenContract } from './errors.ts';

/** Equal for every run, so that a failure can be seen again. */
const SEED = 20_261_121;

/** Failing tables that are tried to find a smaller one. */
const SHRINKS = 400;

/** What goes wrong on a table, as a phrase, or `null`. */
type Trial = (table: Table) => Promise<{ readonly what: string; readonly cause?: unknown } | null>;

/** Tries random small tables and demands that none makes trouble. The message shows the smallest one found that does. */
export async function demandOnAnyTable(subject: Tested, trial: Trial): Promise<void> {
  let failures = 0;
  let last: Awaited<ReturnType<Trial>> = null;
  let smallest: Table | null = null;
  const property = fc.asyncProperty(arbitraryTable(), async (table) => {
    if (failures >= SHRINKS) return;
    const trouble = await trial(table);
    if (trouble === null) return;
    failures++;
    [last, smallest] = [trouble, table];
    throw new Error(trouble.what);
  });
  await fc.check(property, { seed: SEED, numRuns: subject.examples });
  if (last === null || smallest === null) return;
  const { what, cause } = last as { what: string; cause?: unknown };
  throw brokenContract(
    subject.plugin,
    `on a random table ${what}; the smallest found is ${showTable(smallest)}`,
    cause,
  );
}

/** A small table as one line: each column's name, kind and cells. */
export function showTable(table: Table): string {
  const columns = table.spec.columns.map(({ name, kind }, i) => {
    const cells = Array.from({ length: table.rows }, (_, row) => cellOf(table.columns[i], row));
    const shown = cells.map((cell) => (Object.is(cell, -0) ? '-0' : JSON.stringify(cell)));
    return `${JSON.stringify(name)} (${kind}) [${shown.join(', ')}]`;
  });
  const text = `${table.rows} rows: ${columns.join('; ')}`;
  return text.length > 1500 ? `${text.slice(0, 1500)}...` : text;
}
