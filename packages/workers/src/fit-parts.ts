import { Worker } from 'node:worker_threads';
import { type Context, checkpoint, type Generator } from '@verisim/core';
import { badWorkers, workerDied } from './errors.ts';
import { type FitReply, type FitStart, takePart } from './fit-messages.ts';
import { receiveError } from './messages.ts';
import type { WorkerPlugin } from './plugin-module.ts';

/** What fits parts, and with how many threads. */
export interface FittingRequest {
  /** The generator, which this thread uses, and where the others find it. */
  readonly generator: Pick<Generator, 'fitPart'>;
  readonly plugin: WorkerPlugin;
  /** Threads in all, this one among them. */
  readonly workers: number;
  /** Of the context that `fit` gets: its signal ends all threads at once, its progress counts the parts. */
  readonly ctx: Pick<Context, 'signal' | 'progress'>;
}

/** What the other threads run. */
const FIT_WORKER = new URL('./fit-worker.ts', import.meta.url);

/**
 * The `fitParts` of a context, on threads of its own: the same model for any number of them. `undefined` when the generator does not fit in
 * parts. Each further thread holds a copy of what is shared. The function rejects with the plugin's error, `workers/plugin-failed`,
 * `workers/plugin-not-found`, `workers/worker-died` or the signal's reason. Throws `workers/bad-request`.
 */
export function fitPartsOn({ generator, plugin, workers, ctx }: FittingRequest): Context['fitParts'] {
  if (!Number.isInteger(workers) || workers < 1) throw badWorkers(workers);
  const { fitPart } = generator;
  if (!fitPart) return undefined;
  return async (shared, parts) => {
    ctx.signal.throwIfAborted();
    const start: FitStart = { plugin, shared, parts, taken: new Int32Array(new SharedArrayBuffer(4)) };
    const fitted: unknown[] = new Array(parts);
    const put = (found: readonly (readonly [number, unknown])[]) => {
      for (const [part, answer] of found) fitted[part] = answer;
    };
    const stop = new AbortController();
    const signal = AbortSignal.any([ctx.signal, stop.signal]);
    const others = Array.from({ length: Math.min(workers, parts) - 1 }, () => fitElsewhere(start, signal));
    try {
      await Promise.all([
        fitHere(start, fitPart, fitted, { ...ctx, signal }),
        ...others.map((other) => other.then(put)),
      ]);
    } finally {
      stop.abort();
      await Promise.allSettled(others);
    }
    return fitted;
  };
}

/** Fits the parts that come to this thread. */
async function fitHere(
  { shared, parts, taken }: FitStart,
  fitPart: NonNullable<Generator['fitPart']>,
  fitted: unknown[],
  { signal, progress }: FittingRequest['ctx'],
): Promise<void> {
  for (let part = takePart(taken, parts); part >= 0; part = takePart(taken, parts)) {
    await checkpoint(signal);
    fitted[part] = fitPart(shared, part);
    progress({ done: Math.min(parts, Atomics.load(taken, 0)), total: parts, note: 'columns' });
  }
}

/** Starts a thread and waits for its parts. */
function fitElsewhere(start: FitStart, signal: AbortSignal): Promise<readonly (readonly [number, unknown])[]> {
  const worker = new Worker(FIT_WORKER, { workerData: start, name: 'verisim-fitting' });
  const abort = () => void worker.terminate();
  signal.addEventListener('abort', abort, { once: true });
  return new Promise<FitReply>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('messageerror', (error) => reject(workerDied(error.message)));
    worker.once('error', (error) => reject(workerDied(error instanceof Error ? error.message : String(error))));
    worker.once('exit', (code) =>
      reject(signal.aborted ? signal.reason : workerDied(`it left with exit code ${code}`)),
    );
  })
    .then((reply) => {
      if (reply.type === 'failed') throw receiveError(reply.error);
      return reply.fitted;
    })
    .finally(() => signal.removeEventListener('abort', abort));
}
