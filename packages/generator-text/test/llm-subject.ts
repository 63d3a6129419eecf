import type { OpenAiDouble, OpenAiDoubleOptions } from '@verisim/conformance/openai';
import { createContext, createTable, resolveOptions, type Table } from '@verisim/core';
import { llm, type MadeTexts, makeTexts, type OpenedCalls, planTexts, type TextPlan } from '../src/index.ts';
import { callsTo, double } from './calls-subject.ts';

const TEXTS = {
  arrival: [
    'Where is my new card, it has not come yet',
    'My card did not arrive after two weeks',
    'How long does the card delivery take',
    'When will the replacement card be here',
    'I ordered a card last month and nothing came',
    'The card should have been in the mail on Monday',
  ],
  lost: [
    'I lost my card on the train today',
    'Please block the card that I lost',
    'My purse with the card in it is gone',
  ],
  fee: ['Why was I charged a fee abroad', 'There is a strange fee on my account', 'What does it cost to take out cash'],
};

/** Texts of three labels, twice as many of the first. */
export function cardTexts(more: readonly (readonly [text: string, label: string])[] = []): Table {
  const rows = [
    ...Object.entries(TEXTS).flatMap(([label, texts]) => texts.map((text) => [text, label] as const)),
    ...more,
  ];
  const levels = Object.keys(TEXTS);
  return createTable(
    [
      { name: 'text', kind: 'text', nullable: false, role: 'feature' },
      { name: 'label', kind: 'category', nullable: false, role: 'target' },
    ],
    [
      { storage: 'text', values: rows.map(([text]) => text) },
      { storage: 'coded', levels, codes: Int32Array.from(rows, ([, label]) => levels.indexOf(label)) },
    ],
  );
}

/** A plan for a double. */
export function planFor(
  server: Pick<OpenAiDouble, 'url'>,
  settings: object = {},
  table: Table = cardTexts(),
): TextPlan {
  const options = { model: 'toy-mini', baseURL: server.url, ...settings };
  return planTexts(table, resolveOptions(llm(null), options));
}

/** Rows from a double with these settings. */
export async function rowsFrom(
  given: OpenAiDoubleOptions,
  settings: object,
  rows: number,
  table?: Table,
): Promise<{
  readonly made: MadeTexts;
  readonly server: OpenAiDouble;
  readonly calls: OpenedCalls;
  readonly plan: TextPlan;
}> {
  const server = await double({ keepBodies: true, ...given });
  const calls = await callsTo(server);
  const plan = planFor(server, settings, table);
  const made = await makeTexts(plan, { calls }, { rows }, createContext({ seed: 1 }));
  return { made, server, calls, plan };
}

/** The message of the user in a request. */
export function userText(body: unknown): string {
  const { messages } = body as { readonly messages: readonly { readonly role: string; readonly content: string }[] };
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}
