import { type Column, type ColumnKind, createRandom, createTable, type Table } from '@verisim/core';
import { readCsv } from './read-csv.ts';

const KINDS: Readonly<Record<string, ColumnKind>> = {
  age: 'integer',
  income: 'number',
  score: 'number',
  member: 'boolean',
  joined: 'datetime',
};

/** `golden/real.csv`: 1,200 rows of mixed kinds; `score` is missing in 25 % of groups D and E and 4 % elsewhere. */
export function goldenReal(): Table {
  return readCsv(new URL('./fixtures/golden-real.csv', import.meta.url), KINDS, 'target');
}

/** Columns of plain arrays: numbers, texts as categories unless `kinds` says otherwise, `null` = missing. */
export function tableOf(
  cells: Readonly<Record<string, readonly (number | string | null)[]>>,
  kinds: Readonly<Record<string, ColumnKind>> = {},
): Table {
  const names = Object.keys(cells);
  const specs = names.map((name) => {
    const kind = kinds[name] ?? (cells[name].some((cell) => typeof cell === 'string') ? 'category' : 'number');
    return {
      name,
      kind,
      nullable: cells[name].includes(null),
      role: name === 'target' ? 'target' : 'feature',
    } as const;
  });
  return createTable(
    specs,
    names.map((name, i) => columnOf(cells[name], specs[i].kind)),
  );
}

function columnOf(cells: readonly (number | string | null)[], kind: ColumnKind): Column {
  if (kind === 'text' || kind === 'id')
    return { storage: 'text', values: cells.map((cell) => (cell === null ? null : String(cell))) };
  if (kind === 'category' || kind === 'boolean') {
    const levels = [...new Set(cells.filter((cell) => cell !== null).map(String))];
    return {
      storage: 'coded',
      levels,
      codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(String(cell)))),
    };
  }
  return {
    storage: 'numeric',
    values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
  };
}

/** `rows` draws of a function of a seeded random source. */
export function drawn<T>(
  rows: number,
  seed: number,
  draw: (random: ReturnType<typeof createRandom>, row: number) => T,
): T[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, (_, row) => draw(random, row));
}
