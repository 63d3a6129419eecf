import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, LiftVerdict } from '@verisim/core';
import { projectEvidence, recordForced, reviewedVerdict } from '@verisim/plays';
import { appendLedger, openWorkspace, readLedger } from '@verisim/workspace';
import { expect, test } from 'vitest';

const counts = { shown: 4, accepted: 3, rejected: 1 };
const review = (by: string, data: string, rejected: number) => ({
  event: 'spot-check',
  details: {
    review: 'r1',
    by,
    data,
    file: { name: 'synthetic.csv', hash: 'file' },
    sheetHash: null,
    random: { ...counts, accepted: 4 - rejected, rejected },
    rejectRate: { rate: rejected / 4, low: 0.05, high: 0.7 },
    worst: counts,
    reasons: [],
    rejectsWithoutReason: 0,
    blinded: null,
    judge: null,
  } as unknown as Json,
});
const verdict: LiftVerdict = {
  decision: 'use',
  reason: 'It helps.',
  metric: 'roc-auc',
  lift: 0.1,
  low: 0.05,
  high: 0.15,
  threshold: 0.01,
  needsRows: null,
};
const signed = { baseline: null, play: 'p' };

test('rows to be used that nobody looked at are a stop; rows that are not to be used need no review', async () => {
  const workspace = await openWorkspace(mkdtempSync(join(tmpdir(), 'verisim-evidence-')));
  const used = await projectEvidence(workspace, { hashes: ['table', 'file'], signed, decision: 'use' });
  expect(used.stops.map(({ rule }) => rule)).toEqual(['worst-unreviewed']);
  expect(reviewedVerdict(verdict, used).reason).toMatch(/^It helps\. Before the rows are used: Stop: Nobody/);
  const not = await projectEvidence(workspace, { hashes: ['table', 'file'], signed, decision: 'cannot tell' });
  expect(not.stops).toEqual([]);
  expect(not.sections.flatMap(({ findings = [] }) => findings.map(({ rule }) => rule))).toEqual([
    'not-reviewed',
    'not-signed',
    'not-signed',
  ]);
});

test('a review is found by the hash of the rows or of their file, the latest of each reviewer, and its rate enters the verdict', async () => {
  const workspace = await openWorkspace(mkdtempSync(join(tmpdir(), 'verisim-evidence-')));
  await appendLedger(workspace, review('Ada', 'table', 2));
  await appendLedger(workspace, review('Ada', 'read from the file', 1));
  await appendLedger(workspace, review('Bob', 'table', 0));
  const found = await projectEvidence(workspace, { hashes: ['table', 'file'], signed, decision: 'use' });
  expect(found.checks.map(({ by, random }) => [by, random.rejected])).toEqual([
    ['Ada', 1],
    ['Bob', 0],
  ]);
  expect(found.stops).toEqual([]);
  expect(reviewedVerdict(verdict, found).reason).toContain('Spot check by Ada: 1 of 4 random rows rejected, 25.0 %');
  const other = await projectEvidence(workspace, { hashes: ['another'], signed, decision: 'use' });
  expect(other.checks).toEqual([]);
});

test('what force passed over is in the ledger once, however often the run goes on', async () => {
  const workspace = await openWorkspace(mkdtempSync(join(tmpdir(), 'verisim-evidence-')));
  const forced = { run: 'p', play: 'coverage-gap', reasons: ['The check failed.'] };
  await recordForced(workspace, forced);
  await recordForced(workspace, { ...forced });
  await recordForced(workspace, { ...forced, run: 'p.2' });
  expect((await readLedger(workspace)).map(({ details }) => (details as { run: string }).run)).toEqual(['p', 'p.2']);
});
