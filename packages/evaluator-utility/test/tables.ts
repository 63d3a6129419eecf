import { readFileSync } from 'node:fs';
import { type Column, type ColumnSpec, createTable, type Table } from '@verisim/core';

/** A numeric column from numbers, a coded one from texts; `null` = missing. */
export function tableOf(columns: Readonly<Record<string, ArrayLike<number | string | null>>>): Table {
  const specs: ColumnSpec[] = [];
  const made: Column[] = [];
  for (const [name, cells] of Object.entries(columns)) {
    const values = Array.from(cells);
    const present = values.filter((value) => value !== null);
    if (present.length > 0 && present.every((value) => typeof value === 'number')) {
      const kind = present.every((value) => Number.isInteger(value)) ? 'integer' : 'number';
      specs.push({ name, kind, nullable: present.length < values.length, role: 'feature' });
      made.push({ storage: 'numeric', values: Float64Array.from(values, (value) => (value as number) ?? Number.NaN) });
    } else {
      const levels = [...new Set(present.map(String))].sort();
      specs.push({ name, kind: 'category', nullable: present.length < values.length, role: 'feature', levels });
      const codes = Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(String(value))));
      made.push({ storage: 'coded', codes, levels });
    }
  }
  return createTable(specs, made);
}

/** A plain CSV without quotes: columns of numbers become numeric, all others coded, empty cells missing. */
export function readPlainCsv(file: string | URL): Table {
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const cells = lines.map((line) => line.split(','));
  const columns = head.split(',').map((name, i): [string, (number | string | null)[]] => {
    const texts = cells.map((row) => (row[i] === '' ? null : row[i]));
    const numeric = texts.every((text) => text === null || Number.isFinite(Number(text)));
    return [name, numeric ? texts.map((text) => (text === null ? null : Number(text))) : texts];
  });
  return tableOf(Object.fromEntries(columns));
}
