import { columnOf, isMissing, type Table } from '@verisim/core';
import type { Dirt } from './dirt.ts';

/** Missing cells, by column that has some. */
export function missingDirt(real: Table): readonly Dirt[] {
  return real.spec.columns.flatMap(({ name }): Dirt[] => {
    const count = (table: Table) => ({ hits: missingIn(table, name), of: table.rows });
    return count(real).hits === 0 ? [] : [{ what: `missing values of "${name}"`, count }];
  });
}

function missingIn(table: Table, name: string): number {
  const column = columnOf(table, name);
  let missing = 0;
  for (let row = 0; row < table.rows; row++) if (isMissing(column, row)) missing++;
  return missing;
}
