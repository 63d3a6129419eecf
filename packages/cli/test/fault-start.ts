import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { type ChildOptions, type Ended, runChild } from '../../workspace/test/run-child.ts';
import { patientsCsv } from './csv.ts';

/** The command's program, started from source. */
export const MAIN: URL = new URL('../src/main.ts', import.meta.url);

/** `generate`'s journal for `out.csv`. */
export const JOURNAL = '.out.csv.verisim-journal';

/** Four blocks, and the journal's bytes for about one of them. */
export const ROWS: readonly string[] = ['-n', '200000'];
export const BLOCK = 1_000_000;

/** The rows that are learnt from. */
export const INPUT: string = patientsCsv(300);

/** An empty folder that goes when the test ends. */
export function faultFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verisim-fault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with the input in it. */
export function started(folder: string = faultFolder()): string {
  writeFileSync(join(folder, 'real.csv'), INPUT);
  return folder;
}

/** The output of a run that nothing disturbs, which leaves nothing else behind. For `beforeAll`. */
export async function undisturbed(): Promise<string> {
  const folder = started(mkdtempSync(join(tmpdir(), 'verisim-fault-')));
  const { code, stderr } = await generate(folder, ROWS);
  expect([code, stderr]).toEqual([0, '']);
  expect(readdirSync(folder).sort()).toEqual(['out.csv', 'real.csv']);
  const text = outputOf(folder);
  rmSync(folder, { recursive: true });
  return text;
}

/** Runs `verisim generate real.csv -g marginals -o out.csv --keep-every 0` and more in a folder. */
export function generate(folder: string, more: readonly string[], options: ChildOptions = {}): Promise<Ended> {
  return runChild(MAIN, ['generate', 'real.csv', '-g', 'marginals', '-o', 'out.csv', '--keep-every', '0', ...more], {
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
