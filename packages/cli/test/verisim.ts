import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface Outcome {
  /** As a shell reports it: 128 and the signal's number for a process that a signal ended. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What Node made of the sources in one process serves the next: most of a short call's time is stripping types. */
export const NODE_COMPILE_CACHE: string = join(tmpdir(), 'verisim-test-compile-cache');

/** How a shell starts the command. */
export const COMMAND: readonly string[] = [process.execPath, '--conditions=verisim-source', MAIN];

/** Runs the command as a user does: a process of its own. `onStart` may send it signals; `env` is added to a plain environment. */
export function verisim(
  args: readonly string[],
  cwd: string,
  onStart: (kill: (signal: NodeJS.Signals) => void) => void = () => {},
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, ...plain } = process.env;
  const child = spawn(COMMAND[0], [...COMMAND.slice(1), ...args], {
    cwd,
    env: { ...plain, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  onStart((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code: code ?? 128 + constants.signals[signal!], stdout, stderr });
    });
  });
}

/** An empty folder of its own. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'verisim-cli-'));
}
