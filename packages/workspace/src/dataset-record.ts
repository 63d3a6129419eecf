import { readLedger } from './ledger.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import type { SketchedColumn } from './row-sketch.ts';
import type { Workspace } from './workspace.ts';

/** What a data set is for. */
export type DatasetRole = 'real' | 'train' | 'holdout' | 'synthetic' | 'blend';

/** The details of a `dataset` event in the ledger. */
export interface DatasetRecord {
  /** Core's `datasetVersion`; for a file too large to be held, SHA-256 over its parents and bytes. */
  readonly version: string;
  readonly role: DatasetRole;
  readonly parents: readonly string[];
  readonly rows: number;
  readonly columns: readonly SketchedColumn[];
  /** Where it was written, relative to the project, or its bare name when it lies elsewhere; `null` when it was not written, or not yet. */
  readonly file: string | null;
  readonly elsewhere: boolean;
  readonly fileHash: string | null;
  /** The holdout lock that it is a part of. */
  readonly split: string | null;
  readonly run: string | null;
  /** SHA-256 of the file in `versions/` that tells its rows apart. */
  readonly sketch: string;
}

/** Every data set that the ledger tells of, the oldest first; one that was written to several files is there several times. */
export async function datasetRecords(workspace: Workspace): Promise<readonly RecordedDataset[]> {
  return recordsIn(await readLedger(workspace));
}

/** A data set and the line of the ledger that tells of it. */
export interface RecordedDataset {
  readonly entry: LedgerEntry;
  readonly record: DatasetRecord;
}

/** {@link datasetRecords} of these entries. */
export function recordsIn(entries: readonly LedgerEntry[]): readonly RecordedDataset[] {
  const datasets = entries.filter(({ event }) => event === 'dataset');
  return datasets.map((entry) => ({ entry, record: entry.details as unknown as DatasetRecord }));
}

/** The version of the latest data set that fits: the parent of what is made from it. `null` when none was recorded. */
export async function versionOf(
  workspace: Workspace,
  wanted: Partial<Pick<DatasetRecord, 'role' | 'split' | 'fileHash'>>,
): Promise<string | null> {
  const fits = (record: DatasetRecord) =>
    Object.entries(wanted).every(([name, value]) => record[name as keyof typeof wanted] === value);
  return (await datasetRecords(workspace)).findLast(({ record }) => fits(record))?.record.version ?? null;
}
