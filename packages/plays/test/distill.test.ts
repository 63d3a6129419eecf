import { type CodedColumn, columnOf, concatTables, createContext, type Table } from '@verisim/core';
import { boostedTrees, logisticRegression } from '@verisim/evaluator-utility';
import {
  classifierTeacher,
  distill,
  evenNoise,
  fileTeacher,
  itemsOutside,
  keepConsistent,
  labelNoiseSensitivity,
  labelSourceNoise,
  makeDistillPlan,
  sourceBiases,
  votes,
} from '@verisim/plays';
import { beforeAll, expect, test } from 'vitest';
import { noisyLabels, timesNoise } from '../src/distill/noisy-labels.ts';
import { loans, rowsOf, toyTeacher } from './distill-world.ts';

const licence = { licence: 'Apache-2.0 (model card)', confirmedBy: 'Ada Lovelace' };
const plan = makeDistillPlan({ target: 'repaid', licence, seeds: 2, folds: 3 });
const codesOf = (table: Table) => (columnOf(table, 'repaid') as CodedColumn).codes;
const ctx = () => createContext({ seed: 1 });

test('makeDistillPlan refuses a plan without a licence, and one that no named person confirmed', () => {
  const refused = (given: Partial<typeof licence>) => () =>
    makeDistillPlan({ target: 'repaid', licence: { ...licence, ...given } });
  expect(refused({ licence: ' ' })).toThrow(expect.objectContaining({ code: 'plays/bad-plan' }));
  expect(refused({ confirmedBy: '' })).toThrow(/Nobody confirmed/);
  expect(refused({ confirmedBy: 'me' })).toThrow(/does not name a person/);
  expect(() => makeDistillPlan({ target: 'y', licence, agreement: 0.5 })).toThrow(/no majority/);
});

test('20 % wrong in each of 3 answers: 3 of 3 leave at most 3 % wrong and the yield that arithmetic says', async () => {
  const table = loans(4000, 1);
  const labels = await toyTeacher(() => 0.2).label(table, ['no', 'yes'], ctx());
  const found = votes(labels, 2);
  const { kept } = keepConsistent(found, labels, { agreement: 1 });
  const said = new Int32Array(table.rows).fill(-1);
  for (const row of kept) said[row] = found.label[row];
  const before = labelSourceNoise(found.label, codesOf(table), 2);
  const after = labelSourceNoise(said, codesOf(table), 2);
  // .8^3 + .2^3 agree; .2^3 of them are wrong; a majority errs in 3 * .2^2 * .8 + .2^3.
  expect(kept.length / table.rows).toBeCloseTo(0.52, 1);
  expect(before.rate).toBeCloseTo(0.104, 1);
  expect(after.rate).toBeLessThanOrEqual(0.03);
  expect(after.low).toBeLessThan(0.008 / 0.52);
  expect(after.high).toBeGreaterThan(0.008 / 0.52);
});

test('votes count an answer that never came as no agreement; low confidence is dropped', () => {
  const samples = [Int32Array.of(1, 1, -1, 0), Int32Array.of(1, -1, -1, 1), Int32Array.of(1, 1, -1, 0)];
  const labels = { samples, confidence: Float64Array.of(0.9, 0.9, 0.9, 0.3) };
  const found = votes(labels, 2);
  expect([...found.label]).toEqual([1, 1, -1, 0]);
  expect([...found.agreement].map((share) => share.toFixed(2))).toEqual(['1.00', '0.67', '0.00', '0.67']);
  const strict = keepConsistent(found, labels, { agreement: 1 });
  expect(strict).toMatchObject({ unanswered: 1, disagreed: 2, unsure: 0 });
  const loose = keepConsistent(found, labels, { agreement: 0.667, confidence: 0.5 });
  expect([[...loose.kept], loose.unsure]).toEqual([[0, 1], 1]);
});

test('a teacher that errs in one slice and class is named for it; one that errs everywhere alike is not', async () => {
  const table = loans(3000, 2);
  const truth = codesOf(table);
  const said = async (rate: (region: number, repaid: number) => number) =>
    votes(await toyTeacher(rate, 1).label(table, ['no', 'yes'], ctx()), 2).label;
  const classes = ['no', 'yes'];
  const biased = await said((region, repaid) => (region === 2 && repaid === 0 ? 0.4 : 0.1));
  const { biases, tests } = sourceBiases(table, 'repaid', { said: biased, truth, classes });
  expect(tests).toBeGreaterThan(6);
  expect(biases[0]).toMatchObject({ slice: 'region = west', of: 'no', as: 'yes' });
  expect(biases[0].inside).toBeCloseTo(0.4, 1);
  expect(biases[0].outside).toBeCloseTo(0.1, 1);
  const even = await said((_, repaid) => (repaid === 0 ? 0.3 : 0.05));
  expect(sourceBiases(table, 'repaid', { said: even, truth, classes }).biases).toEqual([]);
});

test('noisyLabels: twice the noise errs twice as often, keeps the errors of once, and never passes 1', () => {
  const table = loans(5000, 3);
  const classes = ['no', 'yes'];
  const once = Float64Array.of(0.7, 0.3, 0.1, 0.9);
  expect([...timesNoise(once, 2, 2)].map((share) => +share.toFixed(6))).toEqual([0.4, 0.6, 0.2, 0.8]);
  expect([...timesNoise(once, 2, 5)].map((share) => +share.toFixed(6))).toEqual([0, 1, 0.5, 0.5]);
  const drawn = [0, 1, 2].map((times) =>
    noisyLabels(table, 'repaid', { classes, transition: timesNoise(once, 2, times) }, ctx().random.fork('labels')),
  );
  const real = codesOf(table);
  expect(drawn[0].wrong).toBe(0);
  const noise = drawn.map((one) => labelSourceNoise(codesOf(one.table), real, 2).transition);
  expect(noise[1][1]).toBeCloseTo(0.3, 1);
  expect(noise[2][1]).toBeCloseTo(0.6, 1);
  expect(noise[2][2]).toBeCloseTo(0.2, 1);
  const wrongOnce = [...real.keys()].filter((row) => codesOf(drawn[1].table)[row] !== real[row]);
  expect(wrongOnce.every((row) => codesOf(drawn[2].table)[row] !== real[row])).toBe(true);
});

test('labelNoiseSensitivity: noise costs, more costs more, and labels that are coin flips are worth less than right ones', async () => {
  const train = loans(900, 4);
  const shared = {
    train,
    target: 'repaid',
    learner: boostedTrees({ rounds: 30 }),
    metric: 'log-loss',
    seeds: 2,
  } as const;
  const noise = { classes: ['no', 'yes'], transition: evenNoise(0.25, 2) };
  const { points } = await labelNoiseSensitivity({ ...shared, noise }, ctx());
  expect(points.map(({ times }) => times)).toEqual([0, 1, 2]);
  expect(points[0]).toMatchObject({ wrong: 0, cost: { value: 0 } });
  expect(points[1].wrong).toBeCloseTo(0.25, 1);
  expect(points[0].lift.value).toBeGreaterThan(points[1].lift.value);
  expect(points[1].lift.value).toBeGreaterThan(points[2].lift.value);
  expect(points[2].cost.high).toBeLessThan(0);
  const none = await labelNoiseSensitivity({ ...shared, noise: { ...noise, transition: evenNoise(0, 2) } }, ctx());
  expect(none.points[2].cost.value).toBeCloseTo(0, 12);
});

const whole = loans(2500, 5);
const [train, pool, holdout] = [rowsOf(whole, 0, 300), rowsOf(whole, 300, 2000), rowsOf(whole, 2000, 2500)];
const partsOf = (rate: Parameters<typeof toyTeacher>[0]) => {
  let openings = 0;
  const parts = {
    plan,
    train,
    pool,
    teacher: toyTeacher(rate),
    learner: boostedTrees({ rounds: 40 }),
    run: 'distill',
    openHoldout: async () => {
      openings++;
      return holdout;
    },
  };
  return { parts, opened: () => openings };
};

test('distill: a teacher of 20 % noise ends in a student that beats it, the holdout opened once, everything in the report', async () => {
  const { parts, opened } = partsOf(() => 0.2);
  const found = await distill(parts, ctx());
  expect(opened()).toBe(1);
  expect(found.errors!.kept.rate).toBeLessThanOrEqual(0.04);
  expect(found.errors!.biases.biases).toEqual([]);
  expect(found.yield!.kept.length / found.yield!.asked).toBeCloseTo(0.52, 1);
  expect(found.labelled!.table.rows).toBe(found.yield!.kept.length);
  expect(found.sensitivity!.points).toHaveLength(3);
  expect(found.against!.rows).toBe(500);
  expect(found.against!.difference.low).toBeLessThan(found.against!.difference.value);
  expect(found.verdict.reason).toContain('the student reaches macro-f1');
  expect(found.sections.map(({ title }) => title)).toEqual([
    'What the teacher agrees on',
    'The teacher on real rows',
    'How sensitive the student is to wrong labels',
    'The lift, on the holdout',
    'Student against teacher, on real test rows',
  ]);
  const curve = found.sections[2].charts![0];
  expect(JSON.stringify(curve.spec)).toContain('"y2"');
  expect(JSON.stringify(found.sections)).toContain('confirmed by Ada Lovelace');
});

test('distill: test rows among the items are left out of the training set, and its labels are as good as was said', async () => {
  const { parts } = partsOf(() => 0.2);
  const { labelled, yield: found } = await distill({ ...parts, pool: concatTables([pool, holdout]) }, ctx());
  expect(found!.locked).toBe(500);
  expect([...found!.kept].every((row) => row < pool.rows)).toBe(true);
  const said = codesOf(labelled!.table);
  const wrong = [...found!.kept].filter((row, i) => codesOf(pool)[row] !== said[i]);
  expect(wrong.length / said.length).toBeLessThanOrEqual(0.03);
});

test('distill: a biased teacher is named as such', async () => {
  const { parts } = partsOf((region, repaid) => (region === 1 && repaid === 0 ? 0.75 : 0.05));
  const { errors, sections } = await distill(parts, ctx());
  expect(errors!.biases.biases[0]).toMatchObject({ slice: 'region = south', of: 'no', as: 'yes' });
  expect(sections[1].findings).toMatchObject([{ rule: 'teacher-bias', level: 'warning' }]);
});

test('distill: a teacher that knows nothing of the training part is stopped before the holdout', async () => {
  const { parts, opened } = partsOf(() => 0.2);
  const mute = {
    name: 'mute',
    label: (table: Table) => ({ samples: [new Int32Array(table.rows).fill(-1)], confidence: null }),
  };
  const answers = await parts.teacher.label(pool, ['no', 'yes'], ctx());
  const { verdict } = await distill({ ...parts, teacher: mute, answers }, ctx());
  expect([verdict.decision, opened()]).toEqual(['do not use', 0]);
  expect(verdict.reason).toContain('30 are needed');
});

let answersFile: Parameters<typeof fileTeacher>[0];
beforeAll(() => {
  const answers = {
    spec: { columns: [{ ...whole.spec.columns[3], name: 'said', role: 'feature' as const }] },
    rows: whole.rows,
    columns: [whole.columns[3]],
  };
  answersFile = { name: 'answers.csv', items: whole, answers, samples: ['said'], keys: ['income', 'debts', 'region'] };
});

test('a file of answers: rows are found again by their features, the pool is what is no training row', async () => {
  const teacher = fileTeacher(answersFile);
  const said = async (table: Table) => [...(await teacher.label(table, ['no', 'yes'], ctx())).samples[0]];
  expect(await said(train)).toEqual([...codesOf(train)]);
  expect(await said(loans(5, 99))).toEqual([-1, -1, -1, -1, -1]);
  expect(itemsOutside(answersFile, train)).toHaveLength(2200);
  expect(() => teacher.label(train, ['no', 'maybe'], ctx())).toThrow(
    expect.objectContaining({ code: 'plays/bad-teacher' }),
  );
});

test('a classifier as the teacher: its answers vary as its probabilities say', async () => {
  const big = loans(3000, 7);
  const request = { target: 'repaid', random: ctx().random, signal: new AbortController().signal };
  const classifier = await logisticRegression.fit(big, request);
  const labels = await classifierTeacher('big', classifier, 40).label(train, ['no', 'yes'], ctx());
  const yes = classifier.classes.indexOf('yes');
  const predicted = classifier.predict(train).filter((_, i) => i % 2 === yes);
  classifier.dispose();
  const drawn = predicted.map((_, row) => labels.samples.filter((sample) => sample[row] === 1).length / 40);
  const gap = predicted.map((share, row) => share - drawn[row]);
  expect(gap.reduce((sum, value) => sum + value, 0) / gap.length).toBeCloseTo(0, 1);
  expect(Math.max(...gap.map(Math.abs))).toBeLessThan(0.4);
  expect(labels.confidence!.every((share) => share >= 0.5 && share <= 1)).toBe(true);
});
