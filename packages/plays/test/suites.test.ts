import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodedColumn, concatTables, createContext, createTable, type Table, takeRows } from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { readTable, writeTable } from '@verisim/io';
import { lockHoldout, openWorkspace, readLedger, verifyWorkspace, type Workspace } from '@verisim/workspace';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Answers,
  addSuite,
  type Difficulty,
  difficultiesOf,
  judgeSuite,
  listSuites,
  modelFamilies,
  openSuite,
  type SuiteFiles,
  type SuiteManifest,
  type SuiteRequest,
  sharedFamily,
  suiteSections,
  trainedAnswers,
} from '../src/index.ts';
import { trapWorld } from './trap-world.ts';

const files: SuiteFiles = {
  write: (table, path) => writeTable(table, path),
  read: async (path) => (await readTable(path)).table,
};

/** Rows with a difficulty each. */
function graded(table: Table, of: (row: number) => string): Table {
  const values = Array.from({ length: table.rows }, (_, row) => of(row));
  return createTable(
    [...table.spec.columns, { name: 'difficulty', kind: 'text', nullable: false, role: 'ignore' }],
    [...table.columns, { storage: 'text', values }],
  );
}

const cases = (rows: number, seed: number | string) =>
  graded(trapWorld(rows, seed), (row) => ['easy', 'medium', 'hard', 'adversarial'][row % 4]);

/** Fresh rows that leave no doubt: the numbers agree, and the label with them. */
function clearCut(rows: number): Table {
  const table = trapWorld(rows, 'crisp');
  const [a, b, , y] = table.columns.map((column) =>
    column.storage === 'numeric' ? column.values : (column as CodedColumn).codes,
  );
  const clear = [...a.keys()].filter(
    (row) => Math.min(Math.abs(a[row]), Math.abs(b[row])) > 0.7 && [a, b].every((of) => of[row] > 0 === (y[row] === 1)),
  );
  return graded(takeRows(table, clear), (row) => ['easy', 'hard'][row % 2]);
}

const request = (parts: Partial<SuiteRequest> = {}): SuiteRequest => ({
  name: 'edge-cases',
  about: 'Corners of the form.',
  madeBy: ['gpt-4o'],
  target: 'y',
  difficulty: 'difficulty',
  added: '2026-11-03',
  cases: cases(40, 'suite'),
  ...parts,
});

let workspace: Workspace;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verisim-suites-'));
  workspace = await openWorkspace(folder);
});

const lock = () =>
  lockHoldout(workspace, {
    table: trapWorld(60, 'real'),
    rows: 20,
    seed: 1,
    source: { file: 'real.csv', hash: '0'.repeat(64) },
  });

describe('a suite in the workspace', () => {
  it('is refused before there is a real evaluation set', async () => {
    await expect(addSuite(workspace, request(), files)).rejects.toMatchObject({ code: 'plays/no-real-evaluation' });
  });

  it('lies apart, is in the ledger, and comes back as it was', async () => {
    await lock();
    const manifest = await addSuite(workspace, request(), files);
    expect(manifest.cases).toEqual({ easy: 10, medium: 10, hard: 10, adversarial: 10 });
    const opened = await openSuite(workspace, 'edge-cases', files);
    expect(opened.manifest).toEqual(manifest);
    expect(opened.cases.rows).toBe(40);
    expect(await listSuites(workspace)).toEqual([{ manifest, state: 'as recorded' }]);
    const [entry] = (await readLedger(workspace)).filter(({ event }) => event === 'suite-added');
    expect(entry.details).toMatchObject({
      suite: 'edge-cases',
      rows: 40,
      madeBy: ['gpt-4o'],
      casesHash: manifest.casesHash,
    });
    expect((await verifyWorkspace(workspace)).whole).toBe(true);
  });

  it('refuses a taken name, no maker, unknown difficulties, missing answers and names that lead elsewhere', async () => {
    await lock();
    await addSuite(workspace, request(), files);
    const bad = (parts: Partial<SuiteRequest>) =>
      expect(addSuite(workspace, request(parts), files)).rejects.toMatchObject({ code: 'plays/bad-suite' });
    await bad({});
    await bad({ name: '../out' });
    await bad({ name: 'other', madeBy: [' '] });
    await bad({ name: 'other', cases: graded(trapWorld(4, 1), () => 'tricky') });
    await bad({ name: 'other', cases: takeRows(cases(4, 1), []) });
    await expect(openSuite(workspace, 'none', files)).rejects.toMatchObject({ code: 'plays/unknown-suite' });
    await expect(openSuite(workspace, '../holdouts', files)).rejects.toMatchObject({ code: 'plays/unknown-suite' });
  });

  it.each(['manifest.json', 'cases.parquet'])('finds that its %s was changed', async (name) => {
    await lock();
    await addSuite(workspace, request(), files);
    await appendFile(join(folder, '.verisim/suites/edge-cases', name), ' ');
    await expect(openSuite(workspace, 'edge-cases', files)).rejects.toMatchObject({ code: 'plays/suite-changed' });
    expect((await listSuites(workspace))[0].state).toBe('changed');
  });

  it('finds a maker that was edited out', async () => {
    await lock();
    await addSuite(workspace, request(), files);
    const path = join(folder, '.verisim/suites/edge-cases/manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('gpt-4o', 'people'));
    await expect(openSuite(workspace, 'edge-cases', files)).rejects.toMatchObject({ code: 'plays/suite-changed' });
  });
});

describe('families', () => {
  it.each([
    ['gpt-4o-mini', 'openai/gpt-4.1-2025-04-14', 'gpt'],
    ['o3-mini', 'gpt-5', 'gpt'],
    ['claude-3-5-sonnet-20241022', 'claude-opus-4', 'claude'],
    ['anthropic.claude-v2:1', 'sonnet', 'claude'],
    ['meta-llama/Llama-3.1-70B-Instruct', 'vicuna-13b', 'llama'],
    ['mixtral-8x7b', 'open-mistral-nemo', 'mistral'],
    ['Qwen2.5-7B', 'qwq-32b', 'qwen'],
    ['deepseek-r1-distill-llama-70b', 'llama-3', 'llama'],
    ['trees@1', 'trees 0.2.0', 'trees'],
  ])('%s and %s are of one: %s', (one, other, family) => {
    expect(sharedFamily(one, other)).toBe(family);
  });

  it.each([
    ['gpt-4o', 'claude-3'],
    ['boosted-trees', 'trees'],
    ['Ada Lovelace', 'gpt-4'],
    ['gemini-pro', 'gemma-2'],
    ['polo', 'o1'],
    ['innovation-team', 'nova-pro'],
  ])('%s and %s are of none', (one, other) => {
    expect(sharedFamily(one, other)).toBeNull();
  });

  it('a distilled model is of its teacher and of its base', () => {
    expect([...modelFamilies('DeepSeek-R1-Distill-Qwen-32B')].sort()).toEqual(['deepseek', 'qwen']);
  });
});

describe('judgeSuite', () => {
  const grades: readonly Difficulty[] = ['easy', 'easy', 'hard', 'hard', 'adversarial'];
  const manifest = { name: 's', madeBy: ['people'], rows: 5 } as unknown as SuiteManifest;
  const suite: Answers = { expected: ['a', 'b', 'a', 'b', 'a'], predicted: ['a', 'b', 'b', 'b', null] };
  const real: Answers = { expected: ['a', 'b', 'a', 'b'], predicted: ['a', 'b', 'a', 'a'] };
  const judged = judgeSuite({ manifest, difficulties: grades, model: 'm', suite, real });

  it('counts as unit tests do, by difficulty, and names the failed cases', () => {
    expect(judged.byDifficulty.map(({ difficulty, passed, failed }) => [difficulty, passed, failed])).toEqual([
      ['easy', 2, 0],
      ['hard', 1, 1],
      ['adversarial', 0, 1],
    ]);
    expect(judged.all).toMatchObject({ cases: 5, passed: 3, failed: 2, rate: 0.6 });
    // Wilson 1927: 3 of 5.
    expect(judged.all.low).toBeCloseTo(0.2307, 4);
    expect(judged.all.high).toBeCloseTo(0.8824, 4);
    expect(judged.failedCases).toEqual([3, 5]);
    expect(judged.real).toMatchObject({ cases: 4, passed: 3 });
  });

  it('compares class by class in the mix of the suite', () => {
    // Suite: a 1/3, b 2/2; real: a 2/2, b 1/2; weights 3/5 and 2/5.
    expect(judged.crispness[0].difference).toBeCloseTo((3 / 5) * (1 / 3 - 1) + (2 / 5) * (1 - 1 / 2), 12);
    expect(judged.crispness.map(({ difficulty }) => difficulty)).toEqual([null, 'hard', 'adversarial']);
  });

  it('refuses the family of the model, missing real answers and answers that do not fit', () => {
    const throws = (parts: object, code: string) =>
      expect(() => judgeSuite({ manifest, difficulties: grades, model: 'm', suite, real, ...parts })).toThrowError(
        expect.objectContaining({ code }),
      );
    throws({ manifest: { ...manifest, madeBy: ['Ada', 'gpt-4o'] }, model: 'gpt-4o-mini' }, 'plays/suite-by-family');
    throws({ real: { expected: [], predicted: [] } }, 'plays/bad-suite');
    throws({ suite: { expected: ['a'], predicted: ['a'] } }, 'plays/bad-suite');
  });

  it('a rare class that a suite has often is no alarm: both stand for one mix', () => {
    const make = (counts: readonly (readonly [string, number, number])[]): Answers => ({
      expected: counts.flatMap(([name, right, wrong]) => Array(right + wrong).fill(name)),
      predicted: counts.flatMap(([name, right, wrong]) => [...Array(right).fill(name), ...Array(wrong).fill('x')]),
    });
    const rare = make([
      ['no', 50, 450],
      ['yes', 95, 5],
    ]);
    const often = make([
      ['no', 10, 90],
      ['yes', 380, 20],
    ]);
    const one = { manifest: { ...manifest, rows: 500 }, difficulties: Array<Difficulty>(500).fill('easy'), model: 'm' };
    expect(judgeSuite({ ...one, suite: often, real: rare }).crispness[0]).toMatchObject({
      difference: 0,
      tooCrisp: false,
    });
  });
});

describe('a suite put to a trained model', () => {
  const train = trapWorld(600, 'train');
  const ctx = createContext({ seed: '1' });
  const put = async (suite: Table) => {
    const answers = await trainedAnswers({ train, cases: suite, target: 'y', learner: boostedTrees() }, ctx);
    const of = difficultiesOf(suite, 'difficulty');
    const manifest = { name: 's', madeBy: ['people'], rows: suite.rows } as unknown as SuiteManifest;
    return judgeSuite({ manifest, difficulties: of, model: 'boosted-trees', ...answers });
  };

  it('fresh rows of the same process are about as hard as real ones', async () => {
    const { crispness, real, seen } = await put(cases(400, 'fresh'));
    expect(real.cases).toBe(600);
    expect(seen).toBe(0);
    expect(crispness.filter(({ tooCrisp }) => tooCrisp)).toEqual([]);
    expect(Math.abs(crispness[0].difference)).toBeLessThan(0.08);
  });

  it('rows far from every border are too crisp, and the report says so after the real score, without a verdict', async () => {
    const outcome = await put(clearCut(2000));
    expect(outcome.crispness.map(({ tooCrisp }) => tooCrisp)).toEqual([true, true]);
    const [yardstick, tests] = suiteSections(outcome);
    expect(yardstick.title).toContain('Real rows');
    expect(tests.findings).toMatchObject([{ rule: 'too-crisp', level: 'error' }]);
    expect(
      tests.measurements!.every(({ metric, where }) => metric === 'suite-pass-rate' && where.slice !== undefined),
    ).toBe(true);
  });

  it('counts cases that were trained on', async () => {
    const copied = graded(concatTables([takeRows(train, [3, 4, 5]), trapWorld(20, 'more')]), () => 'hard');
    const outcome = await put(copied);
    expect(outcome.seen).toBe(3);
    expect(suiteSections(outcome)[1].findings!.map(({ rule }) => rule)).toContain('cases-were-trained-on');
  });

  it('refuses cases without a feature', async () => {
    const short = createTable(
      [{ name: 'y', kind: 'boolean', nullable: false, role: 'target' }],
      [{ storage: 'coded', codes: Int32Array.of(0), levels: ['no'] }],
    );
    const bad = trainedAnswers({ train, cases: short, target: 'y', learner: boostedTrees() }, ctx);
    await expect(bad).rejects.toMatchObject({ code: 'plays/bad-suite' });
  });
});
