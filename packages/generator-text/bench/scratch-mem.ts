import { fork } from 'node:child_process';
import { createContext } from '@verisim/core';
import { openAnswerJournal } from '@verisim/workspace';
import OpenAI from 'openai';
import { askAll, openCalls } from '../src/calls/scratch-index.ts';
import { realClock } from '../test/real-clock.ts';
const child = fork(new URL('./plain-server.ts', import.meta.url), ['0'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
const port = await new Promise<string>((r) => child.stdout!.once('data', (b) => r(String(b).trim())));
const client = new OpenAI({ apiKey: 'k', baseURL: `http://127.0.0.1:${port}/v1` });
const journal = await openAnswerJournal(`${process.argv[3]}`);
const calls = await openCalls({ client, journal, clock: realClock, prices: { toy: { input: 1, output: 1 } }, limits: { concurrency: 64 } });
function* qs() { for (let i = 0; i < Number(process.argv[2]); i++) yield { api: 'chat' as const, task: { name: 'b', version: '1' }, body: { model: 'toy', messages: [{ role: 'user' as const, content: `Write ${i}. `.repeat(8) }], max_tokens: 100 } }; }
let n = 0;
for await (const _ of askAll(calls, qs(), createContext())) if (++n % 10000 === 0) { const a = process.memoryUsage(); console.log(n, 'rss', (a.rss / 1e6) | 0, 'heap', (a.heapUsed / 1e6) | 0, 'total', (a.heapTotal / 1e6) | 0, 'ext', (a.external / 1e6) | 0); }
globalThis.gc?.(); console.log('after gc', process.memoryUsage().heapUsed / 1e6);
await journal.close(); child.kill();
