import { canonicalJson, type Json } from '@verisim/core';
import { hashOf } from './atomic-write.ts';

/** One thing that happened. */
export interface LedgerEntry {
  /** Its place, from 0. */
  readonly index: number;
  /** Kebab-case: `holdout-locked`. */
  readonly event: string;
  readonly details: Json;
  /** ISO 8601, UTC, by the clock of the machine. */
  readonly time: string;
  /** `hash` of the entry before; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 of the canonical JSON of all other members, 64 hexadecimal digits. */
  readonly hash: string;
}

/** What is wrong with a ledger, and where. */
export interface LedgerProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly rule:
    | 'unreadable-line'
    | 'changed-entry'
    | 'wrong-place'
    | 'broken-chain'
    | 'torn-line'
    | 'cut'
    | 'head-missing'
    | 'head-differs';
  readonly message: string;
}

/** What `ledger.head` says: how many entries there are and the hash of the last. It shows that a ledger was cut short. */
export interface LedgerHead {
  readonly entries: number;
  readonly hash: string;
}

/** A ledger's text in parts. `torn` is what stands after the last line end: a write that was interrupted. */
export interface LedgerText {
  readonly lines: readonly string[];
  readonly torn: string;
  /** Whether the text ends with a line end. */
  readonly ended: boolean;
}

/** `previous` of the first entry. */
export const FIRST_PREVIOUS: string = '0'.repeat(64);

/** An entry with its hash. */
export function sealEntry(body: Omit<LedgerEntry, 'hash'>): LedgerEntry {
  return { ...body, hash: hashOf(canonicalJson(body as unknown as Json)) };
}

/** Splits a ledger into lines. A last line that lacks only its line end counts as a line. */
export function splitLedger(text: string): LedgerText {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  if (torn === '') return { lines, torn, ended: true };
  return entryProblem(torn) === null
    ? { lines: [...lines, torn], torn: '', ended: false }
    : { lines, torn, ended: false };
}

/** An entry of a line, `null` when the line is not one. */
export function parseEntry(line: string): LedgerEntry | null {
  try {
    const entry = JSON.parse(line) as LedgerEntry;
    return typeof entry?.index === 'number' && typeof entry.hash === 'string' ? entry : null;
  } catch {
    return null;
  }
}

function entryProblem(line: string): 'unreadable-line' | 'changed-entry' | null {
  const entry = parseEntry(line);
  if (entry === null) return 'unreadable-line';
  const { hash, ...body } = entry;
  const sealed = sealEntry(body);
  return sealed.hash === hash && canonicalJson(sealed as unknown as Json) === line ? null : 'changed-entry';
}

/** Every line against its own hash, its place and the line before; then the end against the head. */
export function ledgerProblems(text: LedgerText, head: LedgerHead | null): readonly LedgerProblem[] {
  const problems: LedgerProblem[] = [];
  const entries = text.lines.map(parseEntry);
  text.lines.forEach((line, i) => {
    const problem = lineProblem(line, i, entries);
    if (problem) problems.push({ line: i + 1, ...problem });
  });
  if (text.torn !== '') {
    const message = `Line ${text.lines.length + 1} was never finished (${text.torn.length} characters): the write was interrupted.`;
    problems.push({ line: text.lines.length + 1, rule: 'torn-line', message });
  }
  const end = endProblem(text.lines, entries, head);
  return end ? [...problems, end] : problems;
}

function lineProblem(
  line: string,
  i: number,
  entries: readonly (LedgerEntry | null)[],
): Pick<LedgerProblem, 'rule' | 'message'> | null {
  const entry = entries[i];
  const rule = entryProblem(line);
  if (rule === 'unreadable-line' || entry === null) {
    return { rule: 'unreadable-line', message: `Line ${i + 1} is not a ledger entry.` };
  }
  if (rule) return { rule, message: `Line ${i + 1} ("${entry.event}") was changed after it was written.` };
  if (entry.index !== i) {
    const message = `Line ${i + 1} holds entry ${entry.index + 1}: entries were removed, added or put in another order.`;
    return { rule: 'wrong-place', message };
  }
  const before = i === 0 ? FIRST_PREVIOUS : entries[i - 1]?.hash;
  if (before === entry.previous) return null;
  return { rule: 'broken-chain', message: `Line ${i + 1} was written after another line ${i} than the one there now.` };
}

/** The head is written after the line, so one entry more than it tells of is a kill between the two and no problem. */
function endProblem(
  lines: readonly string[],
  entries: readonly (LedgerEntry | null)[],
  head: LedgerHead | null,
): LedgerProblem | null {
  const line = Math.max(1, lines.length);
  if (head === null) {
    if (lines.length < 2) return null;
    return { line, rule: 'head-missing', message: 'The file ledger.head is missing or cannot be read.' };
  }
  if (lines.length < head.entries) {
    const message = `The ledger has ${lines.length} entries where ${head.entries} were written: its end was cut off after line ${lines.length}.`;
    return { line, rule: 'cut', message };
  }
  if (head.entries >= 1 && entries[head.entries - 1]?.hash === head.hash && lines.length <= head.entries + 1)
    return null;
  const message = `ledger.head tells of another entry ${head.entries} than line ${head.entries} of the ledger.`;
  return { line: Math.max(1, head.entries), rule: 'head-differs', message };
}
