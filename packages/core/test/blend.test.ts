import {
  blend,
  createRandom,
  datasetVersion,
  realLineage,
  sayLineage,
  sharedLineage,
  singleTable,
  syntheticRowsFor,
  type TrackedTable,
  takeTrackedRows,
  trackedTable,
} from '@verisim/core';
import { expect, test } from 'vitest';
import { numeric, table, text } from './tables.ts';

const range = (rows: number, first = 0) => Array.from({ length: rows }, (_, i) => first + i);
const real = (rows: number) => trackedTable(table(numeric('x', range(rows))), realLineage(rows, 'data.csv'));
const synthetic = (rows: number) =>
  trackedTable(
    table(numeric('x', range(rows, 1000))),
    sharedLineage(rows, { origin: 'synthetic', generator: 'trees', depth: 1, run: 'r1', block: 0 }, 's'),
  );
const ids = ({ lineage }: TrackedTable) => (lineage.columns[0] as { values: readonly string[] }).values;
const xs = (tracked: TrackedTable) => [...(tracked.table.columns[0] as { values: Float64Array }).values];

test('the ratio is synthetic / (synthetic + real)', () => {
  expect([0, 0.25, 0.5, 0.75, 0.9].map((ratio) => syntheticRowsFor(ratio, 300))).toEqual([0, 100, 300, 900, 2700]);
  expect(syntheticRowsFor(1 / 3, 100)).toBe(50);
  for (const ratio of [1, 1.5, -0.1, Number.NaN]) {
    expect(() => syntheticRowsFor(ratio, 10)).toThrow(expect.objectContaining({ code: 'core/bad-request' }));
  }
});

test('all real rows stay, in order, and different synthetic ones follow', () => {
  const { tracked, ratio, synthetic: count } = blend(real(30), synthetic(200), { ratio: 0.75 }, createRandom(1));
  expect([count, ratio, tracked.table.rows, tracked.lineage.rows]).toEqual([90, 0.75, 120, 120]);
  expect(xs(tracked).slice(0, 30)).toEqual(range(30));
  const added = xs(tracked).slice(30);
  expect(new Set(added).size).toBe(90);
  expect(added).toEqual(added.toSorted((a, b) => a - b));
  expect(added.every((value) => value >= 1000 && value < 1200)).toBe(true);
  expect(ids(tracked).slice(30)).toEqual(added.map((value) => `s${value - 1000}`));
  expect(ids(tracked)[5]).toBe('data.csv:5');
});

test('the choice is even over the synthetic rows and depends on the seed', () => {
  const counts = new Float64Array(20);
  for (let seed = 0; seed < 400; seed++) {
    const { tracked } = blend(real(5), synthetic(20), { ratio: 0.5 }, createRandom(seed));
    for (const value of xs(tracked).slice(5)) counts[value - 1000]++;
  }
  for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(5 * Math.sqrt(400 * 0.25 * 0.75));
});

test('the ratio counts the real rows in the gap, and says what was reached', () => {
  const filled = blend(real(100), synthetic(50), { ratio: 0.5, realInGap: 20 }, createRandom(1));
  expect([filled.synthetic, filled.ratio, filled.tracked.table.rows]).toEqual([20, 0.5, 120]);
  const short = blend(real(100), synthetic(50), { ratio: 0.5 }, createRandom(1));
  expect([short.synthetic, short.ratio]).toEqual([50, 1 / 3]);
  const none = blend(real(10), synthetic(5), { ratio: 0 }, createRandom(1));
  expect(none).toMatchObject({ synthetic: 0, ratio: 0 });
  expect(xs(none.tracked)).toEqual(range(10));
});

test('lineage says where rows come from, and stays with them', () => {
  const lineage = sharedLineage(
    2,
    { origin: 'synthetic', depth: 2, generator: 'trees', block: 3, parents: 'a b' },
    'run/',
    7,
  );
  const fields = Object.fromEntries(lineage.spec.columns.map(({ name }, i) => [name, lineage.columns[i]]));
  expect(fields.id).toMatchObject({ values: ['run/7', 'run/8'] });
  expect(fields.origin).toMatchObject({ levels: ['synthetic'], codes: Int32Array.of(0, 0) });
  expect(fields.depth).toMatchObject({ values: Float64Array.of(2, 2) });
  expect(fields.block).toMatchObject({ values: Float64Array.of(3, 3) });
  expect(fields.parents).toMatchObject({ values: ['a b', 'a b'] });
  expect(fields.judge).toMatchObject({ levels: [], codes: Int32Array.of(-1, -1) });
  const taken = takeTrackedRows(synthetic(10), [9, 0]);
  expect([ids(taken), xs(taken)]).toEqual([
    ['s9', 's0'],
    [1009, 1000],
  ]);
  expect(() => trackedTable(table(numeric('x', [1])), realLineage(2, 'f'))).toThrow(
    expect.objectContaining({ code: 'core/table-mismatch' }),
  );
});

test("a data set's version follows from names, cells, lineage and parent, not from the order of its tables", () => {
  const [a, b] = [real(3), synthetic(3)];
  const version = datasetVersion({ tables: { a, b }, parent: null });
  expect(version).toMatch(/^[0-9a-f]{64}$/);
  expect(datasetVersion({ tables: { b, a }, parent: null })).toBe(version);
  const others = [
    datasetVersion({ tables: { a, b }, parent: version }),
    datasetVersion({ tables: { a: b, b: a }, parent: null }),
    datasetVersion({ tables: { a }, parent: null }),
    datasetVersion({ tables: { a, b: takeTrackedRows(b, [1, 0, 2]) }, parent: null }),
    datasetVersion({ tables: { a, b: { ...b, lineage: realLineage(3, 'f') } }, parent: null }),
    datasetVersion(singleTable(a.table, a.lineage)),
  ];
  expect(new Set([version, ...others]).size).toBe(others.length + 1);
});

test('rows tagged adversarial are refused unless they are meant', () => {
  const shared = { origin: 'synthetic', depth: 1, tags: 'typos; adversarial' } as const;
  const attack = trackedTable(table(numeric('x', range(20, 1000))), sharedLineage(20, shared, 'a'));
  const mix = (options: object) => blend(real(10), attack, { ratio: 0.5, ...options }, createRandom(1));
  const refusal = { code: 'core/bad-request', message: expect.stringContaining('tagged adversarial') };
  expect(() => mix({})).toThrow(expect.objectContaining(refusal));
  expect(mix({ adversarial: true }).synthetic).toBe(10);
  expect(blend(real(10), attack, { ratio: 0 }, createRandom(1)).synthetic).toBe(0);
  const asText = { ...attack, lineage: sayLineage(attack.lineage, table(text('tags', Array(20).fill('adversarial')))) };
  expect(() => blend(real(10), asText, { ratio: 0.5 }, createRandom(1))).toThrow(expect.objectContaining(refusal));
});
