import { type Column, type Random, shuffle, type Table } from '@verisim/core';

/** A table in which a part of the rows, drawn by chance, are replaced by training rows, also drawn by chance. */
export function plantLeak(synthetic: Table, real: Table, part: number, random: Random): Table {
  const count = Math.max(1, Math.round(part * synthetic.rows));
  const numbers = Int32Array.from({ length: synthetic.rows }, (_, i) => i);
  const places = shuffle(numbers, random.fork('places')).slice(0, count);
  const draw = random.fork('rows');
  const rows = Int32Array.from(places, () => draw.int(0, real.rows));
  const columns = synthetic.columns.map((column, at) => replaceCells(column, places, real.columns[at], rows));
  return { ...synthetic, columns };
}

/** Both columns have the same storage. */
function replaceCells(column: Column, places: Int32Array, from: Column, rows: Int32Array): Column {
  if (column.storage === 'numeric' && from.storage === 'numeric') {
    const values = column.values.slice();
    places.forEach((place, i) => {
      values[place] = from.values[rows[i]];
    });
    return { ...column, values };
  }
  if (column.storage === 'coded' && from.storage === 'coded') {
    const levels = [...new Set([...column.levels, ...from.levels])];
    const numbers = new Map(levels.map((level, code) => [level, code]));
    const codes = column.codes.slice();
    places.forEach((place, i) => {
      const code = from.codes[rows[i]];
      codes[place] = code < 0 ? -1 : (numbers.get(from.levels[code]) ?? -1);
    });
    return { ...column, codes, levels };
  }
  if (column.storage !== 'text' || from.storage !== 'text') return column;
  const values = [...column.values];
  places.forEach((place, i) => {
    values[place] = from.values[rows[i]];
  });
  return { ...column, values };
}
