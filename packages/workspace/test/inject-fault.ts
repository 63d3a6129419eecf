import { writeSync } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded with `--import` before a program: lets one of its file operations go wrong, as `VERISIM_FAULT` says. Only what goes
 * through `node:fs/promises` is seen.
 */
export interface Fault {
  /** The operation is counted when its path fits this pattern. */
  readonly file: string;
  readonly calls: readonly ('write' | 'sync' | 'rename')[];
  /** Which of the counted operations goes wrong, from 1; 0 for none. */
  readonly nth: number;
  /** `count` writes the number of operations to stderr at the end; `tear` writes half the bytes and kills. */
  readonly does: 'kill-before' | 'kill-after' | 'tear' | 'count' | 'EIO' | 'ENOSPC';
}

const fault = JSON.parse(process.env.VERISIM_FAULT ?? 'null') as Fault | null;
let counted = 0;

function kill(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

async function around<T>(
  call: Fault['calls'][number],
  path: string,
  work: () => Promise<T>,
  tear: () => void,
): Promise<T> {
  if (fault === null || !fault.calls.includes(call) || !new RegExp(fault.file).test(path)) return work();
  if (++counted !== fault.nth || fault.does === 'count') return work();
  if (fault.does === 'kill-before') kill();
  if (fault.does === 'tear') {
    tear();
    kill();
  }
  if (fault.does === 'kill-after') {
    await work();
    kill();
  }
  throw Object.assign(new Error(`${fault.does}: injected`), { code: fault.does });
}

type Write = (bytes: Uint8Array, from: number, length: number, position: number | null) => Promise<unknown>;

function watch(file: FileHandle, path: string): FileHandle {
  const { sync, datasync, writeFile } = file;
  const write: Write = file.write.bind(file) as never;
  const half = (bytes: Uint8Array, from: number, length: number, position: number | null) =>
    writeSync(file.fd, bytes, from, length >> 1, position);
  return Object.assign(file, {
    write: (bytes: Uint8Array, from: number, length: number, position: number | null) =>
      around(
        'write',
        path,
        () => write(bytes, from, length, position),
        () => half(bytes, from, length, position),
      ),
    writeFile: (data: string) =>
      around(
        'write',
        path,
        () => writeFile.call(file, data),
        () => half(Buffer.from(data), 0, data.length, null),
      ),
    sync: () =>
      around(
        'sync',
        path,
        () => sync.call(file),
        () => {},
      ),
    datasync: () =>
      around(
        'sync',
        path,
        () => datasync.call(file),
        () => {},
      ),
  });
}

if (fault !== null) {
  const { open, rename, writeFile } = fs;
  Object.assign(fs, {
    open: async (path: string, ...more: never[]) => watch(await open(path, ...more), String(path)),
    rename: (from: string, to: string) =>
      around(
        'rename',
        String(to),
        () => rename(from, to),
        () => {},
      ),
    writeFile: (path: string, data: string, options: never) =>
      around(
        'write',
        String(path),
        () => writeFile(path, data, options),
        () => {},
      ),
  });
  syncBuiltinESMExports();
  if (fault.does === 'count') process.on('exit', () => writeSync(2, `counted ${counted}\n`));
}
