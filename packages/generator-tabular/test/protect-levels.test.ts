import { cellOf, columnOf, createContext, createRandom, fit, type Json, sample } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { trees } from '../src/index.ts';
import { protectLevels } from '../src/trees/protect-levels.ts';
import { codeValues } from '../src/value-table.ts';
import { drawn, tableOf } from './tables.ts';

/** Town "solo" occurs once, "pair" twice, "many" often; the income follows the town. */
const town = (row: number) => (row === 0 ? 'solo' : row < 3 ? 'pair' : row % 2 === 0 ? 'north' : 'south');
const data = tableOf({
  town: drawn(2000, 1, (_, row) => town(row)),
  income: drawn(2000, 2, (random, row) => (row % 2 === 0 ? 100 : 200) + Math.round(random.normal() * 10)),
});

async function synthesise(options: { readonly [option: string]: Json }) {
  const noted = new Map<string, unknown>();
  const ctx = createContext({ seed: 1, note: (key, value) => noted.set(key, value) });
  const { table } = await sample(trees, await fit(trees, data, options, ctx), { rows: 20_000 }, ctx);
  const counts = new Map<unknown, number>();
  for (let row = 0; row < table.rows; row++) {
    const level = cellOf(columnOf(table, 'town'), row);
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return { counts, noted };
}

describe('rare levels', () => {
  test('are not emitted and reported', async () => {
    const { counts, noted } = await synthesise({});
    expect([...counts.keys()].sort()).toEqual(['north', 'south']);
    expect(noted.get('protected-levels')).toEqual({ town: { levels: 2, rows: 3 } });
  });

  test('are emitted when that is asked for', async () => {
    const { counts, noted } = await synthesise({ rare: 0 });
    expect([...counts.keys()].sort()).toEqual(['north', 'pair', 'solo', 'south']);
    expect(noted.has('protected-levels')).toBe(false);
  });

  test('the preset of high privacy protects more of them', async () => {
    const levels = drawn(1000, 3, (_, row) => (row < 9 ? 'nine' : row < 20 ? 'eleven' : `l${row % 4}`));
    const noted = new Map<string, unknown>();
    const ctx = createContext({ seed: 1, note: (key, value) => noted.set(key, value) });
    await fit(trees, tableOf({ levels }), { privacy: 'high' }, ctx);
    expect(noted.get('protected-levels')).toEqual({ levels: { levels: 1, rows: 9 } });
  });

  test('that make up most of a column stay, and that is reported', async () => {
    const noted = new Map<string, unknown>();
    const ctx = createContext({ seed: 1, note: (key, value) => noted.set(key, value) });
    const names = tableOf({ name: drawn(50, 4, (_, row) => `n${Math.floor(row / 2)}`) });
    const { table } = await sample(trees, await fit(trees, names, {}, ctx), { rows: 500 }, ctx);
    expect(noted.get('unprotected-levels')).toEqual({ name: { rows: 50 } });
    expect(table.rows).toBe(500);
  });

  test('are counted by rows, missing cells left out', () => {
    const codes = Int32Array.from([-1, -1, 0, 1, 1, 2, 2, 2]);
    const values = protectLevels(codeValues({ storage: 'coded', levels: ['a', 'b', 'c', 'never'], codes }), 2);
    expect([...(values?.emitted ?? [])]).toEqual([1, 0, 1, 1, 0]);
  });
});

test('a column of missing cells and one level keeps both', async () => {
  const random = createRandom(3);
  const cells = Array.from({ length: 300 }, () => (random.next() < 0.4 ? null : 'only'));
  const ctx = createContext({ seed: 2 });
  const { table } = await sample(trees, await fit(trees, tableOf({ cells }), {}, ctx), { rows: 300 }, ctx);
  const missing = Array.from({ length: 300 }, (_, row) => cellOf(columnOf(table, 'cells'), row)).filter(
    (c) => c === null,
  );
  expect(missing.length).toBe(cells.filter((cell) => cell === null).length);
});
