import { createServer } from 'node:http';
import { createContext } from '@verisim/core';
import { openAnswerJournal } from '@verisim/workspace';
import OpenAI from 'openai';
import { askAll, openCalls, pilot } from './src/index.ts';
import { realClock } from './test/real-clock.ts';

const answer = JSON.stringify({
  id: 'x',
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hello '.repeat(60) } }],
  usage: { prompt_tokens: 20, completion_tokens: 50, total_tokens: 70 },
});
let n = 0;
const server = createServer((req, res) => {
  req.resume();
  req.on('end', () => {
    n++;
    setTimeout(() => res.writeHead(200, { 'content-type': 'application/json' }).end(answer), 200);
  });
});
await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
const url = `http://127.0.0.1:${(server.address() as any).port}/v1`;
const client = new OpenAI({ apiKey: 'sk-test-abcdef', baseURL: url });
const N = Number(process.argv[2] ?? 1000);
const make = async () => {
  const journal = await openAnswerJournal(process.argv[3] ?? '/tmp/m2/j');
  return {
    journal,
    calls: await openCalls({
      client,
      journal,
      clock: realClock,
      prices: { toy: { input: 0.15, output: 0.6 } },
      budget: { money: 100 },
      limits: { concurrency: 64 },
    }),
  };
};
const questions = Array.from({ length: N }, (_, i) => ({
  api: 'chat' as const,
  task: { name: 't', version: '1' },
  body: { model: 'toy', messages: [{ role: 'user' as const, content: `Question ${i}` }], max_tokens: 100 },
}));
for (let round = 0; round < 2; round++) {
  const { journal, calls } = await make();
  const app = journal.append.bind(journal);
  const times: number[] = [];
  (journal as any).append = async (r: any, b: any) => {
    const t = performance.now();
    const e = await app(r, b);
    times.push(performance.now() - t);
    return e;
  };
  const ctx = createContext({ progress: (p) => process.argv[4] && console.log(p.note) });
  const cpu = process.cpuUsage();
  const t = performance.now();
  if (round === 0) console.log(await pilot(calls, questions, ctx));
  let got = 0;
  const t1 = performance.now();
  for await (const a of askAll(calls, questions, ctx, N)) {
    got++;
    calls.keep(a.key);
  }
  const wall = performance.now() - t1;
  const used = process.cpuUsage(cpu);
  console.log(
    {
      got,
      n,
      wall,
      perCallCpuMs: (used.user + used.system) / 1000 / N,
      ideal: (N / 64) * 200,
      rss: process.memoryUsage().rss / 1e6,
      width: [...calls.shop.limiters.values()].map((l) => l.width()),
    },
    calls.line(N),
  );
  times.sort((a, b) => a - b);
  console.log(
    'append ms',
    times[times.length >> 1],
    times[Math.floor(times.length * 0.9)],
    times.length,
    journal.entries.length,
  );
  await calls.flush();
  await journal.close();
}
server.close();
server.closeAllConnections();
