import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cannotWrite, locked } from './errors.ts';
import { type Holder, holderState, parseHolder, thisProcess } from './process-identity.ts';

/** What file systems without hard links answer. */
const WITHOUT_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'ENOSYS'];

/** How a lock is asked for. */
export interface LockRequest {
  /** What the lock guards, as the message names it: `the ledger`. */
  readonly what: string;
  /** Milliseconds to wait for a living holder; 0 when left out. */
  readonly patience?: number;
}

/**
 * Makes a lock file that names this process, host and start. A file of a dead process of this machine (kill -9, a crash, another boot)
 * is taken over; one of a living process, or of another machine, is waited for and then refused. Release it with {@link releaseLock}.
 * Throws `workspace/locked`, `workspace/cannot-write`.
 */
export async function acquireLock(path: string, { what, patience = 0 }: LockRequest): Promise<void> {
  const deadline = performance.now() + patience;
  const mine = JSON.stringify(thisProcess());
  for (let pause = 2; ; pause = Math.min(50, pause * 2)) {
    if (await createWhole(path, mine)) return;
    const text = await readFile(path, 'utf8').catch(() => '');
    const holder = parseHolder(text);
    if (holder !== null && holderState(holder) === 'dead') await takeAway(path, text);
    // An empty text is mostly a file that went between the two looks at it.
    else if (performance.now() >= deadline + (text === '' ? 1000 : 0)) throw refusal(path, what, holder);
    else await wait(pause);
  }
}

/** Removes a lock file of this process. Nothing happens when it is gone. */
export async function releaseLock(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text === JSON.stringify(thisProcess())) await rm(path, { force: true });
}

/** The living or unreachable holder of a lock, `null` when there is none but this process. */
export async function otherHolder(path: string): Promise<Holder | null> {
  const holder = parseHolder(await readFile(path, 'utf8').catch(() => ''));
  if (holder === null || holderState(holder) === 'dead') return null;
  return JSON.stringify(holder) === JSON.stringify(thisProcess()) ? null : holder;
}

function refusal(path: string, what: string, holder: Holder | null): Error {
  return locked({ what, path, holder, here: holder !== null && holderState(holder) === 'alive' });
}

/** Makes a file with its text at once, so that nobody finds it empty, also not after a crash. `false` when it exists. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (!WITHOUT_LINKS.includes(error.code ?? '')) throw error;
      return writeFile(path, text, { mode: 0o600, flag: 'wx' });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(basename(path), error);
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/**
 * Removes a dead holder's file, one process at a time: under a second lock the file is read once more, so that a file which another
 * process made meanwhile is left alone.
 */
async function takeAway(path: string, dead: string): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await createWhole(guard, JSON.stringify(thisProcess())))) {
    const other = parseHolder(await readFile(guard, 'utf8').catch(() => ''));
    if (other !== null && holderState(other) === 'dead') await rm(guard, { force: true });
    return wait(5);
  }
  try {
    if ((await readFile(path, 'utf8').catch(() => '')) === dead) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}
