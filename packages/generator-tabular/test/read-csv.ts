import { readFileSync } from 'node:fs';
import { type Column, type ColumnKind, type ColumnSpec, createTable, type Table } from '@verisim/core';

/** A plain CSV file (no quoted cells) as a table: numbers, categories and whatever `kinds` names. */
export function readCsv(file: string | URL, kinds: Readonly<Record<string, ColumnKind>>, target?: string): Table {
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const cells = lines.map((line) => line.split(','));
  const names = head.split(',');
  const columns = names.map((name, i) =>
    toColumn(
      kinds[name] ?? 'category',
      cells.map((row) => row[i]),
    ),
  );
  const specs = names.map((name, i): ColumnSpec => {
    const kind = kinds[name] ?? 'category';
    const nullable = cells.some((row) => row[i] === '');
    return { name, kind, nullable, role: name === target ? 'target' : 'feature' };
  });
  return createTable(specs, columns);
}

function toColumn(kind: ColumnKind, cells: readonly string[]): Column {
  if (kind === 'text' || kind === 'id')
    return { storage: 'text', values: cells.map((cell) => (cell === '' ? null : cell)) };
  if (kind === 'category' || kind === 'boolean') {
    const levels = [...new Set(cells.filter((cell) => cell !== ''))];
    const place = new Map(levels.map((level, code) => [level, code]));
    return { storage: 'coded', levels, codes: Int32Array.from(cells, (cell) => place.get(cell) ?? -1) };
  }
  const parse = kind === 'datetime' ? Date.parse : Number;
  return { storage: 'numeric', values: Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : parse(cell))) };
}
