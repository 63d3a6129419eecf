import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CodedColumn,
  columnOf,
  concatTables,
  createContext,
  createTable,
  type NumericColumn,
  type Table,
  takeRows,
} from '@verisim/core';
import { openWorkspace, readLedger, type Workspace } from '@verisim/workspace';
import { beforeEach, expect, test } from 'vitest';
import { drawReview, type ReviewKey, type ReviewRequest } from '../src/review/draw-review.ts';
import { judgeAgreement } from '../src/review/judge-agreement.ts';
import { keepReviewKey, readReviewKey } from '../src/review/review-key.ts';
import { reviewOutcome } from '../src/review/review-outcome.ts';
import { type ReviewAnswer, readAnswers, reviewedRows, reviewSheet } from '../src/review/review-sheet.ts';
import { recordSpotCheck, spotCheckEvidence } from '../src/review/spot-check.ts';
import { reviewFindings, spotCheckSection } from '../src/review/spot-check-section.ts';
import { suspicion } from '../src/review/suspicion.ts';
import { worstFirst } from '../src/review/worst-first.ts';
import { reviewStops } from '../src/stop-rules/stop-rules.ts';
import { patients } from './patients.ts';

const real = patients({ rows: 400, seed: 'real' });
const good = patients({ rows: 300, seed: 'synthetic' });
const BAD = [3, 50, 120, 199, 280];

/** Old people who score as the very young: rows no detector misses. */
function withBadRows(table: Table): Table {
  const age = (columnOf(table, 'age') as NumericColumn).values.slice();
  const score = (columnOf(table, 'score') as NumericColumn).values.slice();
  for (const row of BAD) [age[row], score[row]] = [130, 0];
  return createTable(table.spec.columns, [
    { storage: 'numeric', values: age },
    { storage: 'numeric', values: score },
    ...table.columns.slice(2),
  ]);
}

const draw = (parts: Partial<ReviewRequest> = {}, seed = 1) =>
  drawReview({ real, synthetic: good, target: 'died', count: 20, blinded: false, ...parts }, createContext({ seed }));

/** An answer to every row: what `of` says of it. */
const answer = (key: ReviewKey, of: (row: ReviewKey['rows'][0], i: number) => Partial<ReviewAnswer>): ReviewAnswer[] =>
  key.rows.map((row, i) => ({ id: row.id, decision: 'accept', reason: '', looks: null, ...of(row, i) }));

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace(await mkdtemp(join(tmpdir(), 'verisim-review-')));
});

test('worst first: a handful of rows like no real one leads their list, and a tagged row leads all', async () => {
  const order = await worstFirst({ real, synthetic: withBadRows(good) }, createContext({ seed: 1 }));
  const far = order.filter(({ why }) => why.startsWith('far')).slice(0, BAD.length);
  expect(new Set(far.map(({ row }) => row))).toEqual(new Set(BAD));
  const tags = Array.from({ length: good.rows }, (_, row) => (row === 77 ? 'out-of-range' : null));
  const tagged = await worstFirst({ real, synthetic: good, tags }, createContext({ seed: 1 }));
  expect(tagged[0]).toEqual({ row: 77, why: 'check: out-of-range' });
});

test('suspicion: rows of a kind that is rare among real ones get the highest probabilities', async () => {
  const synthetic = concatTables([good, patients({ rows: 60, seed: 'odd', older: 30 })]);
  const told = await suspicion(real, synthetic, createContext({ seed: 1 }));
  const first = [...told!.keys()].sort((a, b) => told![b] - told![a]).slice(0, 40);
  const age = (columnOf(synthetic, 'age') as NumericColumn).values;
  expect(first.filter((row) => age[row] >= 78).length).toBeGreaterThanOrEqual(38);
  expect(await suspicion(real, takeRows(good, [1, 2, 3]), createContext({ seed: 1 }))).toBeNull();
});

test('worst first: the least likely labels are those of the planted flips', async () => {
  const { codes, levels } = columnOf(good, 'died') as CodedColumn;
  const age = (columnOf(good, 'age') as NumericColumn).values;
  const old = [...age.keys()].filter((row) => age[row] > 72);
  const flipped = codes.map((code, row) => (old.includes(row) ? 0 : code));
  const columns = good.columns.with(3, { storage: 'coded', codes: flipped, levels });
  const synthetic = createTable(good.spec.columns, columns);
  const order = await worstFirst({ real, synthetic, target: 'died' }, createContext({ seed: 1 }));
  const unlikely = order.filter(({ why }) => why.includes('died')).slice(0, 8);
  expect(unlikely.filter(({ row }) => age[row] > 65).length).toBeGreaterThanOrEqual(7);
});

test('a review: a random part, a worst part without the random rows, real rows when blinded; the order hides them', async () => {
  const key = await draw({ blinded: true });
  const part = (name: string) => key.rows.filter((row) => row.part === name).map(({ row }) => row);
  expect([part('random').length, part('worst').length, part('real').length]).toEqual([20, 20, 20]);
  expect(part('worst').filter((row) => part('random').includes(row))).toEqual([]);
  expect(new Set(key.rows.slice(0, 20).map((row) => row.part)).size).toBe(3);
  expect(await draw({ blinded: true })).toEqual(key);
  expect((await draw({ blinded: true }, 2)).review).not.toBe(key.review);
  await expect(draw({ count: 0 })).rejects.toMatchObject({ code: 'plays/bad-review' });
});

test('a sheet shows every row as it is, real ones too, and is read back', async () => {
  const key = await draw({ blinded: true });
  const rows = reviewedRows(key, good, real);
  const [age, own] = [columnOf(rows, 'age'), { real: columnOf(real, 'age'), synthetic: columnOf(good, 'age') }];
  for (const [i, { part, row }] of key.rows.entries()) {
    const from = part === 'real' ? own.real : own.synthetic;
    expect((age as NumericColumn).values[i]).toBe((from as NumericColumn).values[row]);
  }
  const given = answer(key, (_, i) =>
    i === 0 ? { decision: null } : { decision: 'reject', reason: 'why', looks: 'real' },
  );
  expect(readAnswers(reviewSheet(key, rows, given))).toEqual(given);
});

test('rates come from the random part alone, with the interval of Wilson', async () => {
  const key = await draw();
  let rejected = 0;
  const outcome = reviewOutcome(
    key,
    answer(key, ({ part }) => {
      const reject = part === 'worst' || rejected++ < 3;
      return reject ? { decision: 'reject', reason: 'no such patient' } : {};
    }),
  );
  expect(outcome.random).toEqual({ shown: 20, accepted: 17, rejected: 3 });
  expect(outcome.worst).toEqual({ shown: 20, accepted: 0, rejected: 20 });
  // R: prop.test(3, 20, correct = FALSE)
  expect(outcome.rejectRate!.low).toBeCloseTo(0.05237, 5);
  expect(outcome.rejectRate!.high).toBeCloseTo(0.36042, 5);
  expect(outcome.reasons).toEqual([['no such patient', 23]]);
  expect(reviewFindings(outcome)).toEqual([]);
});

test('answers that cannot be read are refused, naming the row', async () => {
  const key = await draw();
  const sheet = (decision: string) => {
    const { spec, columns } = reviewSheet(key, reviewedRows(key, good, real));
    const values = key.rows.map((_, i) => (i === 4 ? decision : null));
    return createTable(spec.columns, columns.with(1, { storage: 'text', values }));
  };
  expect(() => readAnswers(sheet('perhaps'))).toThrow(`Row ${key.rows[4].id} of the sheet: "perhaps" is no decision.`);
  expect(readAnswers(sheet('R'))[4].decision).toBe('reject');
  expect(() => readAnswers(good)).toThrow(/no column "review:row"/);
  const all = answer(key, () => ({}));
  expect(() => reviewOutcome(key, [...all, all[0]])).toThrow(/stands on the sheet twice/);
  expect(() => reviewOutcome(key, [{ ...all[0], id: 'ffffffff-001' }])).toThrow(/is not of review/);
});

test('a coin-flip reviewer is reported, one who can tell is not', async () => {
  const key = await draw({ blinded: true, count: 60 });
  const coin = reviewOutcome(
    key,
    answer(key, (_, i) => ({ looks: i % 2 === 0 ? 'real' : 'synthetic' })),
  );
  expect(coin.blinded).toMatchObject({ told: 120, coinFlip: true });
  expect(reviewFindings(coin).map(({ rule }) => rule)).toContain('coin-flip');
  const sharp = reviewOutcome(
    key,
    answer(key, ({ part }) => ({
      looks: part === 'real' ? 'real' : 'synthetic',
      ...(part === 'random' ? { decision: 'reject' as const, reason: 'fake' } : {}),
    })),
  );
  expect(sharp.blinded).toMatchObject({ right: 120, coinFlip: false, excess: { rate: 1 } });
  expect(reviewFindings(sharp).map(({ rule }) => rule)).not.toContain('coin-flip');
});

test('a judge is held against the reviewer; one that disagrees stops the project', async () => {
  const key = await draw();
  const answers = answer(key, (_, i) => (i % 4 === 0 ? { decision: 'reject', reason: 'odd' } : {}));
  const rejected = new Set(key.rows.filter((_, i) => i % 4 === 0).map(({ row }) => row));
  const agreeing = reviewOutcome(
    key,
    answers,
    Array.from({ length: good.rows }, (_, row) => !rejected.has(row)),
  );
  expect(agreeing.judge).toMatchObject({ kappa: 1, rows: 40, bothReject: 10, judgeMissed: 0 });
  expect(agreeing.judge!.low).toBeLessThan(1);
  const blind = reviewOutcome(
    key,
    answers,
    Array.from({ length: good.rows }, (_, row) => row % 2 === 0),
  );
  const recorded = await recordSpotCheck(workspace, key, blind, { by: 'Ada' });
  expect(blind.judge!.kappa).toBeLessThan(0.4);
  expect(reviewStops([recorded]).map(({ rule }) => rule)).toEqual(['judge-unstable']);
  expect(judgeAgreement([])).toBeNull();
});

test('the ledger keeps who reviewed what; evidence is the latest of each reviewer', async () => {
  const key = await draw({ file: { name: 'synthetic.csv', hash: 'f'.repeat(64) } });
  await keepReviewKey(workspace, key);
  await keepReviewKey(workspace, key);
  expect(await readReviewKey(workspace, key.rows[0].id)).toEqual(key);
  const first = reviewOutcome(
    key,
    answer(key, () => ({ decision: 'reject' })),
  );
  const second = reviewOutcome(
    key,
    answer(key, () => ({})),
  );
  await recordSpotCheck(workspace, key, first, { by: 'Ada' });
  await recordSpotCheck(workspace, key, first, { by: 'Bob', sheetHash: 'a'.repeat(64) });
  await recordSpotCheck(workspace, key, second, { by: 'Ada' });
  const found = await spotCheckEvidence(workspace, key.data);
  expect(found.map(({ by, random }) => [by, random.rejected])).toEqual([
    ['Bob', 20],
    ['Ada', 0],
  ]);
  expect(await spotCheckEvidence(workspace, 'f'.repeat(64))).toEqual(found);
  expect(await spotCheckEvidence(workspace, '0'.repeat(64))).toEqual([]);
  expect((await readLedger(workspace)).map(({ event }) => event)).toEqual([
    'review-drawn',
    'spot-check',
    'spot-check',
    'spot-check',
  ]);
  const section = spotCheckSection(found);
  expect(section.findings!.map(({ rule }) => rule)).toContain('rejects-without-reason');
  expect(spotCheckSection([]).findings![0].rule).toBe('not-reviewed');
  await expect(recordSpotCheck(workspace, key, first, { by: ' ' })).rejects.toMatchObject({ code: 'plays/bad-review' });
});

test('what was drawn cannot be changed afterwards, nor answered elsewhere', async () => {
  const key = await draw();
  await keepReviewKey(workspace, key);
  const path = workspace.path('reviews', `${key.review}.json`);
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"worst"', '"random"'));
  await expect(readReviewKey(workspace, key.rows[0].id)).rejects.toThrow(/was changed after it was drawn/);
  await expect(readReviewKey(workspace, '0badf00d-001')).rejects.toMatchObject({ code: 'plays/unknown-review' });
  await expect(readReviewKey(workspace, '../../x')).rejects.toMatchObject({ code: 'plays/unknown-review' });
});
