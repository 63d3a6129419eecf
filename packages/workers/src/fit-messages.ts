import type { SentError } from './messages.ts';
import type { WorkerPlugin } from './plugin-module.ts';

/** What a thread that fits parts is started with. */
export interface FitStart {
  readonly plugin: WorkerPlugin;
  readonly shared: unknown;
  readonly parts: number;
  /** Parts taken so far, by all threads: in shared memory. */
  readonly taken: Int32Array;
}

/** What the thread says, once. */
export type FitReply =
  | { readonly type: 'fitted'; readonly fitted: readonly (readonly [number, unknown])[] }
  | { readonly type: 'failed'; readonly error: SentError };

/** The next part that nobody has taken, the last first because it tends to take longest; -1 when all are taken. */
export function takePart(taken: Int32Array, parts: number): number {
  return Math.max(-1, parts - 1 - Atomics.add(taken, 0, 1));
}
