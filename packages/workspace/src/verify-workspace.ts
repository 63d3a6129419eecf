import { checkDatasets } from './check-datasets.ts';
import { checkLocks } from './check-locks.ts';
import { checkMadeTexts } from './check-made-texts.ts';
import { checkRuns } from './check-runs.ts';
import { type CheckedPart, checked } from './checked-part.ts';
import { ledgerDamaged } from './errors.ts';
import { readableEntries, verifyLedger } from './ledger.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import type { Workspace } from './workspace.ts';

/** A whole workspace, as it was found. */
export interface WorkspaceCheck {
  /** Entries of the ledger and the hash of the last: a copy of it kept elsewhere shows a ledger that was put back or rewritten. */
  readonly head: { readonly entries: number; readonly hash: string } | null;
  readonly parts: readonly CheckedPart[];
  readonly whole: boolean;
}

/**
 * Holds everything in a workspace against what the ledger recorded: the ledger itself, every lock with its rows, key and fingerprints, every
 * training part, the versions of data, every finished run, every signature and review; and the texts of synthetic rows against the sketches of locked ones. Goes on after
 * a fault, so that all are named. Files are hashed; of a holdout that is whole no row is read, and that is no opening.
 *
 * `head` is a hash that an earlier check or a report printed: the ledger must still have it. Without one, a ledger that was put back to an earlier
 * state together with `ledger.head` is noticed only by what else lies there and is younger; one rewritten from some line on is not.
 */
export async function verifyWorkspace(workspace: Workspace, head?: string): Promise<WorkspaceCheck> {
  const entries = await readableEntries(workspace);
  const parts = [
    await checkLedger(workspace, entries, head),
    ...(await checkLocks(workspace, entries)),
    ...(await checkDatasets(workspace, entries)),
    ...(await checkRuns(workspace, entries)),
    ...(await checkMadeTexts(workspace, entries)),
  ];
  const last = entries.at(-1);
  return {
    head: last === undefined ? null : { entries: entries.length, hash: last.hash },
    parts,
    whole: parts.every(({ state }) => state !== 'damaged'),
  };
}

async function checkLedger(
  workspace: Workspace,
  entries: readonly LedgerEntry[],
  head: string | undefined,
): Promise<CheckedPart> {
  const found = await verifyLedger(workspace);
  const { code } = ledgerDamaged([]);
  const problems = found
    .filter(({ rule }) => rule !== 'torn-line')
    .map(({ message }) => ({ code, message: `ledger.jsonl: ${message}` }));
  if (head !== undefined && !entries.some(({ hash }) => hash === head)) {
    const message = `ledger.jsonl has no entry with the hash ${head}: the ledger was put back to an earlier state, rewritten, or is another one.`;
    problems.push({ code, message });
  }
  return checked('ledger', `ledger.jsonl (${entries.length} entries)`, problems);
}
