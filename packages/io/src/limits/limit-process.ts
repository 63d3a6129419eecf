import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { isVerisimError } from '@verisim/core';
import type { ReadOptions } from '../read-result.ts';
import { readTable } from '../read-table.ts';
import { errorFrames, resultFrames, type SentError } from './limit-frames.ts';
import { RESULT_PIPE, type ReadingLimits } from './limit-signs.ts';

/** What the reading process is asked on its standard input, as JSON. */
export interface LimitedRequest {
  readonly location: string;
  readonly options: Omit<ReadOptions, 'signal'>;
  readonly limits: ReadingLimits;
}

/** The process that `readTableLimited` starts: reads one file and sends the result. Importing it from elsewhere does nothing. */
async function main(): Promise<void> {
  const { location, options, limits }: LimitedRequest = JSON.parse(await text(process.stdin));
  const watch = new Worker(new URL('./limit-watch.ts', import.meta.url), { workerData: limits });
  watch.unref();
  const frames = await readTable(location, options).then(resultFrames, (error) => errorFrames(sent(error)));
  await pipeline(
    Readable.from(frames, { objectMode: true, highWaterMark: 1 }),
    createWriteStream('', { fd: RESULT_PIPE }),
  );
  process.exit(0);
}

function sent(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  if (isVerisimError(error)) {
    const { message, code, next, kind } = error;
    return { message, code, next, kind };
  }
  return { message: `${error.name}: ${error.message}` };
}

if (process.argv[2] === 'read-one-file') await main();
