import { Worker } from 'node:worker_threads';
import type { TableSpec } from '@verisim/core';
import { poolClosed, workerDied } from './errors.ts';
import { type DrawRequest, receiveError, type WorkerReply, type WorkerStart } from './messages.ts';

/** One thread that answers one request at a time. It keeps the process alive only while it works. */
export interface WorkerThread {
  readonly schema: TableSpec;
  draw(request: DrawRequest): Promise<Extract<WorkerReply, { type: 'drawn' }>>;
  /** Ends the thread at once; what it was doing is rejected with `reason`. */
  stop(reason?: unknown): Promise<void>;
}

interface Waiting {
  resolve(reply: WorkerReply): void;
  reject(reason: unknown): void;
}

/** What the thread runs. */
const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/**
 * Starts a thread and waits until it holds the model. Throws what the plugin throws, `workers/plugin-not-found`,
 * `workers/worker-died`.
 */
export async function startWorkerThread(start: WorkerStart, signal: AbortSignal): Promise<WorkerThread> {
  signal.throwIfAborted();
  const worker = new Worker(WORKER_FILE, {
    workerData: start,
    name: 'verisim-sampling',
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
  });
  let waiting: Waiting | null = null;
  let ended: unknown = null;
  const end = (reason: unknown) => {
    ended ??= reason;
    waiting?.reject(ended);
    waiting = null;
  };
  worker.on('message', (reply: WorkerReply) => {
    const { resolve } = waiting ?? { resolve() {} };
    waiting = null;
    worker.unref();
    resolve(reply);
  });
  worker.on('error', (error) => end(workerDied(error instanceof Error ? error.message : String(error))));
  worker.on('messageerror', (error) => end(workerDied(error.message)));
  worker.on('exit', (code) => end(workerDied(`it left with exit code ${code}`)));
  const next = () =>
    new Promise<WorkerReply>((resolve, reject) => {
      if (ended) return reject(ended);
      waiting = { resolve, reject };
      worker.ref();
    });
  const stop = async (reason: unknown = poolClosed()) => {
    end(reason);
    await worker.terminate();
  };
  const abort = () => void stop(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  worker.once('exit', () => signal.removeEventListener('abort', abort));
  const first = await next();
  if (first.type !== 'ready') {
    await worker.terminate();
    throw first.type === 'failed' ? receiveError(first.error) : workerDied('it spoke out of turn');
  }
  return {
    schema: first.schema,
    stop,
    async draw(request) {
      const answer = next();
      worker.postMessage(request);
      const reply = await answer;
      if (reply.type === 'drawn') return reply;
      throw reply.type === 'failed' ? receiveError(reply.error) : workerDied('it spoke out of turn');
    },
  };
}
