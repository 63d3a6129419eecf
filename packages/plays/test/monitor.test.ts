import { type Context, createContext, createTable, type Table, takeColumns } from '@verisim/core';
import { expect, test } from 'vitest';
import { codeColumns } from '../src/monitor/column-codes.ts';
import { columnDistance, expectedDistance } from '../src/monitor/column-distance.ts';
import { columnDrift } from '../src/monitor/column-drift.ts';
import { driftAdvice, makeAgain } from '../src/monitor/make-again.ts';
import { type Drift, monitorDrift } from '../src/monitor/monitor-drift.ts';
import { driftFindings, driftSection, driftSentence } from '../src/monitor/monitor-report.ts';
import { patients } from './patients.ts';

const context = (seed: number | string = 1): Context => createContext({ seed });
const old = patients({ rows: 800, seed: 'old' });
const found = (now: Table, parts: Partial<Parameters<typeof monitorDrift>[0]> = {}): Promise<Drift> =>
  monitorDrift({ old, now, target: 'died', ...parts }, context());
const moved = ({ measures }: Drift) =>
  measures.filter(({ drift }) => drift).map(({ check, column }) => (column === null ? check : `${check} ${column}`));

function numbers(values: readonly number[]): Table {
  return createTable(
    [{ name: 'x', kind: 'number', nullable: true, role: 'feature' }],
    [{ storage: 'numeric', values: Float64Array.from(values) }],
  );
}

function levels(counts: Readonly<Record<string, number>>): Table {
  const names = Object.keys(counts);
  const codes = Int32Array.from(names.flatMap((name, code) => new Array<number>(counts[name]).fill(code)));
  return createTable(
    [{ name: 'x', kind: 'category', nullable: false, role: 'feature' }],
    [{ storage: 'coded', codes, levels: names }],
  );
}

const distances = (a: Table, b: Table) => columnDistance(codeColumns(a, b).sides[0])(null, null);

test('the distance of numbers is that of scipy.stats.ks_2samp, missing values left out', () => {
  const a = [0.1, 0.5, 0.5, 0.9, 1.2, 2, 2, 3.3];
  const b = [0.4, 0.5, 1, 1.9, 2, 2.5, 4];
  expect(distances(numbers(a), numbers(b)).distance).toBeCloseTo(0.21428571428571427, 12);
  expect(distances(numbers([...a, Number.NaN]), numbers(b)).distance).toBeCloseTo(0.21428571428571427, 12);
});

test('the distance of levels is their total variation, the stability index its sum over levels', () => {
  const { distance, psi } = distances(levels({ a: 500, b: 300, c: 200 }), levels({ a: 300, b: 300, c: 400 }));
  expect(distance).toBeCloseTo(0.2, 12);
  // Sum of (q - p) ln(q / p), one half added to each of the three counts: worked by hand in R.
  const [p, q] = [
    [500.5, 300.5, 200.5],
    [300.5, 300.5, 400.5],
  ].map((counts) => counts.map((count) => count / 1001.5));
  expect(psi).toBeCloseTo(
    p.reduce((sum, share, i) => sum + (q[i] - share) * Math.log(q[i] / share), 0),
    12,
  );
});

test('without drift the distance is on average what is expected of it', () => {
  for (const column of [0, 2] as const) {
    let [sum, expected] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const sides = codeColumns(patients({ rows: 300, seed: `a${seed}` }), patients({ rows: 200, seed: `b${seed}` }))
        .sides[column];
      sum += columnDistance(sides)(null, null).distance / 40;
      expected += expectedDistance(sides) / 40;
    }
    expect(sum).toBeGreaterThan(0.8 * expected);
    expect(sum).toBeLessThan(1.1 * expected);
  }
});

test('two samples of one process: no drift in any seed, at few rows and at many', async () => {
  for (const [rows, seeds] of [
    [60, 5],
    [400, 2],
  ]) {
    for (let seed = 0; seed < seeds; seed++) {
      const [a, b] = [patients({ rows, seed: `a${seed}` }), patients({ rows, seed: `b${seed}` })];
      const { drift } = await monitorDrift({ old: a, now: b, target: 'died' }, context(seed));
      expect(drift).toBe(false);
    }
  }
});

test('a drift of the size that is said to be visible is seen in about four of five samples', () => {
  let seen = 0;
  const runs = 40;
  const wards = takeColumns(old, ['ward']);
  const visibleAt = (table: Table) => {
    const { measures } = columnDrift(wards, takeColumns(table, ['ward']), context());
    const { effect, error, expected, errorIfDrifted } = measures.find(({ column }) => column === 'ward')!;
    return { low: effect - expected - 1.96 * error, visible: 0.1 + expected + (1.96 + 0.8416) * errorIfDrifted };
  };
  const { visible } = visibleAt(patients({ rows: 500, seed: 'now' }));
  for (let seed = 0; seed < runs; seed++)
    if (visibleAt(patients({ rows: 500, seed: `now${seed}`, newWard: visible })).low > 0.1) seen++;
  expect(seen / runs).toBeGreaterThanOrEqual(0.75);
});

test('older patients: the columns move, and what they say of the target does not', async () => {
  const drift = await found(patients({ rows: 600, seed: 'now', older: 10 }));
  expect(moved(drift)).toContain('distribution age');
  expect(moved(drift)).toContain('joint');
  expect(moved(drift)).not.toContain('concept');
  expect(driftAdvice(drift)).toMatch(/can be put together/);
  const age = drift.columns.find(({ column }) => column === 'age')!;
  expect(age.meanDifference!.low).toBeGreaterThan(0.4);
  expect(age.meanDifference!.high).toBeLessThan(0.9);
});

test('the outcome turned round: the rest says something else of the target, though no feature moved', async () => {
  const drift = await found(patients({ rows: 600, seed: 'now', slope: -1 }));
  expect(moved(drift)).toContain('concept');
  expect(moved(drift)).not.toContain('distribution age');
  expect(driftFindings(drift).map(({ rule }) => rule)).toContain('labels-mean-otherwise');
  expect(driftAdvice(drift)).toMatch(/new rows alone/);
});

test('missing values and new levels are named', async () => {
  const drift = await found(patients({ rows: 600, seed: 'now', missing: 0.4, newWard: 0.25 }));
  expect(moved(drift)).toEqual(expect.arrayContaining(['missing score', 'new levels ward', 'distribution ward']));
  expect(drift.columns.find(({ column }) => column === 'ward')!.newLevels[0][0]).toBe('D');
  const fewer = await monitorDrift(
    { old: patients({ rows: 400, seed: 1, missing: 0.4 }), now: patients({ rows: 400, seed: 2, missing: 0.1 }) },
    context(),
  );
  expect(moved(fewer)).toContain('missing score');
});

test('synthetic rows of the old process are farther from rows that moved, and it is said what to make again', async () => {
  const synthetic = patients({ rows: 500, seed: 'synthetic' });
  const drift = await found(patients({ rows: 600, seed: 'now', older: 15 }), { synthetic });
  expect(drift.synthetic).toMatchObject({ state: 'farther' });
  const commands = makeAgain(drift, { now: 'july 1.csv', synthetic: 's.csv' });
  expect(commands[0]).toBe('verisim lock "july 1.csv" --target died');
  expect(commands.some((line) => line.startsWith('verisim generate'))).toBe(true);
  expect(JSON.stringify(driftSection(drift, commands))).toContain('verisim lock');
  const still = await found(patients({ rows: 500, seed: 'still' }), { synthetic });
  expect(still.synthetic).toMatchObject({ state: 'as before' });
  expect(makeAgain(still, { now: 'july.csv', synthetic: 's.csv' })).toEqual([]);
  expect(driftSentence(still)).toMatch(/^No drift of 0.1 or more is seen in \d+ checks/);
});

test('columns that cannot be compared are named, rows without labels are compared without them', async () => {
  const now = patients({ rows: 300, seed: 'now' });
  const renamed = createTable(
    now.spec.columns.map((spec) => (spec.name === 'score' ? { ...spec, name: 'points' } : spec)).slice(0, 3),
    now.columns.slice(0, 3),
  );
  const drift = await found(renamed);
  expect(drift.left).toEqual(expect.arrayContaining(['"score" is missing from the new rows', '"points" is new']));
  expect(drift.concept).toBeNull();
});

test('too few rows, or another table, are refused', async () => {
  await expect(found(patients({ rows: 10, seed: 1 }))).rejects.toMatchObject({ code: 'plays/nothing-to-monitor' });
  const other = createTable(
    [{ name: 'other', kind: 'number', nullable: false, role: 'feature' }],
    [{ storage: 'numeric', values: new Float64Array(50) }],
  );
  await expect(found(other)).rejects.toMatchObject({ code: 'plays/nothing-to-monitor' });
});
