import { createHash } from 'node:crypto';
import type { Batch } from '../source.ts';
import { rowsChanged } from './database-errors.ts';

/**
 * Makes every whole pass over a source be compared with the first: a query may give other rows when it is run again. Where the
 * batches end must not differ from pass to pass. Throws `io/changed-while-reading`.
 */
export function sameEveryPass(
  location: string,
  batches: (signal?: AbortSignal) => AsyncIterable<Batch>,
): (signal?: AbortSignal) => AsyncIterable<Batch> {
  let first: string | null = null;
  return async function* (signal) {
    const hash = createHash('sha256');
    for await (const batch of batches(signal)) {
      for (const column of batch.columns) {
        if (column.storage === 'numbers') hash.update(column.values);
        else hash.update(column.starts).update(column.ends).update(column.bytes);
      }
      yield batch;
    }
    const digest = hash.digest('hex');
    first ??= digest;
    if (digest !== first) throw rowsChanged(location);
  };
}
