import {
  type Condition,
  type ErrorKind,
  isVerisimError,
  type Json,
  type ModelState,
  type TableSpec,
  verisimError,
} from '@verisim/core';
import { pluginFailed } from './errors.ts';
import type { PackedTable } from './packed-table.ts';
import type { WorkerPlugin } from './plugin-module.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly plugin: WorkerPlugin;
  readonly state: ModelState;
  readonly where: readonly Condition[];
  /** The key of the random source that blocks fork from. */
  readonly key: Uint8Array;
}

/** What a worker is asked. */
export interface DrawRequest {
  readonly block: number;
  readonly rows: number;
}

/** What a worker says: first `ready` or `failed`, then one `drawn` or `failed` for each request. */
export type WorkerReply =
  | { readonly type: 'ready'; readonly schema: TableSpec }
  | {
      readonly type: 'drawn';
      readonly table: PackedTable;
      readonly drawn: number;
      readonly notes: readonly (readonly [string, Json])[];
    }
  | { readonly type: 'failed'; readonly error: SentError };

/** An error as data: threads do not send an error's own fields. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly verisim: { readonly code: string; readonly next: string; readonly kind: ErrorKind } | null;
}

/** Writes an error down. */
export function sendError(error: unknown): SentError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const verisim = isVerisimError(error) ? { code: error.code, next: error.next, kind: error.kind } : null;
  return { name, message, stack, verisim };
}

/** The error that was written down: the same code, sentence and advice; anything else is `workers/plugin-failed`. */
export function receiveError({ name, message, stack, verisim }: SentError): Error {
  const error = verisim
    ? verisimError(verisim.code, message, verisim.next, { kind: verisim.kind })
    : pluginFailed(name, message);
  if (stack) error.stack = stack;
  return error;
}
