import { expect, test } from 'vitest';
import { copulaMemory, marginalsMemory, predictMemory, refuseLarge, treesMemory } from '../src/predict-memory.ts';
import { drawn, tableOf } from './tables.ts';

const table = tableOf(
  {
    unique: drawn(20_000, 1, (random) => random.next()),
    few: drawn(20_000, 2, (random) => random.int(0, 9)),
    city: drawn(20_000, 3, (random) => `city ${random.int(0, 5000)}`),
    remark: drawn(20_000, 4, () => 'text'),
  },
  { remark: 'text' },
);

test('grows with rows, columns and different values; text costs nothing', () => {
  const { bytes, columns } = predictMemory(table, treesMemory);
  expect(columns.map(({ name }) => name)).toEqual(['city', 'unique', 'few', 'remark']);
  expect(columns[3].bytes).toBe(0);
  const double = predictMemory({ spec: table.spec, rows: 40_000 }, treesMemory).bytes;
  expect(double).toBeGreaterThan(bytes);
  const many = predictMemory({ spec: table.spec, rows: 400_000_000 }, treesMemory).bytes;
  expect(many / 2 ** 30).toBeGreaterThan(30);
  for (const cost of [marginalsMemory, copulaMemory]) expect(predictMemory(table, cost).bytes).toBeGreaterThan(2 ** 25);
});

test('different numbers are told from few rows: nine and twenty thousand', () => {
  const [unique, few] = ['unique', 'few'].map((name) => {
    return (
      predictMemory(table, { ...treesMemory, number: 1000 }).columns.find((column) => column.name === name)?.bytes ?? 0
    );
  });
  const per = 1.1 * 1000;
  expect((unique - few) / per).toBeGreaterThan(19_000);
  expect((unique - few) / per).toBeLessThan(20_001);
});

test('refuses what is too large, with columns to drop and rows to learn from', () => {
  refuseLarge('trees', table, treesMemory);
  const large = { spec: table.spec, rows: 200_000_000 };
  expect(() => refuseLarge('trees', large, treesMemory)).toThrow(
    expect.objectContaining({
      code: 'generator-tabular/too-large',
      kind: 'usage',
      message: expect.stringMatching(
        /^trees would need about [\d.]+ GB to learn from 200000000 rows of 4 columns; it takes at most 4\.0 GB\.$/,
      ),
      next: expect.stringMatching(/rows drawn at random\.$/),
    }),
  );
  const [costliest] = predictMemory(table, treesMemory).columns;
  const just = predictMemory(table, treesMemory).bytes - costliest.bytes + 1;
  expect(() => refuseLarge('trees', table, treesMemory, just)).toThrow(
    expect.objectContaining({
      next: expect.stringMatching(/^Drop "city" \(\d\.\d GB\), or learn from at most \d+ rows/),
    }),
  );
});

test('the rows it advises are few enough', () => {
  const large = { spec: table.spec, rows: 200_000_000 };
  let advised = 0;
  try {
    refuseLarge('copula', large, copulaMemory);
  } catch (error) {
    advised = Number(/at most (\d+) rows/.exec((error as { next: string }).next)?.[1]);
  }
  expect(advised).toBeGreaterThan(1_000_000);
  refuseLarge('copula', { ...large, rows: advised }, copulaMemory);
});
