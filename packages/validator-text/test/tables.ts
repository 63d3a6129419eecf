import { type ColumnSpec, type Context, createContext, createTable, type Table } from '@verisim/core';

/** Text columns by name, `null` = missing; names of categories come in the second argument. */
export function textTable(columns: Readonly<Record<string, readonly (string | null)[]>>, target?: string): Table {
  const names = Object.keys(columns);
  const specs = names.map((name): ColumnSpec => {
    const role = name === target ? 'target' : 'feature';
    return { name, kind: name === target ? 'category' : 'text', nullable: true, role };
  });
  return createTable(
    specs,
    names.map((name) => {
      const cells = columns[name];
      if (name !== target) return { storage: 'text', values: cells };
      const levels = [...new Set(cells.filter((cell) => cell !== null))];
      return {
        storage: 'coded',
        levels,
        codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell))),
      };
    }),
  );
}

export const quiet: Context = createContext();
