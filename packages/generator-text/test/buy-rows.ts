import { writeFileSync } from 'node:fs';
import { createContext } from '@verisim/core';
import { openAnswerJournal } from '@verisim/workspace';
import OpenAI from 'openai';
import { askAll, openCalls } from '../src/index.ts';
import { KEY, PRICES, questions } from './call-questions.ts';
import { realClock } from './real-clock.ts';

/** A run that buys rows. */
export interface Purchase {
  readonly url: string;
  readonly folder: string;
  readonly count: number;
  readonly concurrency: number;
  readonly money: number;
}

/** Buys answers into a journal in the folder, tells of each row once its answer is there, and writes them in order at the end. */
export async function buyRows(
  { url, folder, count, concurrency, money }: Purchase,
  tell: (key: string, text: string) => void,
): Promise<void> {
  const journal = await openAnswerJournal(`${folder}/answers.journal`);
  const client = new OpenAI({ apiKey: KEY, baseURL: url });
  const shared = { client, journal, clock: realClock, prices: PRICES };
  const calls = await openCalls({ ...shared, budget: { money }, limits: { concurrency } });
  const texts: (string | null)[] = [];
  for await (const { key, text } of askAll(calls, questions(count), createContext())) {
    tell(key, JSON.stringify(text));
    texts.push(text);
  }
  await calls.flush();
  await journal.close();
  writeFileSync(`${folder}/out.jsonl`, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
}
