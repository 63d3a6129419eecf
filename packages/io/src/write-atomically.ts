import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isVerisimError } from '@verisim/core';
import { cannotWrite } from './errors.ts';
import { codeOf } from './file-checks.ts';

/**
 * Lets `work` make a file under a temporary name in the target's folder, syncs it to disk and renames it: the target is whole
 * or untouched. `work` may also use names that begin with the temporary one; whatever is left of them is removed.
 */
export async function writeAtomically(
  path: string,
  leftovers: readonly string[],
  signal: AbortSignal | undefined,
  work: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    await work(temporary);
    await sync(temporary);
    signal?.throwIfAborted();
    await rename(temporary, path);
    await sync(dirname(path)).catch(() => {});
  } catch (error) {
    if (isVerisimError(error) || typeof (error as { code?: unknown })?.code !== 'string') throw error;
    throw cannotWrite(path, `the system says ${codeOf(error)}`, error);
  } finally {
    for (const suffix of ['', ...leftovers]) await rm(temporary + suffix, { force: true });
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
