import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, createRandom, createTable, type Generator, type Table } from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { marginals, trees } from '@verisim/generator-tabular';
import { blendedRows, type CoverageGapParts, judgeCoverageGap, makePlan, prepareCoverageGap } from '@verisim/plays';
import type { ReportSection } from '@verisim/report';
import { holdoutFingerprints, lockHoldout, openHoldout, openings, openWorkspace } from '@verisim/workspace';
import { expect, test } from 'vitest';

/** A table of a known process: `ill` is rare and depends on age and group. */
function patients(rows: number, seed: number): Table {
  const random = createRandom(seed);
  const age = new Float64Array(rows);
  const group = new Int32Array(rows);
  const ill = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    age[i] = random.int(18, 90);
    group[i] = random.int(0, 3);
    ill[i] = Number(random.next() < 1 / (1 + Math.exp(-(age[i] - 80) / 6 - (group[i] === 0 ? 1 : 0))));
  }
  return createTable(
    [
      { name: 'age', kind: 'integer', nullable: false, role: 'feature' },
      { name: 'group', kind: 'category', nullable: false, role: 'feature' },
      { name: 'ill', kind: 'boolean', nullable: false, role: 'target' },
    ],
    [
      { storage: 'numeric', values: age },
      { storage: 'coded', codes: group, levels: ['A', 'B', 'C'] },
      { storage: 'coded', codes: ill, levels: ['no', 'yes'] },
    ],
  );
}

const plan = makePlan({
  gap: 'Few patients are ill.',
  target: 'ill',
  where: [{ column: 'ill', in: ['yes'] }],
  metric: 'roc-auc',
  threshold: 0.01,
  folds: 3,
  seeds: 2,
  batchRows: 20,
});

async function locked() {
  const workspace = await openWorkspace(mkdtempSync(join(tmpdir(), 'verisim-play-')));
  const source = { file: 'patients', hash: '0'.repeat(64) };
  const split = await lockHoldout(workspace, { table: patients(1500, 1), rows: 500, seed: '1', target: 'ill', source });
  return { workspace, split, fingerprints: await holdoutFingerprints(workspace, split.lock) };
}

/** Rows that throw when they are read. */
function poison(table: Table): Table {
  return new Proxy(table, {
    get(target, property) {
      if (property === 'columns') throw new Error('poison: a holdout row was read');
      return Reflect.get(target, property);
    },
  });
}

async function prepared(generator: Generator<unknown, 'data'>, force = false, show?: CoverageGapParts['show']) {
  const setting = await locked();
  const parts = {
    plan: { ...plan, force },
    train: setting.split.train,
    generator,
    learner: boostedTrees({ rounds: 30 }),
    fingerprints: setting.fingerprints,
    run: 'r',
    ...(show && { show }),
  };
  return { ...setting, play: await prepareCoverageGap(parts, createContext({ seed: 1 })) };
}

test('everything before the final evaluation runs with a poisoned holdout; the final evaluation reads it', async () => {
  const { play } = await prepared(trees as never);
  expect(play.stopped ?? null).toBeNull();
  expect(play.release?.tracked.table.rows).toBeGreaterThan(0);
  const judge = judgeCoverageGap(play, async () => poison(patients(500, 2)), createContext({ seed: 1 }));
  await expect(judge).rejects.toThrow('poison');
});

test('a whole play: one opening, a decision, every row accounted for', async () => {
  const shown: ReportSection[] = [];
  const { play, workspace, split } = await prepared(trees as never, false, (section) => shown.push(section));
  const open = () => openHoldout(workspace, split.lock, { reason: 'test', run: 'r' });
  const { verdict, evidence, sections } = await judgeCoverageGap(play, open, createContext({ seed: 1 }));
  expect(await openings(workspace, split.lock)).toBe(1);
  expect(['use', 'do not use', 'real data suffices', 'cannot tell']).toContain(verdict.decision);
  expect(evidence?.holdoutRows).toBe(500);
  expect(sections.map((section) => section.title)).toContain('The ratio, by cross-validation');
  // Real rows are shown to whoever runs the play, and are not in the report.
  const captions = (of: readonly ReportSection[]) =>
    of.flatMap(({ tables = [] }) => tables.map(({ caption }) => caption));
  expect(captions(shown)).toContain('Real rows of the same gap');
  expect(captions(sections)).toContain('Synthetic rows');
  expect(captions(sections)).not.toContain('Real rows of the same gap');
  const blended = blendedRows(play)!;
  expect(blended.table.rows).toBe(1000 + play.release!.tracked.table.rows);
  expect(blended.lineage.rows).toBe(blended.table.rows);
  const origin = blended.lineage.columns[1];
  expect(origin.storage === 'coded' && [...new Set(origin.codes)].map((code) => origin.levels[code])).toEqual([
    'real',
    'synthetic',
  ]);
});

test('a generator that destroys dependence is stopped before blending, with its figures', async () => {
  const { play, workspace, split } = await prepared(marginals as never);
  expect(play.stopped).toMatch(/check failed/);
  expect(play.release).toBeUndefined();
  const open = () => openHoldout(workspace, split.lock, { reason: 'test', run: 'r' });
  const { verdict } = await judgeCoverageGap(play, open, createContext());
  expect(verdict).toMatchObject({ decision: 'do not use', lift: null });
  expect(await openings(workspace, split.lock)).toBe(0);
});

test('force goes on after a failed check and says so', async () => {
  const { play, workspace, split } = await prepared(marginals as never, true);
  expect(play.stopped ?? null).toBeNull();
  expect(play.forced.length).toBeGreaterThan(0);
  const open = () => openHoldout(workspace, split.lock, { reason: 'test', run: 'r' });
  const { sections } = await judgeCoverageGap(play, open, createContext());
  expect(sections.map((section) => section.title)).toContain('Passed over by --force');
});

test.each([
  ['no gap', { gap: ' ' }],
  ['a gap of one word', { gap: 'Deaths.' }],
  ['a gap of two sentences', { gap: 'Few patients died. The model never warns.' }],
  ['no metric', { metric: undefined as never }],
  ['no threshold', { threshold: undefined as never }],
  ['no condition', { where: [] }],
  ['a threshold of 0', { threshold: 0 }],
  ['a ratio of 1', { ratios: [0, 1] }],
  ['no ratio above 0', { ratios: [0] }],
  ['an unknown metric', { metric: 'auc' as never }],
])('a plan with %s does not start', (_, parts) => {
  const where = [{ column: 'y', in: ['yes'] }];
  const whole = {
    gap: 'Few patients of ward 3.B died.',
    target: 'y',
    where,
    metric: 'roc-auc',
    threshold: 0.01,
  } as const;
  expect(makePlan(whole)).toMatchObject({ folds: 5, seeds: 3, ratios: [0, 0.25, 0.5, 0.75] });
  const given = { ...whole, ...parts };
  expect(() => makePlan(given)).toThrow(expect.objectContaining({ code: 'plays/bad-plan', kind: 'usage' }));
});
