import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type ChildOptions, type Ended, runChild } from '../../workspace/test/run-child.ts';

/** The command's program, started from source. */
export const MAIN: URL = new URL('../src/main.ts', import.meta.url);

/** `generate`'s journal for `out.csv`. */
export const JOURNAL = '.out.csv.verisim-journal';

/** An empty folder that goes when the test ends. */
export function faultFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verisim-fault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `verisim generate real.csv -g marginals -o out.csv` and more in a folder. */
export function generate(folder: string, more: readonly string[], options: ChildOptions = {}): Promise<Ended> {
  return runChild(MAIN, ['generate', 'real.csv', '-g', 'marginals', '-o', 'out.csv', ...more], {
    cwd: folder,
    ...options,
  });
}

/** Starts it, and sends a signal once the journal has so many bytes. */
export async function interrupted(
  folder: string,
  more: readonly string[],
  bytes: number,
  act: (kill: (signal: NodeJS.Signals) => void) => void | Promise<void>,
): Promise<Ended> {
  let stop: (signal: NodeJS.Signals) => void = () => {};
  const running = generate(folder, more, {
    onStart: (kill) => {
      stop = kill;
    },
  });
  let over = false;
  void running.then(() => {
    over = true;
  });
  while (!over && sizeOf(join(folder, JOURNAL)) < bytes) await wait(2);
  await act(stop);
  return running;
}

/** A file's size, 0 when it is absent. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The output's text. */
export const outputOf = (folder: string): string => readFileSync(join(folder, 'out.csv'), 'utf8');
