import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isVerisimError } from '@verisim/core';
import { cannotWrite } from './errors.ts';

/** Names of folders for files that are being written begin with this; one that is left over belongs to a write that was killed. */
export const TEMPORARY = '.part-';

/**
 * Writes a file whole or not at all: in a private folder (0700) beside its place, fsync, rename, fsync of the folder. `write` gets the temporary
 * path, whose name is the file's; what else it leaves in that folder goes with it. Throws
 * `workspace/cannot-write`, or what `write` throws as a verisim error.
 */
export async function publishFile(
  path: string,
  write: (temporary: string) => Promise<unknown>,
  mode = 0o600,
): Promise<void> {
  let aside: string | null = null;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    aside = await mkdtemp(join(dirname(path), TEMPORARY));
    const temporary = join(aside, basename(path));
    await write(temporary);
    await chmod(temporary, mode);
    await syncFile(temporary);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw isVerisimError(error) ? error : cannotWrite(basename(path), error);
  } finally {
    if (aside !== null) await rm(aside, { recursive: true, force: true }).catch(() => {});
  }
}

/** Writes bytes or text whole or not at all. Throws `workspace/cannot-write`. */
export function writeFileAtomic(path: string, content: Uint8Array | string, mode = 0o600): Promise<void> {
  return publishFile(path, (temporary) => writeFile(temporary, content, { flag: 'wx', mode }), mode);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename in a folder last; a no-op where folders cannot be synced (Windows). */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** SHA-256 of a file's bytes, 64 hexadecimal digits. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** Copies a file (0600) and returns the SHA-256 of what was copied; the file is opened once. `null` when there is none. Throws `workspace/cannot-write`. */
export async function copyHashed(from: string, to: string): Promise<string | null> {
  const source = await open(from).catch(() => null);
  if (source === null) return null;
  const hash = createHash('sha256');
  const target = await open(to, 'wx', 0o600);
  try {
    for await (const chunk of source.createReadStream({ autoClose: false })) {
      hash.update(chunk as Uint8Array);
      await target.writeFile(chunk as Uint8Array);
    }
  } catch (error) {
    throw cannotWrite(basename(to), error);
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
  return hash.digest('hex');
}

/** SHA-256 of bytes or of a text's UTF-8 form, 64 hexadecimal digits. */
export function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
