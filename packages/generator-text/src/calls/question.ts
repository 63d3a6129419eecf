import { canonicalJson, createSha256, type Json, toHex } from '@verisim/core';

/** One message of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant';
  readonly content: string;
}

/** The body of a chat completion, as it is sent. One choice a call: ask for several samples by `sample`. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** The most tokens of the answer; one of the two names is needed, for it bounds the cost. Newer OpenAI models know only the second. */
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  /** Anything else the endpoint knows: `temperature`, `seed`, `response_format` ... */
  readonly [parameter: string]: unknown;
}

/** The body of a request for embeddings. */
export interface EmbeddingsBody {
  readonly model: string;
  readonly input: readonly string[];
  readonly [parameter: string]: unknown;
}

interface Asked {
  /** The task that asks, and its version: a changed version asks anew. */
  readonly task: { readonly name: string; readonly version: string };
  /** Names of the seed rows shown, such as their hashes. */
  readonly seeds?: readonly string[];
  /** Tells apart several answers to the same words, from 0. */
  readonly sample?: number;
}

/** Something to be asked of an endpoint once. */
export type Question = (Asked & { readonly api: 'chat'; readonly body: ChatBody }) | (Asked & EmbeddingsQuestion);

interface EmbeddingsQuestion {
  readonly api: 'embeddings';
  readonly body: EmbeddingsBody;
}

/**
 * The name under which an answer is kept: 32 hexadecimal digits of a SHA-256 over the endpoint, the whole body (model, system prompt,
 * messages, parameters), task and version, seed rows and sample.
 */
export function questionKey(endpoint: string, { api, body, task, seeds = [], sample = 0 }: Question): string {
  const { name, version } = task;
  const parts = { api, endpoint, body: body as Json, task: { name, version }, seeds, sample };
  const digest = createSha256()
    .update(new TextEncoder().encode(canonicalJson(parts)))
    .digest();
  return toHex(digest.subarray(0, 16));
}
