import type { Context } from '@verisim/core';
import { judgeSent } from './judge-sent.ts';
import { readBody } from './read-body.ts';
import { refusalOf } from './send.ts';
import { type Shop, stop } from './shop.ts';

/** A batch as far as it matters here. */
export interface ServerBatch {
  readonly id: string;
  readonly status: string;
  readonly output: string | null;
  readonly errors: string | null;
  readonly done: number;
  /** Why it failed, if it says. */
  readonly why: string;
}

/** Our name for a batch, in the server's metadata. */
const NAME = 'verisim';
/** How many batches are looked through for ours, newest first. */
const MOST_LISTED = 1000;
/** The largest output that is taken: the servers' own limit on a batch file, and more. */
const MOST_OUTPUT = 400 << 20;

/** Uploads the lines of a batch. Returns the id of the file. */
export function uploadLines(shop: Shop, lines: string, ctx: Context): Promise<string> {
  const file = new File([lines], 'verisim-batch.jsonl', { type: 'application/jsonl' });
  return tried(shop, ctx, async (options) => {
    return (await shop.client.files.create({ file, purpose: 'batch' }, options)).id;
  });
}

/** Begins a batch, once: when the server may have taken a request that got no answer, it is asked for the batch before another try. */
export function createBatch(
  shop: Shop,
  name: string,
  file: string,
  endpoint: BatchPath,
  ctx: Context,
): Promise<string> {
  let asked = false;
  return tried(shop, ctx, async (options) => {
    const there = asked ? await findBatch(shop, name, ctx) : null;
    if (there !== null) return there;
    asked = true;
    const request = { input_file_id: file, endpoint, completion_window: '24h', metadata: { [NAME]: name } } as const;
    return (await shop.client.batches.create(request, options)).id;
  });
}

/** The paths that a batch can be about. */
export type BatchPath = '/v1/chat/completions' | '/v1/embeddings';

/** The id of the batch of this name, `null` when the server has none. */
export function findBatch(shop: Shop, name: string, ctx: Context): Promise<string | null> {
  return tried(shop, ctx, async (options) => {
    let seen = 0;
    for await (const { id, metadata } of shop.client.batches.list({ limit: 100 }, options)) {
      if (metadata?.[NAME] === name) return id;
      if (++seen >= MOST_LISTED) return null;
    }
    return null;
  });
}

/** How a batch stands. */
export function readBatch(shop: Shop, id: string, ctx: Context): Promise<ServerBatch> {
  return tried(shop, ctx, async (options) => {
    const batch = await shop.client.batches.retrieve(id, options);
    const why = batch.errors?.data?.map(({ message }) => message ?? '').join('; ') ?? '';
    return {
      id,
      status: batch.status,
      output: batch.output_file_id ?? null,
      errors: batch.error_file_id ?? null,
      done: batch.request_counts?.completed ?? 0,
      why: shop.redact(why).slice(0, 300),
    };
  });
}

/** The bytes of a file. */
export function readFile(shop: Shop, id: string, ctx: Context): Promise<Uint8Array> {
  return tried(shop, ctx, async (options) => {
    const response = await shop.client.files.content(id, options);
    const { bytes, whole } = await readBody(response, MOST_OUTPUT, options.signal);
    if (!whole) throw new Error('the file came in part');
    return bytes;
  });
}

interface CallOptions {
  readonly signal: AbortSignal;
  readonly maxRetries: number;
  readonly timeout: number;
  readonly fetchOptions: { readonly redirect: 'error' };
}

/** Does something that costs nothing, again after passing failures. */
async function tried<T>(shop: Shop, ctx: Context, work: (options: CallOptions) => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures++) {
    ctx.signal.throwIfAborted();
    const over = new AbortController();
    const mine = new AbortController();
    const relay = () => mine.abort(ctx.signal.reason);
    ctx.signal.addEventListener('abort', relay);
    const { deadlineMs } = shop.limits;
    void shop.clock
      .sleep(5 * deadlineMs, over.signal)
      .then(() => over.signal.aborted || mine.abort(new Error('deadline')));
    try {
      const timeout = 6 * deadlineMs;
      return await work({ signal: mine.signal, maxRetries: 0, timeout, fetchOptions: { redirect: 'error' } });
    } catch (error) {
      ctx.signal.throwIfAborted();
      const judged = judgeSent(refusalOf(error), shop.endpoint, 'batch', shop.redact);
      if (judged.error !== null || failures >= shop.limits.retries) {
        if (judged.error !== null) stop(shop, judged.error);
        throw judged.error ?? error;
      }
      const wait = judged.end.kind === 'limited' || judged.end.kind === 'failed' ? judged.end.retryMs : null;
      const own = shop.random.next() * Math.min(20_000, 500 * 2 ** failures);
      await shop.clock.sleep(Math.min(shop.limits.waitCapMs, Math.max(wait ?? 0, own)), ctx.signal);
    } finally {
      over.abort();
      ctx.signal.removeEventListener('abort', relay);
    }
  }
}
