import { columnOf, createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { balances, secondLearnerFor, textNetwork } from '../src/index.ts';
import { loadTensorflow } from '../src/load-tensorflow.ts';
import { selectColumns } from '../src/text/select-columns.ts';
import { tickets } from './text-tables.ts';

const signal = new AbortController().signal;
const train = tickets([60, 30, 10], createRandom('train'));
const judged = tickets([40, 40, 40], createRandom('test'));
const request = () => ({ target: 'label', random: createRandom('learner'), signal });

test.each([[64], [0]])('with %i hidden units it learns what texts say and frees its tensors', async (hidden) => {
  const { tf } = await loadTensorflow();
  const before = tf.memory().numTensors;
  const model = await textNetwork({ hidden }).fit(train, request());
  const found = model.predict(judged);
  const label = columnOf(judged, 'label');
  const codes = label.storage === 'coded' ? label.codes : new Int32Array(0);
  const right = codes.filter((code, row) => {
    const own = found.subarray(3 * row, 3 * row + 3);
    return own.indexOf(Math.max(...own)) === code;
  });
  expect(right.length / judged.rows).toBeGreaterThan(0.95);
  for (let at = 0; at < found.length; at += 3) expect(found[at] + found[at + 1] + found[at + 2]).toBeCloseTo(1, 6);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('the same seed gives the same network', async () => {
  const [a, b] = [
    await textNetwork({ hidden: 8 }).fit(train, request()),
    await textNetwork({ hidden: 8 }).fit(train, request()),
  ];
  expect(a.predict(judged)).toEqual(b.predict(judged));
  a.dispose();
  b.dispose();
});

test('it is the second opinion on texts, and balances classes', () => {
  expect(secondLearnerFor(train, 'label').name).toBe('text-network');
  expect(balances(textNetwork())).toBe(true);
});

test('columns are selected by chi-squared', () => {
  // Sums by class: column 0 (2, 0), column 1 (1, 1), column 2 (0, 1), column 3 (0, 0).
  const matrix = {
    starts: Int32Array.of(0, 2, 3, 5, 5),
    columns: Int32Array.of(0, 1, 0, 1, 2),
    values: Float64Array.of(1, 1, 1, 1, 1),
    width: 4,
  };
  const labels = Int32Array.of(0, 0, 1, 1);
  const weights = new Float64Array(4).fill(1);
  const best = selectColumns(matrix, labels, weights, 2, 1);
  expect([[...best.places], best.width]).toEqual([[0, -1, -1, -1], 1]);
  const two = selectColumns(matrix, labels, weights, 2, 3);
  expect([[...two.places], two.width]).toEqual([[0, -1, 1, -1], 2]);
});
