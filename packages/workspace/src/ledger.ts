import { open, readFile } from 'node:fs/promises';
import { canonicalJson, type Json } from '@verisim/core';
import { hashOf, writeFileAtomic } from './atomic-write.ts';
import { cannotWrite, ledgerDamaged } from './errors.ts';
import {
  FIRST_PREVIOUS,
  type LedgerEntry,
  type LedgerHead,
  type LedgerProblem,
  type LedgerText,
  ledgerProblems,
  parseEntry,
  sealEntry,
  splitLedger,
} from './ledger-chain.ts';
import { withLedger } from './ledger-lock.ts';
import type { Workspace } from './workspace.ts';
import { refuseOtherWriter } from './writer-lock.ts';

/** What a caller says of an event; index, time and hashes are added. */
export interface LedgerEvent {
  readonly event: string;
  readonly details: Json;
}

/**
 * Appends to `ledger.jsonl` and returns when the entry is on the disk. Safe to call concurrently. A last line that a kill
 * left unfinished is cut off and recorded as `ledger-repaired`. Throws `workspace/ledger-damaged` (nothing is appended to a
 * ledger that was changed), `workspace/locked` (another process writes), `workspace/cannot-write`.
 */
export function appendLedger(workspace: Workspace, entry: LedgerEvent): Promise<LedgerEntry> {
  return appendToLedger(workspace, () => entry);
}

/** As {@link appendLedger}, for an event that depends on the entries so far: nothing is appended between the two. */
export function appendToLedger(
  workspace: Workspace,
  entryAfter: (entries: readonly LedgerEntry[]) => LedgerEvent,
): Promise<LedgerEntry> {
  return withLedger(workspace, async () => {
    await refuseOtherWriter(workspace);
    const text = await readText(workspace);
    const serious = ledgerProblems(text, await readHead(workspace)).filter(({ rule }) => rule !== 'torn-line');
    if (serious.length > 0) throw ledgerDamaged(serious.map(({ message }) => message));
    const entries = text.lines.map((line) => parseEntry(line)!);
    if (!text.ended)
      await writeFileAtomic(workspace.path('ledger.jsonl'), text.lines.map((line) => `${line}\n`).join(''));
    if (text.torn !== '') {
      const details = { line: text.lines.length + 1, characters: text.torn.length, sha256: hashOf(text.torn) };
      entries.push(await write(workspace, entries, { event: 'ledger-repaired', details }));
    }
    return write(workspace, entries, entryAfter(entries));
  });
}

/** All entries in order, without checking them ({@link verifyLedger} does); an unfinished last line is left out. */
export async function readLedger(workspace: Workspace): Promise<readonly LedgerEntry[]> {
  const { lines } = await readText(workspace);
  return lines.map((line, i) => {
    const entry = parseEntry(line);
    if (entry === null) throw ledgerDamaged([`Line ${i + 1} is not a ledger entry.`]);
    return entry;
  });
}

/** As {@link readLedger}, without the lines that are no entries: for finding what else is wrong beside them. */
export async function readableEntries(workspace: Workspace): Promise<readonly LedgerEntry[]> {
  const { lines } = await readText(workspace);
  return lines.flatMap((line) => parseEntry(line) ?? []);
}

/**
 * Everything that is wrong with the ledger: changed, removed, added and reordered lines, a cut end, an unfinished last line.
 * It cannot show that someone rewrote the ledger and its head from a place on; a hash printed in a report can.
 */
export async function verifyLedger(workspace: Workspace): Promise<readonly LedgerProblem[]> {
  return ledgerProblems(await readText(workspace), await readHead(workspace));
}

async function write(workspace: Workspace, before: readonly LedgerEntry[], event: LedgerEvent): Promise<LedgerEntry> {
  const entry = sealEntry({
    index: before.length,
    event: event.event,
    details: event.details,
    time: new Date().toISOString(),
    previous: before.at(-1)?.hash ?? FIRST_PREVIOUS,
  });
  try {
    const file = await open(workspace.path('ledger.jsonl'), 'a', 0o600);
    try {
      await file.writeFile(`${canonicalJson(entry as unknown as Json)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw cannotWrite('ledger.jsonl', error);
  }
  const head: LedgerHead = { entries: entry.index + 1, hash: entry.hash };
  await writeFileAtomic(workspace.path('ledger.head'), `${JSON.stringify(head)}\n`);
  return entry;
}

async function readText(workspace: Workspace): Promise<LedgerText> {
  return splitLedger(await readFile(workspace.path('ledger.jsonl'), 'utf8').catch(absent));
}

async function readHead(workspace: Workspace): Promise<LedgerHead | null> {
  const text = await readFile(workspace.path('ledger.head'), 'utf8').catch(absent);
  try {
    const head = JSON.parse(text) as LedgerHead;
    return Number.isInteger(head?.entries) && typeof head.hash === 'string' ? head : null;
  } catch {
    return null;
  }
}

function absent(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
