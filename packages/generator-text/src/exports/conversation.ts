import { cellOf, type Table } from '@verisim/core';
import { badConversation, cannotExport } from '../errors.ts';

/** One thing that was said. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Which columns make a conversation. */
export interface ConversationColumns {
  readonly user?: string;
  readonly assistant?: string;
  /** The same for every row; none when left out. */
  readonly system?: string;
}

/** Pairs of columns that are a question and its answer, the usual names first. */
const PAIRS: readonly (readonly [user: string, assistant: string])[] = [
  ['instruction', 'response'],
  ['question', 'answer'],
  ['prompt', 'completion'],
  ['prompt', 'response'],
  ['prompt', 'chosen'],
  ['text', 'record'],
  ['request', 'expected'],
  ['text', 'label'],
];

const ROLES = ['system', 'user', 'assistant'];

/**
 * The rows of a table as conversations: a column `messages` with a JSON list, or a column of what the user says and one of what the assistant
 * answers, by the names given or usual ones. A `source` goes before the question. Throws `generator-text/cannot-export` when there are none, and
 * `generator-text/bad-conversation` for a row that is empty or does not end with the assistant.
 */
export function* conversations(table: Table, columns: ConversationColumns = {}): Generator<readonly Message[]> {
  const names = table.spec.columns.map(({ name }) => name);
  const system: readonly Message[] = columns.system === undefined ? [] : [{ role: 'system', content: columns.system }];
  const textAt = (name: string, row: number) => {
    const at = names.indexOf(name);
    return at < 0 ? null : cellOf(table.columns[at], row);
  };
  const given = columns.user === undefined && columns.assistant === undefined && names.includes('messages');
  const [user, assistant] = given ? ['', ''] : pairOf(table, names, columns);
  for (let row = 0; row < table.rows; row++) {
    const messages = given
      ? readMessages(String(textAt('messages', row) ?? ''), row)
      : [
          { role: 'user', content: withSource(user, textAt('source', row), textAt(user, row)) } as const,
          { role: 'assistant', content: String(textAt(assistant, row) ?? '') } as const,
        ];
    yield checked([...system, ...messages], row);
  }
}

function pairOf(table: Table, names: readonly string[], columns: ConversationColumns): readonly [string, string] {
  const target = table.spec.columns.find(({ role }) => role === 'target')?.name;
  const usual = PAIRS.find((pair) => pair.every((name) => names.includes(name)));
  const user = columns.user ?? usual?.[0];
  const assistant = columns.assistant ?? usual?.[1] ?? target;
  const missing = [user, assistant].find((name) => name === undefined || !names.includes(name));
  if (user === undefined || assistant === undefined || missing !== undefined)
    throw cannotExport(missing ?? null, names);
  return [user, assistant];
}

function withSource(user: string, source: string | number | null, text: string | number | null): string {
  return source === null || user === 'source' ? String(text ?? '') : `${source}\n\n${text ?? ''}`;
}

function readMessages(cell: string, row: number): readonly Message[] {
  let json: unknown;
  try {
    json = JSON.parse(cell);
  } catch {
    throw badConversation(row, 'its messages are not JSON');
  }
  if (!Array.isArray(json)) throw badConversation(row, 'its messages are not a list');
  return json.map((entry) => {
    const { role, content } = (entry ?? {}) as Partial<Record<string, unknown>>;
    if (!ROLES.includes(String(role)) || typeof content !== 'string')
      throw badConversation(row, 'a message lacks the role system, user or assistant, or a text');
    return { role: role as Message['role'], content };
  });
}

function checked(messages: readonly Message[], row: number): readonly Message[] {
  if (messages.at(-1)?.role !== 'assistant') throw badConversation(row, 'the assistant does not have the last word');
  if (!messages.some(({ role }) => role === 'user')) throw badConversation(row, 'the user says nothing');
  if (messages.some(({ content }) => content.trim() === '')) throw badConversation(row, 'a message is empty');
  if (messages.some(({ role }, i) => role === 'system' && i > 0))
    throw badConversation(row, 'a system message does not come first');
  return messages;
}
