import { stat } from 'node:fs/promises';
import { fileHash } from './atomic-write.ts';
import { inputChanged } from './errors.ts';

/** A file as it was at one moment. */
export interface PinnedFile {
  /** Throws `workspace/input-changed` when the file is another by now and its SHA-256 is not `hash`. */
  requireUnchanged(hash: string): Promise<void>;
}

/**
 * Remembers size, time and place of a file before it is read, to make sure at the end of long work that it is still the file
 * which was read. What is no file on the disk, such as a table of a database, is not watched.
 */
export async function pinFile(path: string): Promise<PinnedFile> {
  const before = await identity(path);
  return {
    async requireUnchanged(hash) {
      if (before === null || (await identity(path)) === before) return;
      if ((await fileHash(path).catch(() => null)) !== hash) throw inputChanged(path);
    },
  };
}

async function identity(path: string): Promise<string | null> {
  try {
    const found = await stat(path, { bigint: true });
    return found.isFile() ? [found.dev, found.ino, found.size, found.mtimeNs].join(' ') : null;
  } catch {
    return null;
  }
}
