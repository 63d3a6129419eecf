import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  columnOf,
  concatTables,
  createContext,
  type Generator,
  realLineage,
  sample,
  type Table,
  tableHash,
  takeRows,
  trackedTable,
} from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { trees } from '@verisim/generator-tabular';
import {
  addDays,
  type ColdStart,
  coldStart,
  daysBetween,
  disposableModel,
  dueItems,
  evaluationRows,
  makeColdStartPlan,
  mayOpen,
  parseDay,
  type ReplaceState,
  replaceRows,
  reviewCalendar,
  sweepIsDue,
  takeInRows,
} from '@verisim/plays';
import { openHoldout, openings, openWorkspace } from '@verisim/workspace';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newRows } from '../src/cold-start/arrived-rows.ts';
import { evaluationShare } from '../src/cold-start/evaluation-share.ts';
import { fixedRows } from '../src/cold-start/fixed-rows.ts';
import { loans, rowsOf } from './distill-world.ts';

const why = 'The bank opens in May and has no loans yet.';
const stated = { why, target: 'repaid', started: '2026-12-01', expires: '2027-03-31' };
const plan = makeColdStartPlan({ ...stated, threshold: 0.03 });
const learner = boostedTrees({ rounds: 30 });
const ctx = (seed = 1) => createContext({ seed });

/** Rules that know the columns and a little: income above debts is repaid. */
const rules: Generator<{ edge: number }, 'schema'> = {
  kind: 'generator',
  api: 1,
  name: 'loan-rules',
  version: '1',
  summary: 'Loans by rule',
  family: 'rule',
  options: z.strictObject({ edge: z.number().default(0) }),
  needs: 'schema',
  traits: { reproducible: true, memorises: false, conditional: false, blockRows: 500 },
  fit: (schema, { edge }) => ({
    schema,
    sample({ rows }, { random }) {
      const [income, debts] = [0, 1].map(() => Float64Array.from({ length: rows }, () => random.int(100, 2000)));
      const region = Int32Array.from({ length: rows }, () => random.int(0, 3));
      const repaid = income.map((value, i) => Number(value - debts[i] + 300 * random.normal() > edge));
      return {
        spec: schema,
        rows,
        columns: [
          { storage: 'numeric', values: income },
          { storage: 'numeric', values: debts },
          { storage: 'coded', codes: region, levels: ['north', 'south', 'west'] },
          { storage: 'coded', codes: Int32Array.from(repaid), levels: ['no', 'yes'] },
        ],
      };
    },
    save: () => ({ generator: 'loan-rules', version: '1', json: null, arrays: {} }),
  }),
  load: () => {
    throw new Error('not loaded here');
  },
};

const shared = { plan, learner, run: 'cold', seed: '1', file: 'data.parquet' };
const schema = loans(1, 1).spec;

test('days: the calendar alone, across months, leap years and the turn of a clock', () => {
  expect([addDays('2027-02-20', 14), addDays('2028-02-28', 1), addDays('2027-03-27', 2)]).toEqual([
    '2027-03-06',
    '2028-02-29',
    '2027-03-29',
  ]);
  expect(daysBetween('2026-12-31', '2027-03-01')).toBe(60);
  for (const odd of ['2027-02-29', '31.3.2027', '2027-3-1', ''])
    expect(() => parseDay(odd, 'The day')).toThrow(expect.objectContaining({ code: 'plays/bad-day' }));
});

test('makeColdStartPlan: no model without a reason, an expiry that lies ahead, and a threshold', () => {
  const refused = (given: object) => () => makeColdStartPlan({ ...stated, ...given });
  for (const given of [{ why: 'Because.' }, { expires: '2026-12-01' }, { threshold: 0 }, { evaluationRows: 1.5 }])
    expect(refused(given)).toThrow(expect.objectContaining({ code: 'plays/bad-plan' }));
  expect(plan).toMatchObject({ reviewDays: 14, metric: 'roc-auc' });
});

test('coldStart: rows of a generator that needs a schema alone, a manifest that says disposable, and how many real rows judge', async () => {
  const source = { generator: rules as unknown as Generator, rows: 1200, schema, options: { edge: 100 } };
  const { rows, manifest, need, sections } = await coldStart({ ...shared, source }, ctx());
  expect(rows.table.rows).toBe(1200);
  expect(manifest).toMatchObject({ disposable: true, expires: '2027-03-31', why, reviewEveryDays: 14 });
  expect(manifest.data).toEqual({ file: 'data.parquet', hash: tableHash(rows.table), rows: 1200, real: 0 });
  expect(manifest.score.value).toBeGreaterThan(0.9);
  expect(manifest.score.on).toContain('nothing is known of real ones');
  expect(need.wanted).toBe(need.needed);
  const finer = await coldStart({ ...shared, plan: { ...plan, threshold: 0.01 }, source }, ctx());
  // The rows needed grow with the square of how small a difference is.
  expect(finer.need.needed / need.needed).toBeGreaterThan(4);
  const few = await coldStart({ ...shared, plan: { ...plan, evaluationRows: 50 }, source }, ctx());
  expect(few.need.shows).toBeGreaterThan(0.01);
  expect(sections.map(({ title }) => title)).toEqual([
    'Rows without a real one among them',
    'A disposable model',
    'What real rows are for first',
  ]);
  const again = await coldStart({ ...shared, source }, ctx());
  expect(tableHash(again.rows.table)).toBe(tableHash(rows.table));
});

test('coldStart refuses a generator that learns from real rows, and one that was not told the columns', async () => {
  const refused = { code: 'plays/cold-start-needs-rows' };
  const learns = coldStart(
    { ...shared, source: { generator: trees as unknown as Generator, rows: 100, schema } },
    ctx(),
  );
  await expect(learns).rejects.toMatchObject(refused);
  const untold = coldStart({ ...shared, source: { generator: rules as unknown as Generator, rows: 100 } }, ctx());
  await expect(untold).rejects.toMatchObject({ ...refused, next: expect.stringContaining('--schema') });
});

test('disposableModel: the same model from the same rows; refused after its last day, for other rows and for another learner', async () => {
  const table = loans(400, 1);
  const { manifest, rows } = await coldStart({ ...shared, source: { table, name: 'written.csv' } }, ctx());
  const open = (today: string, given = rows.table, by = learner) =>
    disposableModel(manifest, given, { learner: by, today, signal: new AbortController().signal });
  const [first, second] = [await open('2027-03-31'), await open('2026-12-02')];
  expect([...first.predict(table)]).toEqual([...second.predict(table)]);
  await expect(open('2027-04-01')).rejects.toMatchObject({ code: 'plays/model-expired' });
  await expect(open('2027-01-01', loans(400, 2))).rejects.toMatchObject({ code: 'plays/model-differs' });
  const other = { ...learner, version: '0' };
  await expect(open('2027-01-01', rows.table, other)).rejects.toMatchObject({ code: 'plays/model-differs' });
});

test('newRows: a file that goes on or is sent again repeats; fresh rows of few columns do not', () => {
  const columns = ['income', 'debts', 'region', 'repaid'];
  const [first, second] = [loans(200, 1), loans(150, 2)];
  const before = newRows(first, columns, {}, { key: 'a' });
  expect([before.rows.length, before.known]).toEqual([200, 0]);
  const longer = newRows(concatTables([second, first]), columns, before.arrived, { key: 'a' });
  expect([longer.rows.length, longer.known, longer.rows.at(-1)]).toEqual([150, 200, 149]);
  expect(newRows(first, columns, longer.arrived, { key: 'a' }).rows).toHaveLength(0);
  expect(newRows(first, columns, longer.arrived, { key: 'a', allNew: true }).rows).toHaveLength(200);
  const coarse = (table: Table) => newRows(table, ['region', 'repaid'], {}, { key: 'a' });
  expect(coarse(rowsOf(first, 0, 90)).rows).toHaveLength(90);
  expect(JSON.stringify(before.arrived)).not.toContain(
    String((first.columns[0] as { values: Float64Array }).values[0]),
  );
});

test('evaluationShare: the first rows all, then one in five, until it is full', () => {
  expect(evaluationShare(100, 0, 300)).toBe(99);
  expect(evaluationShare(400, 99, 300)).toBe(201);
  expect(evaluationShare(400, 300, 300)).toBe(0);
  expect(evaluationShare(1000, 0, 5000)).toBe(600);
  expect(evaluationShare(1000, 600, 5000)).toBe(200);
  expect(evaluationShare(1, 0, 300)).toBe(0);
});

test('fixedRows: every row once, in another order for another seed, and other rows in later blocks', async () => {
  const table = loans(640, 1);
  const generator = fixedRows(table, 'made-rows');
  const model = await generator.fit(table, {}, ctx());
  const drawn = await sample(generator, model, { rows: 640 }, ctx(2));
  const sorted = (found: Table) => [...(columnOf(found, 'income') as { values: Float64Array }).values].sort();
  expect(sorted(drawn.table)).toEqual(sorted(table));
  const loaded = await generator.load(await model.save());
  expect(tableHash((await sample(generator, loaded, { rows: 640 }, ctx(9))).table)).toBe(tableHash(drawn.table));
  const other = await generator.fit(table, {}, ctx(3));
  expect(tableHash((await sample(generator, other, { rows: 640 }, ctx(2))).table)).not.toBe(tableHash(drawn.table));
});

const start: ColdStart = {
  place: 'play-cold-start-abc',
  plan,
  need: { needed: 200, wanted: 200, shows: 0.03 },
  source: 'written.csv',
  columns: schema.columns,
  rowsHash: '',
  learner: learner.name,
  seed: '1',
  reviews: [],
  replaced: null,
  replacedIn: null,
  ended: null,
};
const reviewed = (...days: readonly string[]): ColdStart => ({
  ...start,
  reviews: days.map((day) => ({ play: start.place, by: 'Ada', note: 'kept', day })),
});

test('dueItems: a review every fortnight from the last one, the expiry, and nothing of what has ended', () => {
  const at = (today: string, one = start) =>
    dueItems([one], today).map(({ what, day, overdue }) => [what, day, overdue]);
  expect(at('2026-12-15')).toEqual([
    ['review', '2026-12-15', 0],
    ['expiry', '2027-03-31', -106],
  ]);
  expect(at('2026-12-16')[0]).toEqual(['review', '2026-12-15', 1]);
  expect(at('2026-12-20', reviewed('2026-12-20'))[0]).toEqual(['review', '2027-01-03', -14]);
  expect(at('2027-04-02', reviewed('2027-03-20'))).toEqual([['expiry', '2027-03-31', 2]]);
  expect(dueItems([{ ...start, ended: { day: '2027-01-01', why: 'done' } }], '2027-05-01')).toEqual([]);
});

test('reviewCalendar: CRLF, lines of at most 75 octets, whole characters, and uids that a later file writes again', () => {
  const odd = { ...start, place: 'play-cold-start-ünïcödé-ünïcödé-ünïcödé-ünïcödé-ünïcödé; with, signs' };
  const text = reviewCalendar([odd], '2026-12-02');
  const lines = text.split('\r\n');
  expect(lines.at(-1)).toBe('');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  const unfolded = text.replaceAll('\r\n ', '');
  expect(unfolded).toContain('SUMMARY:Review 1 of the cold start play-cold-start-ünïcödé');
  expect(unfolded).toContain('\\; with\\, signs');
  const uids = (one: ColdStart, today: string) =>
    [...reviewCalendar([one], today).matchAll(/^UID:(.*)\r$/gm)].map(([, uid]) => uid);
  const first = uids(start, '2026-12-02');
  expect(first).toHaveLength(9);
  expect(new Set(first).size).toBe(9);
  expect(first[0]).toBe('play-cold-start-abc-review-1@verisim');
  const late = reviewed('2026-12-20');
  expect(uids(late, '2026-12-20').every((uid) => first.includes(uid))).toBe(true);
  const moved = reviewCalendar([late], '2026-12-20');
  expect(moved).toMatch(/UID:play-cold-start-abc-review-2@verisim\r\n.*?DTSTART;VALUE=DATE:20270103\r\n/s);
  expect(moved).toContain('SEQUENCE:1');
  for (const line of ['BEGIN:VCALENDAR', 'VERSION:2.0', 'END:VCALENDAR']) expect(lines).toContain(line);
});

test('sweepIsDue: first at 50 rows, then with half as many again, or with new rows after a fortnight', () => {
  const swept = { day: '2027-01-01', rows: 100, ratio: 0.5, lift: { value: 0, low: 0, high: 0 } };
  const due = (training: number, today: string, last: typeof swept | null = swept) =>
    sweepIsDue({ training, swept: last }, today, 14);
  expect([due(49, '2027-01-02', null), due(50, '2027-01-02', null)]).toEqual([false, true]);
  expect([due(149, '2027-01-02'), due(150, '2027-01-02')]).toEqual([false, true]);
  expect([due(101, '2027-01-14'), due(101, '2027-01-15'), due(100, '2027-06-01')]).toEqual([false, true, false]);
  const opened = { ...swept, evaluationRows: 10 };
  expect([
    mayOpen({ training: 149, opened }),
    mayOpen({ training: 150, opened }),
    mayOpen({ training: 1, opened: null }),
  ]).toEqual([false, true, true]);
});

/** Takes real rows in and replaces, as the command does. */
async function swap(real: Table, made: Table, seed = '1') {
  const workspace = await openWorkspace(mkdtempSync(join(tmpdir(), 'verisim-cold-')));
  const source = { file: 'real.csv', hash: '0'.repeat(64) };
  const arrival = { table: real, source, training: null, arrived: {}, locks: [], seed };
  const taken = await takeInRows(workspace, start, arrival);
  const state: ReplaceState = {
    play: start.place,
    sequence: 1,
    day: '2026-12-10',
    arrived: taken.added,
    added: taken.added,
    evaluation: taken.locks.map(({ id, rows }) => ({ id, rows })),
    training: taken.training.table.rows,
    swept: null,
    opened: null,
    ended: null,
  };
  let read = 0;
  const found = await replaceRows(
    {
      start,
      state,
      training: taken.training,
      made: trackedTable(made, realLineage(made.rows, 'made')),
      learner,
      ratios: [0, 0.5, 0.75],
      folds: 4,
      seeds: 2,
      run: 'replace',
      today: '2026-12-10',
      openEvaluation: async () => {
        read++;
        return openHoldout(workspace, taken.locks[0], { reason: 'replace', run: 'replace' });
      },
    },
    ctx(Number(seed)),
  );
  return { taken, found, read, opened: await openings(workspace, taken.locks[0]) };
}

test('replace: real rows first go to the locked part; when they carry the model alone the play ends, by one opening', async () => {
  const made = (await sample(rules, await rules.fit(schema, { edge: 100 }, ctx()), { rows: 900 }, ctx(5))).table;
  const { taken, found, read, opened } = await swap(loans(1100, 8), made);
  expect([taken.locked, taken.training.table.rows]).toEqual([200, 900]);
  expect(evaluationRows(found.state)).toBe(200);
  expect(found.judged!.evidence.lift.high).toBeLessThan(0.03);
  expect(found.judged!.evidence.lift.high).toBe(found.state.opened!.lift.high);
  expect([found.state.ended?.day, read, opened]).toEqual(['2026-12-10', 1, 1]);
  expect(found.blend.table.rows).toBe(900);
  expect(found.says).toContain('carry the model alone');
});

test('replace: few real rows beside rows of the true process are not enough alone; the evaluation part stays closed', async () => {
  const { taken, found, read } = await swap(loans(260, 9), loans(3000, 10));
  expect(taken.training.table.rows).toBe(60);
  expect(found.state.swept!.lift.high).toBeGreaterThan(0.03);
  expect([found.state.ended, found.judged, read]).toEqual([null, null, 0]);
  expect(found.blend.table.rows).toBeGreaterThan(60);
  expect(found.says).toContain('the blend goes on');
});

test('takeInRows: locked and training rows are apart, and a file without a new row is refused', async () => {
  const workspace = await openWorkspace(mkdtempSync(join(tmpdir(), 'verisim-cold-')));
  const source = { file: 'real.csv', hash: '0'.repeat(64) };
  const table = loans(400, 11);
  const arrival = { table, source, training: null, arrived: {}, locks: [], seed: '1' };
  const taken = await takeInRows(workspace, start, arrival);
  const locked = await openHoldout(workspace, taken.locks[0], { reason: 'test', run: 'test' });
  const incomes = (found: Table) => [...(columnOf(found, 'income') as { values: Float64Array }).values];
  const both = concatTables([locked, taken.training.table]);
  expect([...incomes(both)].sort()).toEqual([...incomes(table)].sort());
  expect(incomes(takeRows(table, taken.places))).toEqual(incomes(taken.training.table));
  const again = { ...arrival, arrived: taken.arrived, training: taken.training, locks: taken.locks };
  const now = { ...start, replaced: { evaluation: [{ id: taken.locks[0].id, rows: 200 }] } as unknown as ReplaceState };
  await expect(takeInRows(workspace, now, again)).rejects.toMatchObject({ code: 'plays/bad-arrival' });
});
