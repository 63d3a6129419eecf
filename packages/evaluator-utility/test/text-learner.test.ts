import { columnOf, createRandom, createTable, type Table, takeRows, withRoles } from '@verisim/core';
import { expect, test } from 'vitest';
import { balances, learnerFor, logisticRegression, textFeatures, textLearner } from '../src/index.ts';
import { textTable, tickets } from './text-tables.ts';

const signal = new AbortController().signal;
const train = tickets([60, 30, 10], createRandom('train'));
const test3 = tickets([40, 40, 40], createRandom('test'));
const fit = (table: Table, parts: Partial<Parameters<typeof textLearner.fit>[1]> = {}) =>
  textLearner.fit(table, { target: 'label', random: createRandom('learner'), signal, ...parts });

function accuracy(classes: readonly string[], probabilities: Float64Array, table: Table): number {
  const label = columnOf(table, 'label');
  if (label.storage !== 'coded') return NaN;
  const right = label.codes.filter((code, row) => {
    const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
    return classes[own.indexOf(Math.max(...own))] === label.levels[code];
  });
  return right.length / table.rows;
}

test('learns what texts say, and gives probabilities', async () => {
  const model = await fit(train);
  const found = model.predict(test3);
  expect(model.classes).toEqual(['card', 'refund', 'limit']);
  expect(accuracy(model.classes, found, test3)).toBeGreaterThan(0.97);
  for (let at = 0; at < found.length; at += 3) {
    expect(found[at] + found[at + 1] + found[at + 2]).toBeCloseTo(1, 9);
  }
});

test('the same seed gives the same model', async () => {
  const [a, b] = [await fit(train), await fit(train)];
  expect(a.predict(test3)).toEqual(b.predict(test3));
});

test('classes weigh the same unless weights are given', async () => {
  const balanced = Float64Array.from({ length: 100 }, (_, row) => 100 / (3 * (row < 60 ? 60 : row < 90 ? 30 : 10)));
  const [own, given, plain] = [
    await fit(train),
    await fit(train, { weights: balanced }),
    await fit(train, { weights: new Float64Array(100).fill(1) }),
  ];
  const empty = textTable(['zzz', 'qqq'], Int32Array.of(0, 1), ['card', 'refund']);
  expect(own.predict(test3)).toEqual(given.predict(test3));
  expect(plain.predict(empty)[2]).toBeLessThan(own.predict(empty)[2]);
  expect(balances(textLearner)).toBe(true);
  expect(balances(logisticRegression)).toBe(false);
});

test('missing texts and texts of unknown words are predicted; rows without a label do not train', async () => {
  const label = columnOf(train, 'label');
  const codes = label.storage === 'coded' ? label.codes : new Int32Array(0);
  const texts = columnOf(train, 'text');
  const values = texts.storage === 'text' ? texts.values : [];
  const holed = textTable([...values, 'card card', null], Int32Array.of(...codes, -1, 0), ['card', 'refund', 'limit']);
  const model = await fit(holed);
  const found = model.predict(textTable([null, '', '漢字'], new Int32Array(3), ['card']));
  expect(found.length).toBe(9);
  expect([...found].every((value) => value > 0 && value < 1)).toBe(true);
  expect(found.subarray(0, 3)).toEqual(found.subarray(3, 6));
});

test('a text and a number are learned together', async () => {
  const random = createRandom('mixed');
  const make = (rows: number): Table => {
    const codes = Int32Array.from({ length: rows }, () => random.int(0, 4));
    const size = Float64Array.from(codes, (code) => (code & 1) * 3 + random.normal());
    const texts = Array.from(
      codes,
      (code) => (code & 2 ? 'about a card' : 'about money') + ['', ' please'][random.int(0, 2)],
    );
    return createTable(
      [
        { name: 'text', kind: 'text', nullable: false, role: 'feature' },
        { name: 'size', kind: 'number', nullable: false, role: 'feature' },
        { name: 'label', kind: 'category', nullable: false, role: 'target', levels: ['a', 'b', 'c', 'd'] },
      ],
      [
        { storage: 'text', values: texts },
        { storage: 'numeric', values: size },
        { storage: 'coded', codes, levels: ['a', 'b', 'c', 'd'] },
      ],
    );
  };
  const [learned, judged] = [make(300), make(400)];
  const [both, sizeOnly, textOnly] = [
    await fit(learned),
    await fit(withRoles(learned, { text: 'ignore' })),
    await fit(withRoles(learned, { size: 'ignore' })),
  ];
  const of = (model: typeof both) => accuracy(model.classes, model.predict(judged), judged);
  expect(of(both)).toBeGreaterThan(0.85);
  expect(of(sizeOnly)).toBeLessThan(0.6);
  expect(of(textOnly)).toBeLessThan(0.6);
});

test('ignored texts count where nothing else does', () => {
  const alone = tickets([2, 2, 2], createRandom('x'), 'ignore');
  expect(textFeatures(alone.spec, 'label')).toEqual(['text']);
  expect(learnerFor(alone, 'label', logisticRegression)).toBe(textLearner);
  const beside = createTable(
    [...alone.spec.columns, { name: 'n', kind: 'number', nullable: false, role: 'feature' }],
    [...alone.columns, { storage: 'numeric', values: new Float64Array(6) }],
  );
  expect(textFeatures(beside.spec, 'label')).toEqual([]);
  expect(learnerFor(beside, 'label', logisticRegression)).toBe(logisticRegression);
  expect(textFeatures(withRoles(beside, { text: 'feature' }).spec, 'label')).toEqual(['text']);
});

test('refusals', async () => {
  const long = 'abcdefghi '.repeat(500);
  const huge = textTable(
    Array(2000).fill(long),
    Int32Array.from({ length: 2000 }, (_, i) => i % 2),
    ['a', 'b'],
  );
  await expect(fit(huge)).rejects.toMatchObject({ code: 'evaluator-utility/too-much-text' });
  await expect(fit(takeRows(train, [0, 1, 2]))).rejects.toMatchObject({ code: 'evaluator-utility/one-class' });
  await expect(fit(train, { weights: Float64Array.of(1) })).rejects.toMatchObject({
    code: 'evaluator-utility/bad-weights',
  });
  await expect(fit(train, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});
