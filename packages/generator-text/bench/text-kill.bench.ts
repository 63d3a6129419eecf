/**
 * kill -9 at 100 moments at random and at every write of the journal (torn, before, after its sync), against the double with and without faults; 1, 4
 * and 16 calls at once. The server's bill is the arbiter: no answer that was received is bought again, the output of the
 * resumed run is byte for byte that of one that was never killed, the bill never passes the budget.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultRule, startOpenAiDouble } from '@verisim/conformance/openai';
import { createRandom } from '@verisim/core';
import { questionKey } from '../src/index.ts';
import { buyRows } from '../test/buy-rows.ts';
import { KEY, questions } from '../test/call-questions.ts';
import { boughtAgain, complaints, runChild } from '../test/killed-run.ts';

const KILLS = Number(process.argv[2] ?? 100);
const STORM: readonly FaultRule[] = [
  { fault: 'retry-after-0', probability: 0.2 },
  { fault: 'half-body-reset', probability: 0.05 },
  { fault: 'internal-error', probability: 0.05 },
  { fault: 'cut-json', probability: 0.03 },
];
const root = mkdtempSync(join(tmpdir(), 'verisim-kill-'));
const random = createRandom('text-kill');
let broken = false;

const out = (folder: string) => readFileSync(join(folder, 'out.jsonl'), 'utf8');
const tell = (what: string, kills: number, faults: readonly string[]) => {
  broken ||= faults.length > 0;
  console.log([what, kills, faults.length === 0 ? 'kept' : `BROKEN: ${faults.slice(0, 5).join('; ')}`].join('\t'));
};

/** Kills a run again and again until it was killed so often, then lets it end. */
async function killedAtRandom(concurrency: number, faults: readonly FaultRule[], kills: number): Promise<void> {
  const server = await startOpenAiDouble({ apiKey: KEY, latencyMs: 12, keepBodies: true, faults });
  const count = 12 * kills;
  const run = { url: server.url, folder: mkdtempSync(join(root, 'r')), count, concurrency, money: 5 };
  const keys = new Map(
    questions(count).map((question) => [question.body.messages[1].content, questionKey(server.url, question)] as const),
  );
  const told = new Map<string, string>();
  const found: string[] = [];
  let killed = 0;
  for (let i = 0; i < kills; i++) {
    const before = server.requests().length;
    const end = await runChild({ ...run, killAfterRows: told.size + 1 + random.int(0, 10) });
    found.push(...boughtAgain(server, before, told, keys));
    for (const [key, text] of end.told) {
      if ((told.get(key) ?? text) !== text) found.push(`${key} is another answer`);
      told.set(key, text);
    }
    if (end.killed) killed++;
    else if (end.errors !== '') found.push(end.errors.slice(0, 300));
  }
  await buyRows(run, () => {});
  found.push(...(await complaints(server, run)));
  await server.close();
  const quiet = await startOpenAiDouble({ apiKey: KEY });
  const whole = { ...run, url: quiet.url, folder: mkdtempSync(join(root, 'w')) };
  await buyRows(whole, () => {});
  if (out(run.folder) !== out(whole.folder)) found.push('the output is not the same bytes');
  await quiet.close();
  const storm = faults.length > 0 ? ' in a storm' : '';
  tell(`kill -9 at random, ${concurrency} at once${storm}`, killed, found);
}

async function killedAtEveryWrite(does: 'tear' | 'kill-before' | 'kill-after'): Promise<void> {
  const fault = { file: 'answers\\.journal$', calls: [does === 'kill-after' ? 'sync' : 'write'], does };
  const found: string[] = [];
  let nth = 1;
  for (let killed = true; killed; nth++) {
    const server = await startOpenAiDouble({ apiKey: KEY, keepBodies: true });
    const run = { url: server.url, folder: mkdtempSync(join(root, 'e')), count: 4, concurrency: 2, money: 1 };
    ({ killed } = await runChild({ ...run, fault: { ...fault, nth } }));
    if (killed) await buyRows(run, () => {});
    found.push(...(await complaints(server, run)).map((text) => `write ${nth}: ${text}`));
    await server.close();
  }
  tell(`kill -9 at every write (${does})`, nth - 2, found);
}

console.log(['what', 'kills', 'promises'].join('\t'));
const share = Math.ceil(KILLS / 4);
for (const concurrency of [1, 4, 16]) await killedAtRandom(concurrency, [], share);
await killedAtRandom(16, STORM, KILLS - 3 * share > 0 ? KILLS - 3 * share : share);
for (const does of ['tear', 'kill-before', 'kill-after'] as const) await killedAtEveryWrite(does);
rmSync(root, { recursive: true });
process.exitCode = broken ? 1 : 0;
