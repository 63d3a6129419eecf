import { stat } from 'node:fs/promises';
import { changedWhileReading } from '../errors.ts';
import { visitFile } from '../file-bytes.ts';

/** A file's bytes at one time. */
export interface FileState {
  /** SHA-256 in hexadecimal; `null` when a write-ahead log beside the file holds a part of what it says. */
  readonly hash: string | null;
  readonly stamp: string;
  /** In WAL mode and without a log: the file says all, and reading it the usual way would make a log beside it. */
  readonly settled: boolean;
}

/** Where the header says how the file is read; 2 = with a write-ahead log (sqlite.org/fileformat2.html, 1.3.3). */
const READ_VERSION = 19;

/**
 * The state of a database file. Must be taken while this process does not have the file open as a database: closing it again
 * would drop SQLite's own locks (sqlite.org/howtocorrupt.html, 2.2).
 */
export async function fileState(path: string, signal?: AbortSignal): Promise<FileState> {
  const stamp = await fileStamp(path);
  const log = await stat(`${path}-wal`).catch(() => null);
  if (log !== null && log.size > 0) return { hash: null, stamp, settled: false };
  let version = 0;
  let seen = 0;
  const look = (bytes: Buffer) => {
    if (seen === 0) version = bytes[READ_VERSION];
    seen += bytes.length;
  };
  const hash = await visitFile(path, look, signal);
  return { hash, stamp, settled: version === 2 };
}

/** Throws `io/changed-while-reading` when a file was written to since its bytes were hashed. */
export async function checkUnchanged(path: string, { hash, stamp }: FileState): Promise<void> {
  if (hash !== null && (await fileStamp(path)) !== stamp) throw changedWhileReading(path);
}

async function fileStamp(path: string): Promise<string> {
  const { size, mtimeNs } = await stat(path, { bigint: true });
  return `${size} ${mtimeNs}`;
}
