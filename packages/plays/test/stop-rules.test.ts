import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendLedger, lockHoldout, openWorkspace, startRun, type Workspace } from '@verisim/workspace';
import { beforeEach, expect, test } from 'vitest';
import type { ReviewKey } from '../src/review/draw-review.ts';
import { reviewOutcome } from '../src/review/review-outcome.ts';
import { recordSpotCheck } from '../src/review/spot-check.ts';
import { projectState } from '../src/stop-rules/project-state.ts';
import { type StopRequest, stopRules } from '../src/stop-rules/stop-rules.ts';
import { patients } from './patients.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace(await mkdtemp(join(tmpdir(), 'verisim-stop-')));
});

const rules = async (request?: StopRequest) => (await stopRules(workspace, request)).map(({ rule }) => rule);
const source = { file: 'patients.csv', hash: '0'.repeat(64) };
const lock = () => lockHoldout(workspace, { table: patients({ rows: 60, seed: 1 }), rows: 20, seed: 1, source });
const version = (hash: string) => appendLedger(workspace, { event: 'dataset', details: { version: hash } });

const key: ReviewKey = {
  review: '00000000',
  data: 'd'.repeat(64),
  real: 'e'.repeat(64),
  blinded: false,
  target: null,
  rows: [
    { id: '00000000-001', part: 'random', row: 0, why: '' },
    { id: '00000000-002', part: 'worst', row: 1, why: 'told' },
  ],
};

async function review(worst: 'accept' | 'reject' | null, reason = ''): Promise<void> {
  const answers = key.rows.map(({ id, part }) => ({
    id,
    decision: part === 'worst' ? worst : ('accept' as const),
    reason: part === 'worst' ? reason : '',
    looks: null,
  }));
  await recordSpotCheck(workspace, key, reviewOutcome(key, answers), { by: 'Ada' });
}

test('an empty project is stopped for want of a lock, versions and a look at the worst rows, each with what to do', async () => {
  const found = await stopRules(workspace);
  expect(found.map(({ rule }) => rule)).toEqual(['no-lock', 'no-versions', 'worst-unreviewed']);
  for (const { level, message } of found) {
    expect(level).toBe('error');
    expect(message).toMatch(/^Stop: .*verisim/);
  }
  expect(await rules({ before: 'generating' })).toEqual(['no-lock', 'no-versions']);
});

test('a lock that the ledger does not tell of, a lock whose files are gone, a damaged ledger', async () => {
  const locked = await lock();
  await version('v'.repeat(64));
  await review('accept');
  expect(await rules()).toEqual([]);
  await rm(workspace.path('holdouts', locked.lock.id), { recursive: true });
  expect(await rules()).toEqual(['lock-lost']);
  await appendFile(workspace.path('ledger.jsonl'), '{"event":"holdout-locked"}\n');
  expect(await rules()).toEqual(['ledger-damaged']);
  await lock().catch(() => {});
  await rm(workspace.path('ledger.jsonl'));
  await rm(workspace.path('ledger.head'));
  expect(await rules({ before: 'generating' })).toContain('lock-without-ledger');
});

test('data without a version is named', async () => {
  await lock();
  await version('v'.repeat(64));
  await review('accept');
  expect(await rules({ datasets: ['v'.repeat(64)] })).toEqual([]);
  expect(await rules({ datasets: ['w'.repeat(64)] })).toEqual(['no-version']);
});

test('worst rows undecided, rejects without reasons; a later review by the same person takes their place', async () => {
  await lock();
  await version('v'.repeat(64));
  await review(null);
  expect(await rules()).toEqual(['worst-unreviewed']);
  await review('reject');
  expect(await rules()).toEqual(['rejects-without-reason']);
  await review('reject', 'a man of 130');
  expect(await rules()).toEqual([]);
  expect(await rules({ synthetic: 'a'.repeat(64) })).toEqual(['worst-unreviewed']);
});

test('the seven steps say what there is and what comes next', async () => {
  const next = async () =>
    (await projectState(workspace, { gap: 'Too few.' })).find((step) => step.next !== null)?.next;
  expect(await next()).toBe('verisim lock');
  await lock();
  expect(await next()).toBe('verisim baseline');
  const run = await startRun(workspace, { name: 'baseline' });
  await run.finish({ decisions: [] });
  expect(await next()).toBe('verisim review');
  await review('accept');
  expect(await next()).toBe('verisim sweep');
  const steps = await projectState(workspace, { gap: null });
  expect(steps.map(({ step }) => step)).toEqual(['gap', 'holdout', 'baseline', 'review', 'ratio', 'play', 'sign-off']);
  expect(steps[6]).toMatchObject({ state: 'missing', next: expect.stringContaining(`verisim sign ${run.place}`) });
});
