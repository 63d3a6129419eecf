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
  type Question,
} from '../src/index.ts';
import { KEY, PRICES } from './call-questions.ts';
import { collect } from './collect.ts';
import { realClock } from './real-clock.ts';

/** A double that ends with the test. */
export async function double(options: OpenAiDoubleOptions = {}): Promise<OpenAiDouble> {
  const started = await startOpenAiDouble({ apiKey: KEY, ...options });
  onTestFinished(() => started.close());
  return started;
}

/** Calls to a double, with short waits. */
export function callsTo({ url }: { readonly url: string }, settings: Partial<CallSettings> = {}): Promise<OpenedCalls> {
  return openCalls({
    client: new OpenAI({ apiKey: KEY, baseURL: url }),
    journal: memoryJournal(),
    clock: realClock,
    prices: PRICES,
    ...settings,
    limits: { deadlineMs: 8000, waitCapMs: 300, patienceMs: 5000, retries: 2, ...settings.limits },
  });
}

/** All answers, in order. */
export async function answers(calls: OpenedCalls, asked: readonly Question[]): Promise<Answer[]> {
  return collect(askAll(calls, asked, createContext()));
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
