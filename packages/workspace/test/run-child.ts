import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Fault } from './inject-fault.ts';

/** How a process ended; a signal counts 128 and its number. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is started. */
export interface ChildOptions {
  readonly cwd?: string;
  readonly fault?: Fault;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: readonly string[];
  readonly uid?: number;
  /** Milliseconds after which it is killed with SIGKILL. */
  readonly killAfter?: number;
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

const PRELOAD = new URL('./inject-fault.ts', import.meta.url).href;

/** Runs a program of ours from source, in a process of its own, with a fault if one is asked for. */
export function runChild(script: URL, args: readonly string[], options: ChildOptions = {}): Promise<Ended> {
  const { cwd, fault, env, node = [], uid, killAfter, onStart } = options;
  const preload = fault ? ['--import', PRELOAD] : [];
  const flags = ['--conditions=verisim-source', ...preload, ...node, fileURLToPath(script), ...args];
  const child = spawn(process.execPath, flags, {
    cwd,
    env: { ...process.env, ...(fault && { VERISIM_FAULT: JSON.stringify(fault) }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      output[name] += chunk;
    });
  }
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  onStart?.((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128 + constants.signals[signal!], ...output });
    });
  });
}

/** The number of operations that a run with a `count` fault told of. */
export function countOf({ stderr }: Ended): number {
  return Number(/counted (\d+)/.exec(stderr)![1]);
}
