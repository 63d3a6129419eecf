import type { ValueChange } from '../read-result.ts';
import type { Batch } from '../source.ts';
import type { PostgresColumn } from './postgres-column.ts';
import { copyOut } from './postgres-copy.ts';
import { postgresFilling } from './postgres-filling.ts';
import type { PostgresRows } from './postgres-rows.ts';
import { type PostgresSession, quotePostgres } from './postgres-session.ts';

/** What a pass over the rows needs to know. */
export interface PostgresPass {
  readonly session: PostgresSession;
  readonly rows: PostgresRows;
  readonly columns: readonly PostgresColumn[];
  /** Of the last whole pass. */
  changes: readonly ValueChange[];
}

/**
 * Reads the rows through `COPY ... TO STDOUT`, whose text format says every value exactly and which needs no object per row. The
 * server is held back while a batch waits. A pass that is left early or aborted is cancelled on the server; the savepoint keeps
 * the transaction, and with it the state that later passes see.
 */
export async function* postgresBatches(pass: PostgresPass, signal?: AbortSignal): AsyncGenerator<Batch> {
  const { session, rows, columns } = pass;
  await session.rows('SAVEPOINT pass', [], signal);
  const ready: Batch[] = [];
  const filling = postgresFilling(session.address.label, columns, (batch) => ready.push(batch));
  let failure: { readonly error: unknown } | null = null;
  let ended = false;
  let wake = () => {};
  const names = columns.map(({ source }) => quotePostgres(source.name)).join(', ');
  const copy = copyOut(session.client, `COPY (SELECT ${names} FROM ${rows.from}${rows.order}) TO STDOUT`, (chunk) => {
    if (failure !== null || signal?.aborted) return;
    try {
      filling.take(chunk);
    } catch (error) {
      failure = { error };
    }
    if (ready.length > 0 || failure !== null) {
      copy.pause();
      wake();
    }
  });
  const settled = copy.done
    .catch((error) => {
      failure ??= { error };
    })
    .then(() => {
      ended = true;
      wake();
    });
  const aborted = () => wake();
  signal?.addEventListener('abort', aborted);
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (failure !== null) throw (failure as { readonly error: unknown }).error;
      const batch = ready.shift() ?? (ended ? filling.rest() : null);
      if (batch !== null) yield batch;
      else if (ended) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
          copy.resume();
        });
    }
    pass.changes = filling.changes();
  } finally {
    signal?.removeEventListener('abort', aborted);
    if (!ended) {
      failure ??= { error: null };
      copy.resume();
      await session.cancel();
      await settled;
    }
    await session.rows('ROLLBACK TO SAVEPOINT pass').catch(() => {});
  }
}
