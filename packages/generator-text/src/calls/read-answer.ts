import type { Usage } from './price.ts';
import type { Question } from './question.ts';

/**
 * How an answer can be. Only `complete` is text to use: `refused` by the model, `filtered` by the server, `cut` at the token limit,
 * `malformed` when the body is not what the API says.
 */
export type AnswerState = 'complete' | 'refused' | 'filtered' | 'cut' | 'malformed';

/** What a raw answer says. */
export interface ReadAnswer {
  readonly state: AnswerState;
  /** The answer's text when `complete`, else `null`. */
  readonly text: string | null;
  /** One vector for each input of an embeddings question. */
  readonly vectors: readonly (readonly number[])[] | null;
  /** Why it is not `complete`. */
  readonly reason: string | null;
  /** What the server counted; `null` when it does not say, or not sensibly. */
  readonly usage: Usage | null;
}

type Loose = { readonly [key: string]: unknown };

/** Reads a raw answer by its API. Never throws: what cannot be read is `malformed`. */
export function readAnswer(api: Question['api'], status: number, text: string): ReadAnswer {
  // The one refusal by status that is an answer: a content filter in front of the model.
  if (status >= 300) return state('filtered', 'the server filtered the request', null);
  const json = objectOf(parse(text));
  if (json === null) return state('malformed', shapeOf(text), null);
  const usage = usageOf(json.usage);
  return api === 'chat' ? readChat(json, usage) : readEmbeddings(json, usage);
}

function readChat(json: Loose, usage: Usage | null): ReadAnswer {
  const choice = Array.isArray(json.choices) ? objectOf(json.choices[0]) : null;
  if (choice === null) return state('malformed', 'it holds no choices', usage);
  const message = objectOf(choice.message);
  const finish = choice.finish_reason;
  if (finish === 'content_filter') return state('filtered', 'the content filter ended it', usage);
  if (typeof message?.refusal === 'string' && message.refusal !== '') {
    return state('refused', message.refusal.slice(0, 200), usage);
  }
  if (finish === 'length') return state('cut', 'it reached the token limit', usage);
  const content = message?.content;
  if (typeof content !== 'string') return state('malformed', 'its message holds no text', usage);
  if (finish !== 'stop') return state('malformed', `it ended by ${JSON.stringify(finish)?.slice(0, 40)}`, usage);
  return { state: 'complete', text: content, vectors: null, reason: null, usage };
}

function readEmbeddings(json: Loose, usage: Usage | null): ReadAnswer {
  const data = Array.isArray(json.data) ? json.data.map(objectOf) : [];
  const vectors: number[][] = [];
  for (const item of data) {
    const { embedding, index } = item ?? {};
    if (!Array.isArray(embedding) || !embedding.every((value) => typeof value === 'number')) break;
    vectors[typeof index === 'number' ? index : vectors.length] = embedding;
  }
  if (vectors.length === 0 || Object.keys(vectors).length !== data.length || vectors.length !== data.length) {
    return state('malformed', 'it does not hold one vector for each text', usage);
  }
  return { state: 'complete', text: null, vectors, reason: null, usage };
}

function state(which: AnswerState, reason: string, usage: Usage | null): ReadAnswer {
  return { state: which, text: null, vectors: null, reason, usage };
}

function usageOf(value: unknown): Usage | null {
  const usage = objectOf(value);
  const input = usage?.prompt_tokens;
  const output = usage?.completion_tokens ?? 0;
  const cached = objectOf(usage?.prompt_tokens_details)?.cached_tokens ?? 0;
  return isCount(input) && isCount(output) && isCount(cached) ? { input, output, cached } : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function objectOf(value: unknown): Loose | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function shapeOf(text: string): string {
  const start = text.trimStart();
  if (start === '') return 'it is empty';
  return start.startsWith('<') ? 'it is HTML, not JSON' : 'it is not a JSON object';
}
