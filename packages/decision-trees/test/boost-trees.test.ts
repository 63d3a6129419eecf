import { describe, expect, test } from 'vitest';
import {
  type BoostOptions,
  boostedMargins,
  boostedPredictions,
  boostRounds,
  boostTrees,
  type Features,
  featureGains,
} from '../src/index.ts';
import { randomCodes, uniform } from './uniform.ts';

const featuresOf = (
  columns: readonly Uint8Array[],
  ordered: readonly boolean[] = columns.map(() => true),
): Features => ({
  columns,
  bins: columns.map((column) => column.reduce((most, code) => Math.max(most, code), 0) + 1),
  ordered,
});
/** One tree of full steps without any brake. */
const bare: Omit<BoostOptions, 'loss'> = {
  rounds: 1,
  learningRate: 1,
  lambda: 0,
  minWeight: 0,
  categorySmoothing: 0,
};
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code: unknown }).code;
  }
  return 'no error';
};

describe('one tree, by hand', () => {
  test('squared loss: values -G / (H + lambda) and gain', () => {
    // mean 1, so first derivatives are 1, 1, 0, -2 and second ones 1: sums 2 of 2 rows against -2 of 2 rows
    const features = featuresOf([Uint8Array.of(1, 1, 2, 2)]);
    const model = boostTrees(features, [0, 0, 1, 3], { ...bare, loss: 'squared', lambda: 1, leaves: 2 });
    expect([...model.base]).toEqual([1]);
    expect(model.gain[0]).toBeCloseTo(8 / 3, 14);
    const margins = boostedMargins(model, features.columns);
    [1 / 3, 1 / 3, 5 / 3, 5 / 3].forEach((value, row) => {
      expect(margins[row]).toBeCloseTo(value, 14);
    });
  });

  test('logistic loss: one Newton step from the log-odds, then the learning rate', () => {
    // 2 of 8 are positive: p = 1/4, h = 3/16; left: one of six, right: one of two
    const features = featuresOf([Uint8Array.of(1, 1, 1, 1, 1, 1, 2, 2)]);
    const y = [0, 0, 0, 0, 0, 1, 0, 1];
    const model = boostTrees(features, y, { ...bare, loss: 'logistic', learningRate: 0.5, lambda: 0.25 });
    const left = (-0.5 * (6 / 4 - 1)) / ((6 * 3) / 16 + 0.25);
    const right = (-0.5 * (2 / 4 - 1)) / ((2 * 3) / 16 + 0.25);
    const margins = boostedMargins(model, features.columns);
    expect(margins[0]).toBeCloseTo(Math.log(1 / 3) + left, 14);
    expect(margins[7]).toBeCloseTo(Math.log(1 / 3) + right, 14);
    const p = boostedPredictions(model, features.columns);
    expect(p[15]).toBeCloseTo(1 / (1 + Math.exp(-margins[7])), 14);
    expect(p[14] + p[15]).toBe(1);
  });

  test('softmax loss: XGBoost steps of G / (2 p (1 - p)) from the log shares', () => {
    const features = featuresOf([Uint8Array.of(1, 1, 2, 2, 2, 2)]);
    const model = boostTrees(features, [0, 0, 1, 1, 2, 2], { ...bare, loss: 'softmax', classes: 3 });
    const step = 1 / (2 * (1 / 3) * (2 / 3));
    const margins = boostedMargins(model, features.columns);
    const expected = [step * (2 / 3), -step / 3, -step / 3].map((value) => value + Math.log(1 / 3));
    expected.forEach((value, k) => {
      expect(margins[k]).toBeCloseTo(value, 12);
    });
    const p = boostedPredictions(model, features.columns);
    for (let at = 0; at < 18; at += 3) expect(p[at] + p[at + 1] + p[at + 2]).toBeCloseTo(1, 14);
  });

  test('a weight of 2 is a row twice', () => {
    const next = uniform(1);
    const columns = [randomCodes(next, 60, 9), randomCodes(next, 60, 5)];
    const y = columns[0].map((code, i) => (code + columns[1][i] + 4 * next() > 8 ? 1 : 0));
    const twice = (column: Uint8Array) => Uint8Array.from({ length: 120 }, (_, i) => column[i >> 1]);
    const options: BoostOptions = { loss: 'logistic', rounds: 10, minWeight: 0.5, leaves: 8 };
    const weighted = boostTrees(featuresOf(columns, [true, false]), y, { ...options, weights: y.map(() => 2) });
    const doubled = boostTrees(featuresOf(columns.map(twice), [true, false]), twice(y), options);
    const a = boostedMargins(weighted, columns);
    const b = boostedMargins(doubled, columns);
    a.forEach((margin, i) => {
      expect(margin).toBeCloseTo(b[i], 10);
    });
  });
});

/** Largest gain of squared loss over ways to part codes, with the mean as base and lambda 0; sides hold `least` rows or more. */
function bestGain(column: Uint8Array, y: readonly number[], sides: readonly ((code: number) => boolean)[], least = 1) {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let best = 0;
  for (const goesLeft of sides) {
    let sum = 0;
    let rows = 0;
    for (let i = 0; i < y.length; i++) {
      if (!goesLeft(column[i])) continue;
      sum += y[i] - mean;
      rows++;
    }
    if (Math.min(rows, y.length - rows) >= least)
      best = Math.max(best, (sum * sum) / rows + (sum * sum) / (y.length - rows));
  }
  return best;
}

describe('the first split', () => {
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);

  test('of categories is the best of all ways to part them in two, less what noise would give', () => {
    const next = uniform(2);
    const ways = { alone: 0, many: 0 };
    for (let round = 0; round < 40; round++) {
      const column = randomCodes(next, 80, 7);
      const lone = round % 2 === 0 ? 3 : -1;
      const y = [...column].map((code) => (lone >= 0 ? Number(code === lone) : (code * 5) % 7) + 2 * next());
      const model = boostTrees(featuresOf([column], [false]), y, { ...bare, loss: 'squared', leaves: 2 });
      const mean = y.reduce((sum, value) => sum + value, 0) / 80;
      const noise = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 80;
      const sets = range(64).map((set) => (code: number) => ((set >> code) & 1) === 1);
      const many = bestGain(column, y, sets) - (2 / Math.PI) * 5 * noise;
      const alone = bestGain(
        column,
        y,
        range(7).map((one) => (code: number) => code === one),
      );
      expect(model.gain[0]).toBeCloseTo(Math.max(many, alone), 9);
      ways[many > alone ? 'many' : 'alone']++;
    }
    expect(Math.min(ways.many, ways.alone)).toBeGreaterThan(5);
  });

  test('of an ordered feature is the best cut, missing values on either side or alone', () => {
    const next = uniform(3);
    for (let round = 0; round < 30; round++) {
      const column = randomCodes(next, 90, 12);
      const shift = round % 3 === 0 ? 9 : 12 * next();
      const y = [...column].map((code) => (code === 0 ? shift : Math.abs(code - 5)) + next());
      const least = 1 + (round % 4) * 6;
      const model = boostTrees(featuresOf([column]), y, { ...bare, loss: 'squared', leaves: 2, minRows: least });
      const cuts = range(12).flatMap((cut) => [
        (code: number) => code <= cut,
        (code: number) => code > 0 && code <= cut,
      ]);
      expect(model.gain[0]).toBeCloseTo(bestGain(column, y, cuts, least), 9);
    }
  });

  test('sends a missing value that training never saw to the larger side', () => {
    const features = featuresOf([Uint8Array.of(1, 2, 2, 2, 3)], [true]);
    const model = boostTrees(features, [9, 1, 1, 1, 1], { ...bare, loss: 'squared', leaves: 2 });
    expect(boostedMargins(model, [Uint8Array.of(0, 1)])[0]).toBeCloseTo(1, 12);
    const named = boostTrees(featuresOf(features.columns, [false]), [9, 1, 1, 1, 1], {
      ...bare,
      loss: 'squared',
      leaves: 2,
    });
    expect([...boostedMargins(named, [Uint8Array.of(0, 200)])].map((value) => Math.round(value))).toEqual([1, 1]);
  });
});

describe('boosting', () => {
  const next = uniform(4);
  const columns = [randomCodes(next, 3000, 40), randomCodes(next, 3000, 100), randomCodes(next, 3000, 4)];
  const chance = [...columns[0]].map((code, i) => 1 / (1 + Math.exp(2 - code / 10 - (columns[1][i] % 3))));
  const y = Uint8Array.from(chance, (p) => (next() < p ? 1 : 0));
  const features = featuresOf(columns, [true, false, false]);
  const held = columns.map((column) => column.subarray(2000));
  const kept: Features = { ...features, columns: columns.map((column) => column.subarray(0, 2000)) };

  test('comes close to the true chances, over 100 categories too', () => {
    const model = boostTrees(kept, y.subarray(0, 2000), { loss: 'logistic', rounds: 60, leaves: 8 });
    const p = boostedPredictions(model, held);
    const shares = chance.slice(2000);
    const error = shares.reduce((sum, share, i) => sum + Math.abs(share - p[2 * i + 1]), 0) / shares.length;
    // a constant is 0.19 away
    expect(error).toBeLessThan(0.085);
  });

  test('categories that do not matter are hardly used', () => {
    const y = Uint8Array.from(columns[0], (code) => (next() < 0.2 + code / 80 ? 1 : 0));
    const model = boostTrees(features, y, { loss: 'logistic', rounds: 10, leaves: 8 });
    const gains = featureGains(model);
    expect(gains[1]).toBeLessThan(0.3 * gains[0]);
  });

  test('with zero lambda and deep trees reproduces a function of its features', () => {
    const wanted = [...columns[0]].map((code, i) => code * 0.5 + columns[2][i]);
    const options: BoostOptions = { ...bare, loss: 'squared', rounds: 3, leaves: 400 };
    const margins = boostedMargins(boostTrees(features, wanted, options), columns);
    margins.forEach((margin, i) => {
      expect(margin).toBeCloseTo(wanted[i], 9);
    });
  });

  test('keeps minRows, maxDepth and leaves', () => {
    const model = boostTrees(features, y, { loss: 'logistic', rounds: 5, leaves: 20, minRows: 40, maxDepth: 5 });
    for (let t = 0; t < 5; t++) {
      const end = t < 4 ? model.roots[t + 1] : model.left.length;
      expect(end - model.roots[t]).toBeLessThanOrEqual(39);
      const rows = new Int32Array(end);
      for (let row = 0; row < 3000; row++) {
        let node = model.roots[t];
        let depth = 0;
        for (; model.left[node] > 0; depth++) {
          const code = columns[model.feature[node]][row];
          node = model.left[node] + ((model.right[8 * node + (code >> 5)] >>> (code & 31)) & 1);
        }
        expect(depth).toBeLessThanOrEqual(5);
        rows[node]++;
      }
      for (let node = model.roots[t]; node < end; node++) {
        if (model.left[node] === 0) expect(rows[node]).toBeGreaterThanOrEqual(40);
      }
    }
  });

  test('stops early and keeps the best rounds', () => {
    const noise = Uint8Array.from(y, () => (next() < 0.5 ? 1 : 0));
    const validation = { columns: held, response: noise.subarray(2000), patience: 5 };
    const options: BoostOptions = { loss: 'logistic', rounds: 100, validation };
    const losses: number[] = [];
    const rounds = boostRounds(kept, noise.subarray(0, 2000), options);
    let step = rounds.next();
    for (; !step.done; step = rounds.next()) losses.push(step.value.loss!);
    const best = losses.indexOf(Math.min(...losses));
    expect(losses.length).toBe(best + 6);
    expect(step.value.roots.length).toBe(best + 1);
  });

  test('shares of rows and columns are drawn from the given numbers alone', () => {
    const options = (seed: number): BoostOptions => ({
      loss: 'logistic',
      rounds: 8,
      rowShare: 0.5,
      columnShare: 0.4,
      random: uniform(seed),
    });
    const margins = (seed: number) => boostedMargins(boostTrees(features, y, options(seed)), columns);
    expect(margins(1)).toEqual(margins(1));
    expect(margins(1)).not.toEqual(margins(2));
    const model = boostTrees(features, y, options(1));
    for (let t = 0; t < 8; t++) {
      const nodes = model.feature.slice(model.roots[t], model.roots[t + 1] ?? model.feature.length);
      expect(new Set(nodes.filter((feature) => feature >= 0)).size).toBeLessThanOrEqual(1);
    }
  });

  test('of one class, of no feature and of no row gives the share and nothing else', () => {
    const all = boostTrees(features, new Uint8Array(3000), { loss: 'logistic', rounds: 2 });
    expect(boostedPredictions(all, columns)[1]).toBeLessThan(1e-5);
    const none = boostTrees({ columns: [], bins: [], ordered: [] }, [1, 2, 6], { loss: 'squared', rounds: 2 });
    expect([...boostedMargins(none, [], 2)]).toEqual([3, 3]);
    const empty = boostTrees({ columns: [new Uint8Array(0)], bins: [3], ordered: [true] }, [], { loss: 'logistic' });
    expect([...boostedMargins(empty, [Uint8Array.of(1)])]).toEqual([0]);
  });
});

test('errors have codes', () => {
  const features = featuresOf([Uint8Array.of(0, 1, 2)]);
  const fit = (options: BoostOptions, y: readonly number[] = [0, 1, 0], of: Features = features) =>
    codeOf(() => boostTrees(of, y, options));
  expect(fit({ loss: 'logistic' }, [0, 2, 0])).toBe('decision-trees/bad-response');
  expect(fit({ loss: 'logistic' }, [0, 0.5, 0])).toBe('decision-trees/bad-response');
  expect(fit({ loss: 'logistic' }, [0, 1])).toBe('decision-trees/bad-feature');
  expect(fit({ loss: 'logistic' }, [0, 1, 0], { ...features, bins: [2] })).toBe('decision-trees/bad-feature');
  const validation = { columns: [], response: [1], patience: 3 };
  const bad: readonly BoostOptions[] = [
    { loss: 'hinge' as 'squared' },
    { loss: 'softmax' },
    { loss: 'logistic', leaves: 1 },
    { loss: 'logistic', rounds: 1.5 },
    { loss: 'logistic', learningRate: 0 },
    { loss: 'logistic', lambda: Number.NaN },
    { loss: 'logistic', rowShare: 0.5 },
    { loss: 'logistic', weights: [1, 1] },
    { loss: 'logistic', weights: [1, 1, -1] },
    { loss: 'logistic', weights: [0, 0, 0] },
    { loss: 'logistic', validation },
    { loss: 'logistic', validation: { ...validation, columns: [Uint8Array.of(1)], patience: 0 } },
    { loss: 'logistic', validation: { ...validation, columns: [new Uint8Array(0)], response: [] } },
  ];
  for (const options of bad) expect(fit(options)).toBe('decision-trees/bad-boosting');
  expect(fit({ loss: 'squared' }, [0, Number.NaN, 0])).toBe('decision-trees/bad-boosting');
  const misfit = { loss: 'logistic' as const, validation: { ...validation, columns: [Uint8Array.of(1, 2)] } };
  expect(fit(misfit)).toBe('decision-trees/bad-feature');
  expect(fit({ ...misfit, validation: { ...misfit.validation, columns: [Uint8Array.of(7)] } })).toBe(
    'decision-trees/bad-feature',
  );
  const model = boostTrees(features, [0, 1, 0], { loss: 'logistic' });
  expect(codeOf(() => boostedMargins(model, []))).toBe('decision-trees/bad-boosting');
});
