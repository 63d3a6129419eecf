import { createContext } from '@verisim/core';
import { openAnswerJournal } from '@verisim/workspace';
import OpenAI from 'openai';
import { askAll } from '../src/calls/ask-all.ts';
import { openCalls } from '../src/calls/calls.ts';
import type { Question } from '../src/calls/question.ts';
import { realClock } from '../test/real-clock.ts';

/** Questions of some 200 characters, each another one. */
export function* manyQuestions(count: number, from = 0): Generator<Question & { readonly api: 'chat' }> {
  for (let i = from; i < from + count; i++) {
    const content = `Write one support ticket about topic ${i}. `.repeat(4);
    const body = { model: 'toy', messages: [{ role: 'user' as const, content }], max_tokens: 100 };
    yield { api: 'chat', task: { name: 'bench', version: '1' }, body };
  }
}

/** Buys answers, 64 at once, from opening the journal to its last write. `watch` is called every thousand. */
export async function buyMany(
  url: string,
  path: string,
  asked: Iterable<Question>,
  watch: () => void = () => {},
): Promise<void> {
  const journal = await openAnswerJournal(path);
  const client = new OpenAI({ apiKey: 'sk-none', baseURL: url });
  const shared = { client, journal, clock: realClock, prices: { toy: { input: 0.15, output: 0.6 } } };
  const calls = await openCalls({ ...shared, budget: { money: 1000 }, limits: { concurrency: 64 } });
  let count = 0;
  for await (const { key } of askAll(calls, asked, createContext())) {
    calls.keep(key);
    if (++count % 1000 === 0) watch();
  }
  await journal.close();
}
