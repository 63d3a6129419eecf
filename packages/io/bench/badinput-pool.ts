import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer } from './badinput-score.ts';

/** What FAULTS.md allows a file: 512 MB and 10 seconds. */
export const MEGABYTES = 512;
export const SECONDS = Number(process.env.BADINPUT_SECONDS ?? 10);

/** A process that reads files, with the watch of `readTableLimited` over it; started again when a file ends it. */
export interface Runner {
  read(path: string, options?: Readonly<Record<string, unknown>>): Promise<Answer>;
  stop(): void;
}

/** Starting one costs half a second, so one reads all small files. */
export function startRunner(): Runner {
  const folder = mkdtempSync(join(tmpdir(), 'verisim-badinput-runner-'));
  let child: ChildProcess | null = null;
  let signs = '';
  const start = async (): Promise<ChildProcess> => {
    const limits = {
      memoryMegabytes: MEGABYTES,
      diskMegabytes: 4 * MEGABYTES,
      seconds: 1e6,
      folder,
      parent: process.pid,
    };
    const script = fileURLToPath(new URL('./badinput-runner.ts', import.meta.url));
    const started = fork(script, [JSON.stringify(limits)], {
      execArgv: ['--conditions=verisim-source', '--no-warnings', `--max-old-space-size=${MEGABYTES}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
      serialization: 'advanced',
      env: { TMPDIR: folder },
    });
    signs = '';
    started.stdio[4]?.on('data', (sign) => {
      signs += String(sign);
    });
    await new Promise((resolve) => started.once('message', resolve));
    return started;
  };
  return {
    async read(path, options = {}) {
      child ??= await start();
      const reader = child;
      return new Promise<Answer>((resolve) => {
        const timer = setTimeout(() => end({ broke: `no answer in ${SECONDS} seconds` }), SECONDS * 1000);
        const died = (code: number | null, signal: string | null) => {
          const why = signs.includes('m') ? `more than ${MEGABYTES} MB` : `the process ended with ${signal ?? code}`;
          child = null;
          settle({ broke: why });
        };
        const settle = (answer: Answer) => {
          clearTimeout(timer);
          reader.off('message', settle).off('exit', died);
          resolve(answer);
        };
        const end = (answer: Answer) => {
          child = null;
          settle(answer);
          reader.kill('SIGKILL');
        };
        reader.on('message', settle).on('exit', died);
        reader.send({ path, options });
      });
    },
    stop() {
      child?.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
