import {
  type Condition,
  type Context,
  createContext,
  type DrawnBlock,
  drawBlock,
  type ModelState,
  type Random,
} from '@verisim/core';
import { badWorkers, poolClosed } from './errors.ts';
import { unpackTable } from './packed-table.ts';
import { importGenerator, type WorkerPlugin } from './plugin-module.ts';
import { startWorkerThread, type WorkerThread } from './worker-thread.ts';

/** What a pool draws, and with how many threads. */
export interface SamplingPoolRequest {
  readonly plugin: WorkerPlugin;
  /** What the fitted model's `save` returned; each worker loads it once. */
  readonly state: ModelState;
  /** The conditions of every block; those of the `sample` call that uses the pool. */
  readonly where?: readonly Condition[];
  /** The random source of the context that `sample` gets: then the bytes are those of sampling without workers. */
  readonly random: Random;
  /** Threads to start; 0 draws in this one. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Receives what the plugin notes, block by block as they are done. */
  readonly note?: Context['note'];
}

/** Threads that hold one model. Give `draw` and `concurrency` to core's `sample` or `stream`. */
export interface SamplingPool {
  draw(block: number, rows: number): Promise<DrawnBlock>;
  /** Blocks to ask for at once, so that no thread waits. */
  readonly concurrency: number;
  /** Ends the threads; blocks still under way are rejected with `workers/pool-closed`. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts worker threads that draw blocks of a fitted model: the same bytes for any number of them. An aborted signal ends
 * them at once. Throws `workers/bad-request`, `workers/plugin-not-found`, and what the plugin throws when it loads the model; `draw`
 * rejects with the plugin's error, `workers/plugin-failed`, `workers/worker-died` or the signal's reason.
 */
export async function createSamplingPool(request: SamplingPoolRequest): Promise<SamplingPool> {
  const { plugin, state, where = [], random, workers } = request;
  if (!Number.isInteger(workers) || workers < 0) throw badWorkers(workers);
  if (workers === 0) return poolWithoutThreads(request);
  const signal = request.signal ?? new AbortController().signal;
  const start = { plugin, state, where, key: random.key };
  const outcomes = await Promise.allSettled(Array.from({ length: workers }, () => startWorkerThread(start, signal)));
  const threads = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await Promise.all(threads.map((thread) => thread.stop()));
    throw failed.reason;
  }
  return poolOf(threads, request);
}

function poolOf(threads: readonly WorkerThread[], request: SamplingPoolRequest): SamplingPool {
  const idle = [...threads];
  const queue: ((thread: WorkerThread) => void)[] = [];
  let closed = false;
  const take = (): WorkerThread | Promise<WorkerThread> =>
    idle.pop() ?? new Promise<WorkerThread>((resolve) => queue.push(resolve));
  const giveBack = (thread: WorkerThread) => {
    const next = queue.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  return {
    concurrency: threads.length + 1,
    async draw(block, rows) {
      if (closed) throw poolClosed();
      const thread = await take();
      try {
        const { table, drawn, notes } = await thread.draw({ block, rows });
        for (const [key, value] of notes) request.note?.(key, value);
        return { table: unpackTable(table, thread.schema), drawn };
      } finally {
        giveBack(thread);
      }
    },
    async close() {
      closed = true;
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

async function poolWithoutThreads(request: SamplingPoolRequest): Promise<SamplingPool> {
  const { plugin, state, where = [], random, signal, note } = request;
  signal?.throwIfAborted();
  const generator = await importGenerator(plugin);
  const model = await generator.load(state);
  const ctx = createContext({ random, signal, note });
  let closed = false;
  return {
    concurrency: 1,
    async draw(block, rows) {
      if (closed) throw poolClosed();
      return drawBlock(generator, model, { block, rows, where }, ctx);
    },
    async close() {
      closed = true;
    },
  };
}
