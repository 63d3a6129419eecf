import { type ApiError, badRequest } from './api-answer.ts';
import { isObject, type JsonObject } from './json-object.ts';

/** A prompt as the toy model reads it. */
export interface ToyPrompt {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly text: string }[];
  /** The JSON schema the answer must meet; `true` for any JSON object, `null` for plain text. */
  readonly schema: JsonObject | true | null;
  readonly temperature: number;
  readonly seed: number | null;
  /** How many answers. */
  readonly n: number;
  readonly maxTokens: number | null;
  readonly stop: readonly string[];
}

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'];
const TEXT_PARTS = ['text', 'input_text', 'output_text', 'refusal'];

/** The messages of a chat or the items of a response's input, or what is wrong with them. */
export function readMessages(value: unknown, param: string): ToyPrompt['messages'] | ApiError {
  if (!Array.isArray(value) || value.length === 0) {
    return badRequest(`Invalid '${param}': expected an array with at least one message.`, param);
  }
  const messages = value.map((message, i) => readMessage(message, `${param}[${i}]`));
  return messages.find((message) => 'status' in message) ?? (messages as ToyPrompt['messages']);
}

function readMessage(message: unknown, param: string): ToyPrompt['messages'][number] | ApiError {
  if (!isObject(message)) return badRequest(`Invalid type for '${param}': expected an object.`, param);
  const { role, content } = message;
  if (typeof role !== 'string' || !ROLES.includes(role)) {
    return badRequest(`Invalid value for '${param}.role': supported values are ${ROLES.join(', ')}.`, `${param}.role`);
  }
  if (typeof content === 'string') return { role, text: content };
  if (Array.isArray(content)) return readParts(role, content, `${param}.content`);
  if (content === null && role === 'assistant') return { role, text: '' };
  return badRequest(`Invalid type for '${param}.content': expected a string or an array of parts.`, `${param}.content`);
}

function readParts(role: string, parts: readonly unknown[], param: string): ToyPrompt['messages'][number] | ApiError {
  const texts: string[] = [];
  for (const [i, part] of parts.entries()) {
    const text = isObject(part) && TEXT_PARTS.includes(String(part.type)) ? (part.text ?? part.refusal) : undefined;
    if (typeof text !== 'string') return badRequest('The double reads text alone.', `${param}[${i}]`);
    texts.push(text);
  }
  return { role, text: texts.join('\n') };
}

/** What the last message of the user says. */
export function lastUserText({ messages }: ToyPrompt): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? '';
}
