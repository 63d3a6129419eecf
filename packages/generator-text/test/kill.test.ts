import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { questionKey } from '../src/index.ts';
import { buyRows } from './buy-rows.ts';
import { questions } from './call-questions.ts';
import { double } from './calls-subject.ts';
import { boughtAgain, complaints, runChild } from './killed-run.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'verisim-kill-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

const out = (path: string) => readFile(join(path, 'out.jsonl'), 'utf8');
const keysOf = (url: string, count: number) =>
  new Map(questions(count).map((question) => [question.body.messages[1].content, questionKey(url, question)] as const));

describe('kill -9', () => {
  test('at random moments: what was received is bought once, and the output is the same bytes', async () => {
    const server = await double({ latencyMs: 15, keepBodies: true });
    const run = { url: server.url, folder: await folder(), count: 120, concurrency: 8, money: 1 };
    const random = createRandom('kills');
    const told = new Map<string, string>();
    let kills = 0;
    for (let i = 0; i < 5; i++) {
      const before = server.requests().length;
      const end = await runChild({ ...run, killAfterRows: 2 + random.int(0, 12) + told.size });
      expect(boughtAgain(server, before, told, keysOf(run.url, run.count))).toEqual([]);
      for (const [key, text] of end.told) {
        expect(told.get(key) ?? text).toBe(text);
        told.set(key, text);
      }
      if (end.killed) kills++;
    }
    expect(kills).toBe(5);
    await buyRows(run, () => {});
    expect(await complaints(server, run)).toEqual([]);

    const quiet = await double({ latencyMs: 1 });
    const whole = { ...run, url: quiet.url, folder: await folder(), concurrency: 3 };
    await buyRows(whole, () => {});
    expect(await out(run.folder)).toBe(await out(whole.folder));
  });

  test.each(['tear', 'kill-after'] as const)('at every write of the journal (%s)', async (does) => {
    const fault = { file: 'answers\\.journal$', calls: [does === 'tear' ? 'write' : 'sync'] };
    const count = 2;
    let nth = 1;
    for (let killed = true; killed; nth++) {
      const server = await double({ keepBodies: true });
      const run = { url: server.url, folder: await folder(), count, concurrency: 1, money: 1 };
      ({ killed } = await runChild({ ...run, fault: { ...fault, nth, does } }));
      if (killed) await buyRows(run, () => {});
      expect(await complaints(server, run), `write ${nth}`).toEqual([]);
      expect((await out(run.folder)).split('\n')).toHaveLength(count + 1);
    }
    expect(nth).toBeGreaterThan(2 * count);
  });
});
