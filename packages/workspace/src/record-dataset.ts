import { isAbsolute, resolve } from 'node:path';
import { canonicalJson, type Dataset, datasetVersion, type Json } from '@verisim/core';
import { openTable, type ReadOptions } from '@verisim/io';
import { fileHash, hashOf, writeFileAtomic } from './atomic-write.ts';
import { type DatasetRecord, type DatasetRole, datasetRecords } from './dataset-record.ts';
import { appendLedger } from './ledger.ts';
import { isInside, portablePath } from './portable-path.ts';
import { type RowSketch, sketchBlocks, sketchBytes, sketchPath, sketchTable } from './row-sketch.ts';
import type { Workspace } from './workspace.ts';

/** What is said of a data set beside its rows. */
export interface DatasetLabels {
  readonly role: DatasetRole;
  /** Where it was written; hashed when it is recorded. A relative path counts from the folder that the process runs in. */
  readonly file?: string;
  /** The id of the holdout lock that it is a part of. */
  readonly split?: string;
  /** The run that made it. */
  readonly run?: string;
}

/** A data set that lies in a file and need not fit into memory. */
export interface DatasetFile extends DatasetLabels {
  readonly file: string;
  readonly parents: readonly string[];
  /** How to read it: `like` its parent, so that equal rows are known as equal. */
  readonly read?: ReadOptions;
  /** Of the rows that were written to it, where somebody looked at them on the way: then the file is hashed and not read. */
  readonly sketch?: RowSketch;
}

/**
 * Puts the version of a data set, its parents and a sketch of its rows on record, and returns the version. The same again is recorded once.
 * Throws what a damaged or claimed workspace throws, `workspace/cannot-write`.
 */
export async function recordDataset(workspace: Workspace, dataset: Dataset, labels: DatasetLabels): Promise<string> {
  if (labels.file === undefined) return recordKnown(workspace, dataset, labels, null);
  const file = resolve(labels.file);
  return recordKnown(workspace, dataset, { ...labels, file }, await fileHash(file));
}

/** {@link recordDataset} of a file whose hash is known, so that it is not read; its path is absolute or relative to the project. */
export async function recordKnown(
  workspace: Workspace,
  dataset: Dataset,
  labels: DatasetLabels,
  fileHash: string | null,
): Promise<string> {
  const tables = Object.values(dataset.tables).map(({ table }) => table);
  const sketch =
    tables.length === 1 ? await sketchTable(workspace, tables[0]) : await sketchSeveral(workspace, dataset);
  const { parent } = dataset;
  const parents = parent === null ? [] : typeof parent === 'string' ? [parent] : parent;
  return record(workspace, { version: datasetVersion(dataset), parents, sketch, labels, fileHash });
}

/** As {@link recordDataset} for a file, which is read block by block: the version is SHA-256 over its parents and bytes. */
export async function recordDatasetFile(workspace: Workspace, dataset: DatasetFile): Promise<string> {
  const { file, parents, read, sketch, ...labels } = dataset;
  const place = { ...labels, file: resolve(file) };
  if (sketch) {
    const hash = await fileHash(file);
    const version = hashOf(canonicalJson([parents, hash]));
    return record(workspace, { version, parents, sketch, labels: place, fileHash: hash });
  }
  const opened = await openTable(file, read);
  try {
    const seen = await sketchBlocks(workspace, opened.blocks(read?.signal));
    const { hash } = opened.report;
    const version = hashOf(canonicalJson([parents, hash]));
    return await record(workspace, { version, parents, sketch: seen, labels: place, fileHash: hash });
  } finally {
    await opened.close();
  }
}

interface Found {
  readonly version: string;
  readonly parents: readonly string[];
  readonly sketch: RowSketch;
  readonly labels: DatasetLabels;
  readonly fileHash: string | null;
}

async function record(workspace: Workspace, found: Found): Promise<string> {
  const { version, parents, sketch, labels } = found;
  const { role, file = null, split = null, run = null } = labels;
  const bytes = sketchBytes(sketch);
  const details: DatasetRecord = {
    version,
    role,
    parents,
    rows: sketch.rows.length,
    columns: sketch.columns,
    file: file === null ? null : portablePath(workspace, file),
    elsewhere: file !== null && isAbsolute(file) && !isInside(workspace, file),
    fileHash: found.fileHash,
    split,
    run,
    sketch: hashOf(bytes),
  };
  const known = (await datasetRecords(workspace)).some(
    ({ record: other }) => canonicalJson(other as unknown as Json) === canonicalJson(details as unknown as Json),
  );
  await writeFileAtomic(sketchPath(workspace, version), bytes);
  if (!known) await appendLedger(workspace, { event: 'dataset', details: details as unknown as Json });
  return version;
}

/** Rows of several tables, each column under the name of its table. */
async function sketchSeveral(workspace: Workspace, { tables }: Dataset): Promise<RowSketch> {
  const sketches = await Promise.all(
    Object.entries(tables).map(async ([name, { table }]) => [name, await sketchTable(workspace, table)] as const),
  );
  return {
    key: sketches[0]?.[1].key ?? '',
    rows: Float64Array.from(sketches.flatMap(([, { rows }]) => [...rows])),
    ids: null,
    columns: sketches.flatMap(([table, { columns }]) =>
      columns.map(({ name, hash }) => ({ name: `${table}.${name}`, hash })),
    ),
  };
}
