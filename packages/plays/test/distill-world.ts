import { columnOf, createRandom, createTable, type Random, type Table, takeRows } from '@verisim/core';
import type { Teacher } from '@verisim/plays';

/** A table of a known process: whether a loan is repaid, from income, debts and region. */
export function loans(rows: number, seed: number): Table {
  const random = createRandom(seed);
  const income = new Float64Array(rows);
  const debts = new Float64Array(rows);
  const region = new Int32Array(rows);
  const repaid = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    income[i] = Math.round(1000 * Math.exp(0.5 * random.normal()) * 100) / 100;
    debts[i] = Math.round(500 * Math.exp(random.normal()) * 100) / 100;
    region[i] = random.int(0, 3);
    const score = (income[i] - debts[i]) / 150 + (region[i] === 0 ? 2 : -2);
    repaid[i] = Number(random.next() < 1 / (1 + Math.exp(-score)));
  }
  return createTable(
    [
      { name: 'income', kind: 'number', nullable: false, role: 'feature' },
      { name: 'debts', kind: 'number', nullable: false, role: 'feature' },
      { name: 'region', kind: 'category', nullable: false, role: 'feature' },
      { name: 'repaid', kind: 'boolean', nullable: false, role: 'target' },
    ],
    [
      { storage: 'numeric', values: income },
      { storage: 'numeric', values: debts },
      { storage: 'coded', codes: region, levels: ['north', 'south', 'west'] },
      { storage: 'coded', codes: repaid, levels: ['no', 'yes'] },
    ],
  );
}

/** A teacher that knows the label and errs: each answer by itself with chance `rate`, which may depend on the row. */
export function toyTeacher(rate: (region: number, repaid: number) => number, answers = 3): Teacher {
  return {
    name: 'toy',
    label(table, classes, { random }) {
      const region = columnOf(table, 'region');
      const repaid = columnOf(table, 'repaid');
      if (region.storage !== 'coded' || repaid.storage !== 'coded') throw new Error('not loans');
      const place = repaid.levels.map((level) => classes.indexOf(level));
      const answer = (stream: Random) =>
        repaid.codes.map((code, row) =>
          stream.next() < rate(region.codes[row], code) ? 1 - place[code] : place[code],
        );
      return { samples: Array.from({ length: answers }, (_, i) => answer(random.fork(`${i}`))), confidence: null };
    },
  };
}

export function rowsOf(table: Table, from: number, to: number): Table {
  return takeRows(
    table,
    Int32Array.from({ length: to - from }, (_, i) => from + i),
  );
}
