import { dirname, join } from 'node:path';
import { fileHash } from './atomic-write.ts';
import { compareSketches, type DatasetChange } from './compare-sketches.ts';
import { type DatasetRecord, datasetRecords } from './dataset-record.ts';
import { readSketch } from './row-sketch.ts';
import type { Workspace } from './workspace.ts';

/** A file that a data set was written to or read from. `sealed`: the locked holdout, which nothing but `openHoldout` reads. `elsewhere`: outside the project, where it is not looked for. */
export interface DatasetPlace {
  readonly file: string;
  readonly hash: string;
  readonly state: 'as recorded' | 'changed' | 'missing' | 'sealed' | 'elsewhere';
}

/** A version of a data set, and what became of its parents in it. */
export interface DatasetVersion extends Pick<DatasetRecord, 'version' | 'role' | 'parents' | 'rows' | 'split' | 'run'> {
  readonly columns: readonly string[];
  readonly places: readonly DatasetPlace[];
  /** When it was first recorded, ISO 8601, by the ledger. */
  readonly time: string;
  /** Against each parent that is on record. */
  readonly changes: readonly (DatasetChange & { readonly parent: string })[];
}

/** All data sets of a workspace in the order in which they were recorded. */
export async function history(workspace: Workspace): Promise<readonly DatasetVersion[]> {
  const records = await datasetRecords(workspace);
  const versions = new Map<string, (typeof records)[number][]>();
  for (const one of records) {
    const list = versions.get(one.record.version);
    if (list) list.push(one);
    else versions.set(one.record.version, [one]);
  }
  const lines: DatasetVersion[] = [];
  for (const list of versions.values()) {
    const { version, role, parents, rows, split, run, columns } = list[0].record;
    lines.push({
      version,
      role,
      parents,
      rows,
      split,
      run,
      columns: columns.map(({ name }) => name),
      places: await placesOf(
        workspace,
        list.map(({ record }) => record),
      ),
      time: list[0].entry.time,
      changes: await changesOf(workspace, version, parents),
    });
  }
  return lines;
}

async function changesOf(
  workspace: Workspace,
  version: string,
  parents: readonly string[],
): Promise<DatasetVersion['changes']> {
  const now = await readSketch(workspace, version);
  const changes: (DatasetChange & { parent: string })[] = [];
  for (const parent of parents) {
    const before = now === null ? null : await readSketch(workspace, parent);
    if (now !== null && before?.key === now.key) changes.push({ parent, ...compareSketches(before, now) });
  }
  return changes;
}

async function placesOf(workspace: Workspace, records: readonly DatasetRecord[]): Promise<readonly DatasetPlace[]> {
  const latest = new Map<string, DatasetRecord>();
  for (const record of records) if (record.file !== null) latest.set(record.file, record);
  return Promise.all(
    [...latest].map(async ([file, record]) => ({
      file,
      hash: record.fileHash ?? '',
      state: await placeState(workspace, file, record),
    })),
  );
}

async function placeState(workspace: Workspace, file: string, record: DatasetRecord): Promise<DatasetPlace['state']> {
  if (record.role === 'holdout') return 'sealed';
  if (record.elsewhere) return 'elsewhere';
  return fileState(join(dirname(workspace.folder), file), record.fileHash);
}

/** Whether a file is still the one that was recorded. */
export async function fileState(path: string, hash: string | null): Promise<'as recorded' | 'changed' | 'missing'> {
  const found = await fileHash(path).catch(() => null);
  if (found === null) return 'missing';
  return found === hash ? 'as recorded' : 'changed';
}
