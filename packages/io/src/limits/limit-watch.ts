import { readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';
import { limitSigns, type ReadingLimits, WATCH_PIPE } from './limit-signs.ts';

const EVERY = 10;
const MEGABYTE = 1 << 20;

/** Runs in a thread of its own, because the reading one may be inside a single long call of native code. */
function watch({ memoryMegabytes, diskMegabytes, seconds, folder, parent }: ReadingLimits): void {
  const started = performance.now();
  let ticks = 0;
  const end = (sign: string) => {
    writeSync(WATCH_PIPE, sign);
    process.kill(process.pid, 'SIGKILL');
  };
  setInterval(() => {
    if (process.memoryUsage.rss() > memoryMegabytes * MEGABYTE) end(limitSigns.memory);
    if (ticks++ % 10 !== 0) return;
    if (sizeOf(folder) > diskMegabytes * MEGABYTE) end(limitSigns.disk);
    if (performance.now() - started > seconds * 1000) end(limitSigns.time);
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, EVERY);
}

/** Bytes of the files in a folder and those below it. */
function sizeOf(folder: string): number {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    return files.reduce((sum, file) => sum + (file.isFile() ? statSync(join(file.parentPath, file.name)).size : 0), 0);
  } catch {
    // Something in it went while it was looked at.
    return 0;
  }
}

if (!isMainThread) watch(workerData);
