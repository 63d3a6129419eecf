import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { cannotWrite, ledgerBusy } from './errors.ts';
import type { Workspace } from './workspace.ts';

const underway = new WeakMap<Workspace, Promise<unknown>>();

/**
 * Does one piece of work on the ledger at a time: in this process in the order of the calls, among processes by the file
 * `ledger.lock`, which names its holder and is taken over when that process is dead. Throws `workspace/ledger-busy`.
 */
export function withLedger<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
  const before = underway.get(workspace) ?? Promise.resolve();
  const result = before.then(
    () => holding(workspace, work),
    () => holding(workspace, work),
  );
  underway.set(workspace, result);
  return result;
}

async function holding<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
  const path = workspace.path('ledger.lock');
  await acquireLock(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Makes the lock file, waiting up to `patience` milliseconds for another holder. Throws `workspace/ledger-busy`. */
export async function acquireLock(path: string, patience: number = 10_000): Promise<void> {
  const deadline = performance.now() + patience;
  const holder = JSON.stringify({ pid: process.pid, host: hostname() });
  for (let pause = 2; ; pause = Math.min(50, pause * 2)) {
    if (await createWhole(path, holder)) return;
    const found = await readFile(path, 'utf8').catch(() => '');
    if (isDead(found)) await takeOver(path, found);
    else if (performance.now() > deadline) throw ledgerBusy(describe(found));
    else await wait(pause);
  }
}

/** Makes a file with its text at once, so that nobody finds it empty, also not after a crash. `false` when it exists. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite('ledger.lock', error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a dead holder's file away, and puts it back when another process was quicker and it is theirs. */
async function takeOver(path: string, dead: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) === dead) await rm(aside);
    else await rename(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotWrite('ledger.lock', error);
  }
}

function isDead(holder: string): boolean {
  try {
    const { pid, host } = JSON.parse(holder) as { pid: number; host: string };
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function describe(holder: string): string {
  try {
    const { pid, host } = JSON.parse(holder) as { pid: number; host: string };
    return `process ${pid} on ${host}`;
  } catch {
    return 'another process';
  }
}
