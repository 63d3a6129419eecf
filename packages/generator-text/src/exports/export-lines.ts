import type { Table } from '@verisim/core';
import { tooFewExamples } from '../errors.ts';
import { type ConversationColumns, conversations, type Message } from './conversation.ts';
import { preferences } from './preferences.ts';

/** Formats that training tools read, a JSON document on each line but for ChatML. */
export type ExportFormat = 'openai' | 'openai-preference' | 'chatml' | 'sharegpt';

/** OpenAI takes no fewer examples for fine-tuning. */
const LEAST_EXAMPLES = 10;

/**
 * The lines of a file for training, each with its line feed.
 *
 * - `openai`: `{"messages": [...]}`, the chat format of supervised fine-tuning; at least ten examples.
 * - `openai-preference`: `{"input": {"messages": [...]}, "preferred_output": [...], "non_preferred_output": [...]}` of columns `prompt`, `chosen`, `rejected`.
 * - `chatml`: one JSON line `{"text": "<|im_start|>role\n...<|im_end|>\n..."}` a row. Marks within texts are broken up, so that no text can begin a turn.
 * - `sharegpt`: `{"conversations": [{"from": "human", "value": ...}, {"from": "gpt", ...}]}`.
 *
 * Throws `generator-text/cannot-export`, `generator-text/bad-conversation` naming the row, `generator-text/too-few-examples`.
 */
export function* exportLines(table: Table, format: ExportFormat, columns: ConversationColumns = {}): Generator<string> {
  if (format.startsWith('openai') && table.rows < LEAST_EXAMPLES) throw tooFewExamples(table.rows, LEAST_EXAMPLES);
  if (format === 'openai-preference') {
    for (const pair of preferences(table, columns.system)) yield line(pair);
    return;
  }
  const write = WRITERS[format];
  for (const messages of conversations(table, columns)) yield line(write(messages));
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

const FROM = { system: 'system', user: 'human', assistant: 'gpt' } as const;

const WRITERS: Readonly<Record<Exclude<ExportFormat, 'openai-preference'>, (messages: readonly Message[]) => unknown>> =
  {
    openai: (messages) => ({ messages }),
    chatml: (messages) => ({ text: messages.map(chatMlTurn).join('') }),
    sharegpt: (messages) => ({
      conversations: messages.map(({ role, content }) => ({ from: FROM[role], value: content })),
    }),
  };

function chatMlTurn({ role, content }: Message): string {
  return `<|im_start|>${role}\n${content.replaceAll(/<\|(im_start|im_end|endoftext)\|>/g, '< |$1| >')}<|im_end|>\n`;
}
