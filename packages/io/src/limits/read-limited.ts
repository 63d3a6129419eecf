import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { verisimError } from '@verisim/core';
import { locate } from '../location.ts';
import type { ReadOptions, ReadResult } from '../read-result.ts';
import {
  badLimit,
  diskLimit,
  memoryLimit,
  notLimited,
  readerCrashed,
  readerFailed,
  timeLimit,
} from './limit-errors.ts';
import { receiveResult, type SentError } from './limit-frames.ts';
import type { LimitedRequest } from './limit-process.ts';
import { limitSigns, RESULT_PIPE, WATCH_PIPE } from './limit-signs.ts';

/** What reading a file that is not trusted may take. */
export interface LimitedReadOptions extends ReadOptions {
  /** Resident memory of the reading process, in MB, at least 128: about 80 are Node's own. The result is held once more here. Default 1024. */
  readonly memoryMegabytes?: number;
  /** Wall-clock seconds. Default 60. */
  readonly seconds?: number;
}

/** Temporary files may take this many times the memory. */
const DISK_SHARE = 4;
const MEGABYTE = 1 << 20;

/**
 * `readTable` for a file from anywhere: in a process of its own, which is ended when it takes more memory, time or disk than it may. The
 * caller lives on whatever the file does to that process, which gets an empty environment and a temporary folder that is removed.
 *
 * Why a process: the `resourceLimits` of a worker thread bound V8's heap alone. A worker limited to 256 MB held 1,344 MB of
 * buffers without a word, and a crash of native code in a thread ends every thread. `ulimit -d` and `-v` stop Node itself from starting. So a second
 * thread of the process looks at its resident memory every 10 ms and ends it; measured, it ends up at most a few percent over.
 *
 * Throws what `readTable` throws, `io/memory-limit`, `io/time-limit`, `io/disk-limit`, `io/reader-crashed`, and the signal's
 * reason. A database's server is refused (`io/not-limited`).
 */
export async function readTableLimited(location: string, options: LimitedReadOptions = {}): Promise<ReadResult> {
  const { memoryMegabytes = 1024, seconds = 60, signal, ...rest } = options;
  if (!(memoryMegabytes >= 128)) throw badLimit('memoryMegabytes', memoryMegabytes, 128);
  if (!(seconds > 0)) throw badLimit('seconds', seconds, 1);
  const { path, name } = locate(location);
  if (path === null) throw notLimited();
  signal?.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'verisim-limited-'));
  const limits = { memoryMegabytes, diskMegabytes: DISK_SHARE * memoryMegabytes, seconds, folder, parent: process.pid };
  const child = startReader(folder, memoryMegabytes);
  const kill = () => child.kill('SIGKILL');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, seconds * 1000);
  signal?.addEventListener('abort', kill);
  try {
    const request: LimitedRequest = { location, options: rest, limits };
    const { result, sign, how, complaint } = await converse(child, request, memoryMegabytes * MEGABYTE);
    signal?.throwIfAborted();
    if (result !== null && 'table' in result) return result;
    if (late || sign === limitSigns.time) throw timeLimit(name, seconds);
    if (sign === limitSigns.disk) throw diskLimit(name, limits.diskMegabytes);
    const refused = result?.refused ?? { message: complaint };
    if (sign === limitSigns.memory || isOutOfMemory(refused)) throw memoryLimit(name, memoryMegabytes);
    throw result === null ? readerCrashed(name, how) : received(name, refused);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
    kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function startReader(folder: string, memoryMegabytes: number): ChildProcess {
  const entry = fileURLToPath(new URL('./limit-process.ts', import.meta.url));
  const flags = [
    `--max-old-space-size=${memoryMegabytes}`,
    '--no-warnings',
    ...(entry.endsWith('.ts') ? ['--conditions=verisim-source'] : []),
  ];
  const env = {
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
    TZ: process.env.TZ ?? '',
    SystemRoot: process.env.SystemRoot ?? '',
  };
  return spawn(process.execPath, [...flags, entry, 'read-one-file'], {
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
    stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

async function converse(child: ChildProcess, request: LimitedRequest, limit: number) {
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const pipe = (at: number) => child.stdio[at] as NodeJS.ReadableStream & AsyncIterable<Buffer>;
  child.stdin?.on('error', () => {});
  child.stdin?.end(JSON.stringify(request));
  const [result, sign, complaint] = await Promise.all([
    receiveResult(pipe(RESULT_PIPE), limit).catch(() => null),
    text(pipe(WATCH_PIPE)).catch(() => ''),
    text(pipe(2)).catch(() => ''),
  ]);
  return { result, sign, how: await ended, complaint: complaint.slice(0, 20_000) };
}

/** Whether an error or the last words of a process say that memory ran out before the watch saw it. */
const isOutOfMemory = ({ message, code }: SentError): boolean =>
  code === undefined &&
  /out of memory|allocation failed|bad_alloc|Invalid (string|typed array|array buffer) length|string longer than|could not allocate/i.test(
    message,
  );

function received(name: string, { message, code, next, kind }: SentError): Error {
  return code === undefined ? readerFailed(name, message) : verisimError(code, message, next ?? '', { kind });
}
