import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type HoldoutLock, openWorkspace, readLedger, type Workspace } from '@verisim/workspace';
import { notLocked } from './project-errors.ts';
import type { ReadSettings } from './read-options.ts';

/** A holdout that was locked in a folder, and the file that holds the training part. */
export interface LockedData {
  readonly workspace: Workspace;
  readonly lock: HoldoutLock;
  /** The training part as CSV, relative to the folder; made by `verisim lock`. */
  readonly training: string;
}

/** Every holdout that the ledger of a folder tells of, the oldest first. Makes no workspace where there is none. */
export async function locksIn(folder: string): Promise<readonly LockedData[]> {
  const found = await stat(join(folder, '.verisim')).catch(() => null);
  if (!found?.isDirectory()) return [];
  const workspace = await openWorkspace(folder);
  const locks: LockedData[] = [];
  for (const { event, details } of await readLedger(workspace)) {
    const { id } = (details ?? {}) as { readonly id?: string };
    if (event !== 'holdout-locked' || id === undefined) continue;
    const text = await readFile(workspace.path('holdouts', id, 'lock.json'), 'utf8').catch(() => null);
    if (text === null) continue;
    const lock = JSON.parse(text) as HoldoutLock;
    locks.push({ workspace, lock, training: trainingFile(folder, workspace, id) });
  }
  return locks;
}

/** What begins a workspace for commands that go on from something else than a lock. */
const BEGUN_BY: Readonly<Record<string, string>> = { due: 'play cold-start', replace: 'play cold-start' };

/** The workspace of a folder, which must be there. Throws `cli/not-locked`. */
export async function requireWorkspace(folder: string, command: string): Promise<Workspace> {
  const found = await stat(join(folder, '.verisim')).catch(() => null);
  if (found?.isDirectory()) return openWorkspace(folder);
  throw notLocked(
    `There is no .verisim folder in ${folder === '.' ? 'this folder' : folder}, so verisim ${command} has nothing to look at.`,
    `Run verisim ${BEGUN_BY[command] ?? 'lock'} first, or name the folder of the project with --folder.`,
  );
}

/** How far a ledger is: kept elsewhere, it shows later whether the ledger was put back or rewritten (`verisim verify --head`). */
export interface LedgerHead {
  readonly entries: number;
  /** Of the last entry; empty in an empty ledger. */
  readonly hash: string;
}

/** The head of a workspace's ledger. */
export async function headOf(workspace: Workspace): Promise<LedgerHead> {
  const entries = await readLedger(workspace);
  return { entries: entries.length, hash: entries.at(-1)?.hash ?? '' };
}

/** Where `verisim lock` puts the training part. */
export function trainingFile(folder: string, workspace: Workspace, id: string): string {
  return relative(folder, workspace.path('training', `${id}.csv`));
}

/**
 * How to read a training part: with the kinds, formats and ignored columns of the file it was taken from, free of levels that only the holdout has. What the caller says of
 * kinds now comes first.
 */
export function trainingKinds({ columns }: HoldoutLock, said: ReadSettings = {}): ReadSettings {
  const dated = columns.flatMap(({ name, kind, format }): [string, string][] =>
    kind === 'datetime' && format !== undefined ? [[name, format]] : [],
  );
  const ignored = columns.filter(({ name, role }) => role === 'ignore' && !Object.hasOwn(said.kinds ?? {}, name));
  const kinds = Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));
  const formats = { ...Object.fromEntries(dated), ...said.formats };
  return {
    ...said,
    kinds: { ...kinds, ...said.kinds },
    ...(Object.keys(formats).length > 0 && { formats }),
    ...(ignored.length > 0 && { roles: Object.fromEntries(ignored.map(({ name }) => [name, 'ignore' as const])) }),
  };
}
