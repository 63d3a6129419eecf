import { createRandom, type Random } from '@verisim/random';
import type { Json } from './json.ts';

/** How far a piece of work is. `total` is left out when it is not known. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly note?: string;
}

/** Everything a plugin may use from outside itself. */
export interface Context {
  readonly random: Random;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  /** Puts a fact into the provenance of what is being made. */
  note(key: string, value: Json): void;
  /**
   * Asks the generator's own `fitPart` for parts 0 to `parts` - 1, in any order and on any thread, and resolves to what each gave, in their order.
   * `shared` and the answers are plain data and typed arrays (structured clone). Left out where one thread fits, and in forked contexts.
   */
  readonly fitParts?: (shared: unknown, parts: number) => Promise<readonly unknown[]>;
}

/** What a context is made of; everything left out is quiet and never aborts. */
export interface ContextParts {
  readonly random?: Random;
  readonly seed?: number | string;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  readonly note?: (key: string, value: Json) => void;
}

/** Makes a context. The random source is `random`, else one for `seed`, else one for seed 0. */
export function createContext(parts: ContextParts = {}): Context {
  return {
    random: parts.random ?? createRandom(parts.seed ?? 0),
    signal: parts.signal ?? new AbortController().signal,
    progress: parts.progress ?? (() => {}),
    note: parts.note ?? (() => {}),
  };
}

/** The same context with chance forked by a label. */
export function forkContext(ctx: Context, label: string): Context {
  return contextLike(ctx, { random: ctx.random.fork(label) });
}

/** The same context without progress: for a part of a larger piece of work that counts for itself. */
export function quietContext(ctx: Context): Context {
  return contextLike(ctx, { progress: () => {} });
}

function contextLike(ctx: Context, parts: Partial<Context>): Context {
  return {
    random: ctx.random,
    signal: ctx.signal,
    progress: (progress) => ctx.progress(progress),
    note: (key, value) => ctx.note(key, value),
    ...parts,
  };
}
