import { cellOf, type Table } from '@verisim/core';
import { badConversation, cannotExport } from '../errors.ts';
import type { Message } from './conversation.ts';

/** A preference as OpenAI's fine-tuning (direct preference optimisation) takes it. */
export interface Preference {
  readonly input: { readonly messages: readonly Message[] };
  readonly preferred_output: readonly Message[];
  readonly non_preferred_output: readonly Message[];
}

const COLUMNS = ['prompt', 'chosen', 'rejected'];

/** The preferences of a table with the columns `prompt`, `chosen` and `rejected`. Throws `generator-text/cannot-export`, `generator-text/bad-conversation`. */
export function* preferences(table: Table, system?: string): Generator<Preference> {
  const names = table.spec.columns.map(({ name }) => name);
  const missing = COLUMNS.find((name) => !names.includes(name));
  if (missing !== undefined) throw cannotExport(missing, names);
  const columns = COLUMNS.map((name) => table.columns[names.indexOf(name)]);
  for (let row = 0; row < table.rows; row++) {
    const [prompt, chosen, rejected] = columns.map((column) => String(cellOf(column, row) ?? ''));
    if ([prompt, chosen, rejected].some((text) => text.trim() === '')) throw badConversation(row, 'a text is empty');
    const before: readonly Message[] = system === undefined ? [] : [{ role: 'system', content: system }];
    yield {
      input: { messages: [...before, { role: 'user', content: prompt }] },
      preferred_output: [{ role: 'assistant', content: chosen }],
      non_preferred_output: [{ role: 'assistant', content: rejected }],
    };
  }
}
