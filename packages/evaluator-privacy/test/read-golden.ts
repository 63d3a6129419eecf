import { readFileSync } from 'node:fs';
import { type Column, type ColumnKind, type ColumnSpec, columnKinds, createTable, type Table } from '@verisim/core';

/** The kinds of the golden tables' columns. */
export const goldenKinds: Readonly<Record<string, ColumnKind>> = {
  age: 'integer',
  income: 'number',
  score: 'number',
  group: 'category',
  member: 'boolean',
  joined: 'datetime',
  city: 'category',
  target: 'category',
};

/** A file among the fixtures as text. */
export function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
}

/** A golden table. The fixtures hold no quotes, so commas can be split at. */
export function readGolden(name: string): Table {
  const [head, ...lines] = fixture(name).trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  const names = head.split(',');
  const specs = names.map(
    (column): ColumnSpec => ({ name: column, kind: goldenKinds[column], nullable: true, role: 'feature' }),
  );
  const columns = names.map((column, at) =>
    toColumn(
      goldenKinds[column],
      rows.map((row) => row[at]),
    ),
  );
  return createTable(specs, columns);
}

function toColumn(kind: ColumnKind, cells: readonly string[]): Column {
  if (columnKinds[kind].storage === 'numeric') {
    const parse = (cell: string) => (kind === 'datetime' ? Date.parse(`${cell}T00:00Z`) : Number(cell));
    return { storage: 'numeric', values: Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : parse(cell))) };
  }
  const levels = [...new Set(cells.filter((cell) => cell !== ''))];
  return { storage: 'coded', codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)), levels };
}
