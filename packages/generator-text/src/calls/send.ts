import type OpenAI from 'openai';
import type { Clock } from './clock.ts';
import type { Question } from './question.ts';
import type { HeaderSource } from './rate-headers.ts';
import { readBody } from './read-body.ts';

/** What is used of the `openai` client. */
export type CallClient = Pick<OpenAI, 'baseURL' | 'apiKey' | 'post' | 'get' | 'files' | 'batches'>;

/** What became of one HTTP request. */
export type Sent =
  /** An answer with status 2xx, whole or cut at the cap. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: HeaderSource;
      readonly bytes: Uint8Array;
      readonly cut: boolean;
    }
  /** The server said no. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly headers: HeaderSource;
      readonly code: string;
      readonly message: string;
    }
  /** No answer, or a part of one in `bytes`. */
  | {
      readonly kind: 'nothing';
      readonly why: 'deadline' | 'connection' | 'redirect' | 'stopped';
      readonly message: string;
      readonly bytes: Uint8Array;
    };

/** Limits of one request. */
export interface SendLimits {
  /** Headers and body together. */
  readonly deadlineMs: number;
  readonly bodyBytes: number;
}

const PATHS = { chat: '/chat/completions', embeddings: '/embeddings' } as const;
const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * Sends one request once: no retries of the client's own, no redirects, one deadline over headers and body, a cap on the body. Never rejects.
 * `stop` ends it early.
 */
export async function send(
  client: CallClient,
  { api, body }: Question,
  limits: SendLimits,
  clock: Clock,
  stop: AbortSignal,
): Promise<Sent> {
  const mine = new AbortController();
  const over = new AbortController();
  const relay = () => mine.abort(stop.reason);
  stop.addEventListener('abort', relay);
  if (stop.aborted) relay();
  let late = false;
  void clock.sleep(limits.deadlineMs, over.signal).then(() => {
    if (over.signal.aborted) return;
    late = true;
    mine.abort(new Error('deadline'));
  });
  const nothing = (message: string, bytes = NOTHING): Sent => {
    const why = stop.aborted ? 'stopped' : late ? 'deadline' : /redirect/i.test(message) ? 'redirect' : 'connection';
    return { kind: 'nothing', why, message: late ? `no whole answer in ${limits.deadlineMs} ms` : message, bytes };
  };
  try {
    const response = await untilAborted(
      client
        .post(PATHS[api], {
          body,
          signal: mine.signal,
          maxRetries: 0,
          timeout: limits.deadlineMs + 60_000,
          fetchOptions: { redirect: 'error' },
        })
        .asResponse(),
      mine.signal,
    );
    const received = await readBody(response, limits.bodyBytes, mine.signal);
    if (received.why === 'broken') return nothing('the connection broke within the answer', received.bytes);
    const { status, headers } = response;
    return { kind: 'answer', status, headers, bytes: received.bytes, cut: !received.whole };
  } catch (error) {
    return refusal(error) ?? nothing(messages(error));
  } finally {
    over.abort();
    stop.removeEventListener('abort', relay);
  }
}

/** The promise, or a rejection when the signal aborts first, so that nothing can outlast the deadline. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

/** An error that carries a status, as the client throws for every answer that is not 2xx; else `null`. */
function refusal(error: unknown): (Sent & { kind: 'error' }) | null {
  const { status, headers, code, type, message } = error as Partial<Record<string, unknown>>;
  if (typeof status !== 'number') return null;
  return {
    kind: 'error',
    status,
    headers: (headers as HeaderSource | undefined) ?? { get: () => null },
    code: [code, type].find((word) => typeof word === 'string') ?? '',
    message: String(message).slice(0, 300),
  };
}

/** What an error of the client means when nobody was waiting with a deadline. */
export function refusalOf(error: unknown): Exclude<Sent, { kind: 'answer' }> {
  const message = messages(error);
  const why = /redirect/i.test(message) ? 'redirect' : 'connection';
  return refusal(error) ?? { kind: 'nothing', why, message, bytes: NOTHING };
}

/** The messages of an error and of its causes. */
function messages(error: unknown): string {
  const words: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    words.push(at.message);
  }
  return words.join(': ').slice(0, 300);
}
