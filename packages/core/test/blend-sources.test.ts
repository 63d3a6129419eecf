import {
  blendSources,
  type Column,
  cellOf,
  columnOf,
  concatLineages,
  createRandom,
  createTable,
  datasetVersion,
  type Lineage,
  realLineage,
  rowsBySource,
  sharedLineage,
  singleTable,
  type TrackedTable,
  takeTrackedRows,
  trackedTable,
} from '@verisim/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { table, text } from './tables.ts';

const cells = (of: TrackedTable, field: string) =>
  Array.from({ length: of.lineage.rows }, (_, row) => cellOf(columnOf(of.lineage, field), row));
/** Every row's `key` is the id of its lineage row, so that what is misaligned shows. */
const tracked = (lineage: Lineage): TrackedTable => {
  const ids = (lineage.columns[0] as { values: readonly string[] }).values;
  return trackedTable(table(text('key', ids)), lineage);
};
const keys = (of: TrackedTable) => (of.table.columns[0] as { values: readonly string[] }).values;
const real = (rows: number, file = 'data.csv') => tracked(realLineage(rows, file));
const made = (rows: number, generator: string, run: string, depth = 1) =>
  tracked(
    sharedLineage(
      rows,
      { origin: 'synthetic', depth, generator, generator_version: '1', run, parents: 'data.csv:0' },
      `${run}/`,
    ),
  );
const aligned = (of: TrackedTable) => expect(cells(of, 'id')).toEqual(keys(of));

const sizes = fc.record({
  real: fc.nat(40),
  sources: fc.array(fc.record({ rows: fc.nat(60), ratio: fc.double({ min: 0, max: 0.3, noNaN: true }) }), {
    maxLength: 3,
  }),
  seed: fc.nat(),
});

test('no real row is lost, no lineage row misaligned, and each source gives what its ratio asks or all it has', () => {
  fc.assert(
    fc.property(sizes, ({ real: rows, sources, seed }) => {
      const given = sources.map(({ rows, ratio }, i) => ({ tracked: made(rows, `g${i}`, `r${i}`), ratio }));
      const blended = blendSources(real(rows), given, {}, createRandom(seed));
      const total = sources.reduce((sum, { ratio }) => sum + ratio, 0);
      aligned(blended.tracked);
      expect(keys(blended.tracked).slice(0, rows)).toEqual(keys(real(rows)));
      expect(new Set(keys(blended.tracked)).size).toBe(blended.tracked.table.rows);
      const bySource = rowsBySource(blended.tracked.lineage);
      sources.forEach(({ rows: most, ratio }, i) => {
        expect(blended.taken[i]).toBe(Math.min(most, Math.round((rows * ratio) / (1 - total))));
        expect(bySource.get(`synthetic g${i}@1 r${i}`)?.length ?? 0).toBe(blended.taken[i]);
      });
      expect(bySource.get('real data.csv')?.length ?? 0).toBe(rows);
      expect(blended.synthetic).toBe(blended.tracked.table.rows - rows);
      expect(blended.ratio).toBeCloseTo(
        blended.synthetic === 0 ? 0 : blended.synthetic / blended.tracked.table.rows,
        12,
      );
    }),
    { numRuns: 200 },
  );
});

test('two sources at a quarter each: as many of each as half the real rows; one that runs short takes nothing from the other', () => {
  const both = [
    { tracked: made(100, 'a', 'r1'), ratio: 0.25 },
    { tracked: made(7, 'b', 'r2'), ratio: 0.25 },
  ];
  const { taken, synthetic, ratio } = blendSources(real(40), both, {}, createRandom(1));
  expect([taken, synthetic]).toEqual([[20, 7], 27]);
  expect(ratio).toBeCloseTo(27 / 67, 12);
  expect(blendSources(real(40), both, { realInGap: 4 }, createRandom(1)).taken).toEqual([2, 2]);
});

test('a source is drawn the same beside others as alone, and by another seed otherwise', () => {
  const first = { tracked: made(50, 'a', 'r1'), ratio: 0.25 };
  const chosen = (more: readonly (typeof first)[], seed: number) => {
    const blended = blendSources(real(30), [first, ...more], {}, createRandom(seed)).tracked;
    return keys(blended).filter((key) => key.startsWith('r1/'));
  };
  const beside = chosen([{ tracked: made(50, 'b', 'r2'), ratio: 0.25 }], 1);
  expect(beside).toHaveLength(15);
  expect(chosen([{ tracked: made(9, 'c', 'r3'), ratio: 0.25 }], 1)).toEqual(beside);
  expect(chosen([{ tracked: made(50, 'b', 'r2'), ratio: 0.25 }], 2)).not.toEqual(beside);
});

test('a blend blended again keeps origin, depth, parents and source of every row', () => {
  const once = blendSources(real(20), [{ tracked: made(20, 'a', 'r1'), ratio: 0.5 }], {}, createRandom(1));
  const twice = blendSources(once.tracked, [{ tracked: made(80, 'b', 'r2', 2), ratio: 0.5 }], {}, createRandom(2));
  aligned(twice.tracked);
  expect(cells(twice.tracked, 'id').slice(0, 40)).toEqual(cells(once.tracked, 'id'));
  const sources = rowsBySource(twice.tracked.lineage);
  expect([...sources].map(([source, rows]) => [source, rows.length])).toEqual([
    ['real data.csv', 20],
    ['synthetic a@1 r1', 20],
    ['synthetic b@1 r2', 40],
  ]);
  const depths = cells(twice.tracked, 'depth');
  for (const row of sources.get('synthetic b@1 r2') ?? []) expect(depths[row]).toBe(2);
  expect(new Set(cells(twice.tracked, 'parents'))).toEqual(new Set([null, 'data.csv:0']));
});

test('lineages with other fields are united; what one lacks is missing there', () => {
  const extra: Column = { storage: 'numeric', values: Float64Array.of(1, 2) };
  const base = sharedLineage(2, { origin: 'synthetic', depth: 1 }, 's');
  const scored = createTable(
    [...base.spec.columns, { name: 'score', kind: 'number', nullable: false, role: 'feature' }],
    [...base.columns, extra],
  );
  const united = concatLineages([realLineage(1, 'f'), scored]);
  expect(united.columns.at(-1)).toEqual({ storage: 'numeric', values: Float64Array.of(Number.NaN, 1, 2) });
  expect(united.spec.columns.at(-1)).toMatchObject({ name: 'score', nullable: true });
  expect(concatLineages([scored, realLineage(1, 'f')]).rows).toBe(3);
  const { tracked: blended } = blendSources(real(3), [{ tracked: tracked(scored), ratio: 0.4 }], {}, createRandom(1));
  aligned(blended);
});

test('the same rows cannot go in twice, and ratios together stay below 1', () => {
  const source = { tracked: made(50, 'a', 'r1'), ratio: 0.3 };
  const refuse =
    (...ratios: readonly number[]) =>
    () =>
      blendSources(
        real(5),
        ratios.map((ratio, i) => ({ tracked: made(9, 'g', `r${i}`), ratio })),
        {},
        createRandom(1),
      );
  const error = expect.objectContaining({ code: 'core/bad-request' });
  expect(() => blendSources(real(100), [source, source], {}, createRandom(1))).toThrow(error);
  for (const run of [refuse(0.5, 0.5), refuse(-0.1, 0.5), refuse(Number.NaN), refuse(1)]) expect(run).toThrow(error);
  expect(refuse()().tracked.table.rows).toBe(5);
});

test('a blended data set has a version of its own and those of what went in as parents', () => {
  const source = made(20, 'a', 'r1');
  const { tracked: blended } = blendSources(real(10), [{ tracked: source, ratio: 0.5 }], {}, createRandom(1));
  const version = (of: TrackedTable) => datasetVersion(singleTable(of.table, of.lineage));
  const parents = [version(real(10)), version(source)];
  const of = (parent: readonly string[]) => datasetVersion(singleTable(blended.table, blended.lineage, parent));
  expect(of(parents)).toMatch(/^[0-9a-f]{64}$/);
  expect(of(parents)).toBe(of([...parents]));
  expect(of(parents)).not.toBe(of(parents.toReversed()));
  expect(version(takeTrackedRows(blended, [0]))).not.toBe(version(takeTrackedRows(blended, [1])));
});

test('a regression is put down to its source: rows with an error, counted by where they came from', () => {
  const blended = blendSources(
    real(30),
    [
      { tracked: made(30, 'good', 'r1'), ratio: 0.25 },
      { tracked: made(30, 'bad', 'r2'), ratio: 0.25 },
    ],
    {},
    createRandom(3),
  ).tracked;
  const wrong = new Set(keys(blended).flatMap((key, row) => (key.startsWith('r2/') ? [row] : [])));
  const shares = [...rowsBySource(blended.lineage)].map(([source, rows]) => [
    source,
    [...rows].filter((row) => wrong.has(row)).length / rows.length,
  ]);
  expect(shares).toEqual([
    ['real data.csv', 0],
    ['synthetic good@1 r1', 0],
    ['synthetic bad@1 r2', 1],
  ]);
});

test('a source whose file name holds colons keeps it', () => {
  expect([...rowsBySource(realLineage(2, 'C:data:x.csv')).keys()]).toEqual(['real C:data:x.csv']);
});
