import {
  concatLineages,
  concatTables,
  createContext,
  realLineage,
  sharedLineage,
  takeRows,
  trackedTable,
} from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { expect, test } from 'vitest';
import { attribute } from '../src/attribution/attribute.ts';
import { attributionSection, attributionSentence } from '../src/attribution/attribution-section.ts';
import { depthFindings, depthLosses } from '../src/attribution/generation-depth.ts';
import { depthAfter } from '../src/attribution/row-depths.ts';
import { sourcesOf } from '../src/attribution/synthetic-source.ts';
import { tailLoss } from '../src/attribution/tail-loss.ts';
import { trapWorld } from './trap-world.ts';

const learner = boostedTrees({ rounds: 40 });
const real = trapWorld(500, 'real');
const source = (name: string, flips?: (group: number) => number) => ({
  name,
  table: trapWorld(400, name, flips && { flips }),
});
const quick = { real, target: 'y', learner, folds: 3, repeats: 2, resamples: 400 };

test('leave-one-source-out names the poisoned one of three, and the slice that is poisoned', async () => {
  const poisoned = source('poisoned', (group) => (group === 1 ? 0.9 : 0));
  const sources = [source('clean one'), poisoned, source('clean two')];
  const found = await attribute({ ...quick, sources }, createContext({ seed: 1 }));
  expect(found).toMatchObject({ pull: ['poisoned'], masked: false, sliced: 'poisoned', rows: 500 });
  expect(found.slices[0].name).toBe('group = B');
  expect(found.slices[0].leftOut.pAdjusted).toBeLessThan(0.05);
  expect(attributionSentence(found)).toMatch(/Pull poisoned .* harm lies in group = B/);
  expect(attributionSection(found).measurements).toHaveLength(12);
});

test('no source stands out among rows of the true process, for any of ten seeds', async () => {
  const named = [];
  for (let seed = 0; seed < 10; seed++) {
    const sources = ['a', 'b', 'c'].map((name) => ({ name, table: trapWorld(300, `${name}${seed}`) }));
    const request = { ...quick, real: trapWorld(400, `real${seed}`), sources, slices: false };
    named.push(...(await attribute({ ...request, resamples: 300 }, createContext({ seed }))).pull);
  }
  expect(named.length).toBeLessThanOrEqual(1);
});

test('two equal poisoned sources hide each other from leave-one-out, and show alone', async () => {
  const random = () => 0.5;
  const one = trapWorld(2000, 'poison', { flips: random });
  const sources = [
    { name: 'first', table: one },
    { name: 'second', table: one },
  ];
  const validation = trapWorld(1500, 'validation');
  const request = { ...quick, metric: 'roc-auc' as const, validation, sources, slices: false };
  const found = await attribute(request, createContext({ seed: 3 }));
  expect([...found.pull].sort()).toEqual(['first', 'second']);
  expect(found.judgedOn).toBe('validation');
  for (const { alone } of found.contributions) expect(alone.pAdjusted).toBeLessThan(0.05);
});

test('attribution refuses no sources and two of one name', async () => {
  const ctx = createContext();
  await expect(attribute({ ...quick, sources: [] }, ctx)).rejects.toMatchObject({ code: 'plays/no-sources' });
  const twice = [source('a'), source('a')];
  await expect(attribute({ ...quick, sources: twice }, ctx)).rejects.toMatchObject({ code: 'plays/repeated-source' });
});

test('sources are read from a lineage by generator and run; real rows are none', () => {
  const made = (generator: string, depth: number) =>
    sharedLineage(100, { origin: 'synthetic', depth, generator, generator_version: '1', run: 'r' }, `${generator}:`);
  const lineage = concatLineages([realLineage(500, 'file'), made('trees', 1), made('smote', 2)]);
  const table = concatTables([real, trapWorld(200, 'made')]);
  const sources = sourcesOf(trackedTable(table, lineage));
  expect(sources.map(({ name, table: { rows } }) => [name, rows])).toEqual([
    ['trees@1 r', 100],
    ['smote@1 r', 100],
  ]);
  expect(depthAfter(lineage)).toBe(3);
  expect(depthAfter(realLineage(3, 'file'))).toBe(1);
  expect(() => sourcesOf(trackedTable(real, realLineage(500, 'file')))).toThrow(/no synthetic source/);
});

test('rows of depth 2 whose tails are gone raise a warning with the figure; fresh rows lose nothing', () => {
  const ctx = createContext();
  const narrow = trapWorld(500, 'narrow', { spread: 0.3 });
  const lineage = sharedLineage(500, { origin: 'synthetic', depth: 2 }, 's:');
  const losses = depthLosses(real, trackedTable(narrow, lineage), ctx);
  expect(losses[0].loss.tails).toBe(0);
  expect(losses[0].loss.fresh.tails).toBeGreaterThan(0.9);
  const [finding] = depthFindings(losses);
  expect(finding).toMatchObject({ rule: 'generation-depth', level: 'warning' });
  expect(finding.message).toContain('0.0 % of the real tail regions');
  const own = tailLoss(
    real,
    takeRows(
      real,
      Int32Array.from({ length: 500 }, (_, i) => i),
    ),
    ctx,
  );
  expect(own).toMatchObject({ tails: 1, rareLevels: null });
});
