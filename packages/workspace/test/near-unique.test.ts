import { existsSync, readFileSync } from 'node:fs';
import {
  type Column,
  createRandom,
  createTable,
  type Random,
  rowFingerprints,
  shuffle,
  type Table,
  takeRows,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { CHANCE_LIMIT, nearUniqueRows } from '../src/near-unique.ts';
import { coded, commonTable, mixedTable, numeric, specOf } from './tables.ts';

const share = (marks: Uint8Array) => marks.reduce((sum, mark) => sum + mark, 0) / marks.length;

/** Every other row a pair of common values (70 x 70 pairs), the others a pair of rare ones (2,200 x 2,200). */
function twoCorners(rows: number, random: Random): Table {
  const column = () =>
    numeric(Array.from({ length: rows }, (_, i) => (i % 2 ? random.int(0, 70) : 1e6 + random.int(0, 2200))));
  return createTable([specOf('left', 'integer'), specOf('right', 'integer')], [column(), column()]);
}

describe('near-unique rows', () => {
  test('are all rows where every row is one of its kind', () => {
    expect(share(nearUniqueRows(mixedTable(1000), ['amount', 'count', 'code'], 'exact'))).toBe(1);
  });

  test('are none in a table of few distinct rows, though some occur once', () => {
    const table = takeRows(
      commonTable(2000),
      Array.from({ length: 2000 }, (_, i) => i),
    );
    expect(share(nearUniqueRows(table, ['a', 'b', 'c'], 'exact'))).toBe(0);
    const ages = createTable([specOf('age', 'integer')], [numeric(Array.from({ length: 60 }, (_, i) => i % 59))]);
    expect(share(nearUniqueRows(ages, ['age'], 'exact'))).toBe(0);
  });

  test('never occur twice', () => {
    const table = mixedTable(500);
    const doubled = takeRows(table, [...Array(500).keys(), 3, 4]);
    const marks = nearUniqueRows(doubled, ['amount', 'count', 'day'], 'exact');
    expect([marks[3], marks[4], marks[500], marks[501], marks[5]]).toEqual([0, 0, 0, 0, 1]);
  });

  test('are counted in the form asked for', () => {
    const amounts = Array.from({ length: 400 }, (_, i) => 1000 * 1.02 ** i);
    const table = createTable([specOf('amount', 'number')], [numeric([...amounts, 123_456, 123_457])]);
    expect([...nearUniqueRows(table, ['amount'], 'exact').slice(400)]).toEqual([1, 1]);
    expect([...nearUniqueRows(table, ['amount'], 'normal').slice(400)]).toEqual([0, 0]);
  });

  test('are those of the rare corner where a table has a common one', () => {
    const table = twoCorners(20_000, createRandom(4));
    const marks = nearUniqueRows(table, ['left', 'right'], 'exact');
    expect(share(marks.filter((_, i) => i % 2 === 1))).toBe(0);
    expect(share(marks.filter((_, i) => i % 2 === 0))).toBeGreaterThan(0.9);
  });

  test('recur by chance about as often as the closed form says, so the limit decides where it should', () => {
    // Uniform over K forms, n rows: a form recurs n / K times in n new rows.
    const at = (recurrence: number) => {
      const n = 20_000;
      const random = createRandom(`K${recurrence}`);
      const k = Math.round(n / recurrence);
      const values = numeric(Array.from({ length: n }, () => random.int(0, k)));
      return share(nearUniqueRows(createTable([specOf('n', 'integer')], [values]), ['n'], 'exact'));
    };
    expect(at(CHANCE_LIMIT / 10)).toBeGreaterThan(0.9);
    expect(at(CHANCE_LIMIT * 4)).toBe(0);
  });

  test('no columns, no rows: nothing is marked', () => {
    expect(share(nearUniqueRows(mixedTable(10), [], 'exact'))).toBe(0);
    expect(nearUniqueRows(mixedTable(0), ['amount'], 'exact')).toHaveLength(0);
  });
});

const ADULT = new URL('../../../../shared/data/adult/train.csv', import.meta.url);
if (!existsSync(ADULT)) console.warn('skipped: near-unique rows on UCI Adult (../shared/data/adult is absent)');

describe.skipIf(!existsSync(ADULT))('on UCI Adult, against real rows that were set aside', () => {
  test.each([
    ['all columns', [], 0.95, 1],
    ['without the sampling weight', ['fnlwgt'], 0.2, 0.6],
    [
      'six coarse columns',
      [
        'fnlwgt',
        'education',
        'education.num',
        'occupation',
        'capital.gain',
        'capital.loss',
        'hours.per.week',
        'native.country',
        'age',
      ],
      0,
      0.1,
    ],
  ])('%s', (_, dropped, least, most) => {
    const table = readAdult(dropped);
    const order = shuffle(
      Int32Array.from({ length: table.rows }, (_, i) => i),
      createRandom(7),
    );
    const known = takeRows(table, order.subarray(0, 16_000));
    const fresh = takeRows(table, order.subarray(16_000, 32_000));
    const names = table.spec.columns.map(({ name }) => name);
    const marks = nearUniqueRows(known, names, 'exact');
    expect(share(marks)).toBeGreaterThanOrEqual(least);
    expect(share(marks)).toBeLessThanOrEqual(most);
    const key = new Uint8Array(32);
    const near = new Set(rowFingerprints(known, names, key).filter((_, i) => marks[i]));
    const hits = rowFingerprints(fresh, names, key).filter((print) => near.has(print)).length;
    expect(hits).toBeLessThanOrEqual(1.25 * CHANCE_LIMIT * near.size);
  });
});

function readAdult(dropped: readonly string[]): Table {
  const [head, ...lines] = readFileSync(ADULT, 'utf8').trim().split('\n');
  const cells = lines.map((line) => line.split(','));
  const names = head.split(',');
  const kept = names.filter((name) => !dropped.includes(name));
  const columns = kept.map((name): Column => {
    const values = cells.map((row) => row[names.indexOf(name)]);
    if (values.every((value) => !Number.isNaN(Number(value)))) return numeric(values.map(Number));
    const levels = [...new Set(values)];
    const place = new Map(levels.map((level, code) => [level, code]));
    return coded(
      values.map((value) => place.get(value)!),
      levels,
    );
  });
  return createTable(
    kept.map((name, i) => specOf(name, columns[i].storage === 'coded' ? 'category' : 'number')),
    columns,
  );
}
