import { type OpenAiDouble, type OpenAiDoubleOptions, startOpenAiDouble } from '@verisim/conformance/openai';
import { createContext } from '@verisim/core';
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';
import {
  type Answer,
  type AnswerJournal,
  askAll,
  type CallSettings,
  memoryJournal,
  type OpenedCalls,
  openCalls,
  type Prices,
  type Question,
} from '../src/index.ts';
import { realClock } from './real-clock.ts';

/** A key that is looked for in everything that is written. */
export const KEY = 'sk-test-7Qp2Zx81LmNoRsTu';

/** The double's prices, as a user writes them. */
export const PRICES: Prices = {
  'toy-mini': { input: 0.15, output: 0.6 },
  'other-mini': { input: 0.25, output: 2 },
  'toy-embedding': { input: 0.02, output: 0 },
};

/** A double that ends with the test. */
export async function double(options: OpenAiDoubleOptions = {}): Promise<OpenAiDouble> {
  const started = await startOpenAiDouble({ apiKey: KEY, ...options });
  onTestFinished(() => started.close());
  return started;
}

/** Calls to a double, with short waits. */
export function callsTo(
  { url }: { readonly url: string },
  settings: Partial<CallSettings> = {},
): Promise<OpenedCalls> {
  return openCalls({
    client: new OpenAI({ apiKey: KEY, baseURL: url }),
    journal: memoryJournal(),
    clock: realClock,
    prices: PRICES,
    ...settings,
    limits: { deadlineMs: 400, waitCapMs: 300, patienceMs: 5000, retries: 2, ...settings.limits },
  });
}

export const context = createContext;

export function question(i: number, maxTokens = 200): Question & { readonly api: 'chat' } {
  return {
    api: 'chat',
    task: { name: 'test', version: '1' },
    body: {
      model: 'toy-mini',
      messages: [
        { role: 'system', content: 'Write one short support ticket.' },
        { role: 'user', content: `Ticket number ${i}, please.` },
      ],
      max_tokens: maxTokens,
    },
  };
}

export function questions(count: number): (Question & { readonly api: 'chat' })[] {
  return Array.from({ length: count }, (_, i) => question(i));
}

/** All answers, in order. */
export async function answers(calls: OpenedCalls, asked: readonly Question[]): Promise<Answer[]> {
  return Array.fromAsync(askAll(calls, asked, createContext()));
}

/** Records of a journal that only lives in memory, watched as they are written. */
export function watchedJournal(): AnswerJournal & { readonly written: { type: string; key: string }[] } {
  const journal = memoryJournal();
  const written: { type: string; key: string }[] = [];
  return {
    ...journal,
    written,
    append(record, body) {
      written.push(record as never);
      return journal.append(record, body);
    },
  };
}
