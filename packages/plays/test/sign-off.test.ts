import { appendFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace, startRun, type Workspace } from '@verisim/workspace';
import { beforeEach, expect, test } from 'vitest';
import { signOffSection, signOffStates } from '../src/review/sign-off-section.ts';
import { signOffs } from '../src/review/sign-offs.ts';
import { latestRunFor, signRun } from '../src/review/sign-run.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace(await mkdtemp(join(tmpdir(), 'verisim-sign-')));
});

async function finished(name: string): Promise<string> {
  const run = await startRun(workspace, { name });
  await run.writeText('report.json', '{}');
  await run.finish(null);
  return run.place;
}

const ada = { name: 'Ada', role: 'lead', as: 'baseline' } as const;

test('the lead signs the baseline by the hash of what was seen', async () => {
  const place = await finished('baseline');
  const signature = await signRun(workspace, { ...ada, place });
  // printf '{}' | sha256sum
  expect(signature.reportHash).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  const [found] = await signOffs(workspace, place);
  expect(found).toMatchObject({ ...signature, stale: [] });
  expect(await signOffStates(workspace, { baseline: place })).toMatchObject([{ state: 'signed', role: 'ML lead' }]);
});

test('another role, another kind of run, no name, an unknown run: refused, and nothing is recorded', async () => {
  const place = await finished('baseline');
  const tries = [
    [{ ...ada, role: 'engineer' as const, place }, 'plays/role-may-not-sign'],
    [{ ...ada, as: 'play' as const, place }, 'plays/role-may-not-sign'],
    [{ ...ada, as: 'privacy' as const, place }, 'plays/wrong-run'],
    [{ ...ada, name: ' ', place }, 'plays/bad-signature'],
    [{ ...ada, place: 'baseline-0' }, 'workspace/run-missing'],
  ] as const;
  for (const [request, code] of tries) await expect(signRun(workspace, request)).rejects.toMatchObject({ code });
  expect(await signOffs(workspace)).toEqual([]);
});

test('a run that was changed is not signed, and a later change makes a signature stale', async () => {
  const place = await finished('demo');
  const engineer = { place, name: 'Bob', role: 'engineer', as: 'play' } as const;
  await signRun(workspace, engineer);
  await appendFile(workspace.path('runs', place, 'report.json'), ' ');
  await expect(signRun(workspace, engineer)).rejects.toMatchObject({ code: 'workspace/run-changed' });
  const [found] = await signOffs(workspace);
  expect(found.stale).toEqual(['report.json was changed.']);
  const section = await signOffSection(workspace, { baseline: null, play: place });
  expect(section.findings!.map(({ rule, level }) => [rule, level])).toEqual([
    ['not-signed', 'warning'],
    ['signature-stale', 'error'],
  ]);
  expect(section.tables![0].rows.map((row) => [row[0], row[3], row[6]])).toEqual([
    ['baseline', 'nobody', 'no run'],
    ['play', 'Bob', 'stale'],
  ]);
});

test('the latest run of a kind is the one to sign', async () => {
  expect(await latestRunFor(workspace, 'privacy')).toBeNull();
  await finished('play-privacy');
  const last = await finished('play-privacy');
  expect(await latestRunFor(workspace, 'privacy')).toBe(last);
  expect(await latestRunFor(workspace, 'ratio')).toBeNull();
});
