import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  concatLineages,
  concatTables,
  datasetVersion,
  dropColumns,
  realLineage,
  sharedLineage,
  singleTable,
  type Table,
  takeRows,
} from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { beforeEach, describe, expect, test } from 'vitest';
import { compareSketches } from '../src/compare-sketches.ts';
import {
  datasetRecords,
  history,
  lockHoldout,
  openWorkspace,
  recordDataset,
  recordDatasetFile,
  versionOf,
  type Workspace,
} from '../src/index.ts';
import { sketchBlocks, sketchTable } from '../src/row-sketch.ts';
import { mixedTable } from './tables.ts';
import { temporaryFolder } from './temporary.ts';

const table = mixedTable(300);
let project: string;
let workspace: Workspace;

beforeEach(async () => {
  project = await temporaryFolder();
  workspace = await openWorkspace(project);
});

const real = (rows: Table, parent: string | null = null) => singleTable(rows, realLineage(rows.rows, 'a.csv'), parent);

test('a lock puts the table and both its parts on record', async () => {
  const source = { file: join(project, 'a.csv'), hash: 'f'.repeat(64) };
  const { lock, versions } = await lockHoldout(workspace, { table, rows: 60, seed: 1, target: 'damage', source });
  const lines = await history(workspace);
  expect(lines.map(({ role, rows, parents, split }) => [role, rows, parents, split])).toEqual([
    ['real', 300, [], null],
    ['train', 240, [versions.real], lock.id],
    ['holdout', 60, [versions.real], lock.id],
  ]);
  expect(versions.real).toBe(datasetVersion(real(table)));
  expect(lines[0].places).toEqual([{ file: 'a.csv', hash: source.hash, state: 'missing' }]);
  expect(lines[2].places[0]).toMatchObject({ state: 'sealed', hash: lock.fileHash });
  expect(lines[1].changes).toEqual([
    {
      parent: versions.real,
      rows: { kept: 240, added: 0, removed: 60, changed: 0 },
      columnsAdded: [],
      columnsRemoved: [],
      columnsChanged: [],
    },
  ]);
  expect(lines[2].changes[0].rows).toEqual({ kept: 60, added: 0, removed: 240, changed: 0 });
});

test('the same twice is recorded once, another file of it once more', async () => {
  const first = await recordDataset(workspace, real(table), { role: 'real' });
  expect(await recordDataset(workspace, real(table), { role: 'real' })).toBe(first);
  expect(await datasetRecords(workspace)).toHaveLength(1);
  await writeTable(table, join(project, 'b.csv'));
  await recordDataset(workspace, real(table), { role: 'real', file: join(project, 'b.csv') });
  expect(await datasetRecords(workspace)).toHaveLength(2);
  expect(await history(workspace)).toMatchObject([
    { version: first, places: [{ file: 'b.csv', state: 'as recorded' }] },
  ]);
});

test('files are found changed, missing, or elsewhere', async () => {
  const outside = await temporaryFolder();
  const files = ['a.csv', 'b.csv'].map((name) => join(project, name));
  for (const file of [...files, join(outside, 'c.csv')]) {
    await writeTable(table, file);
    await recordDataset(workspace, real(table), { role: 'real', file });
  }
  await appendFile(files[0], '\n');
  await rm(files[1]);
  const [{ places }] = await history(workspace);
  expect(places.map(({ file, state }) => `${file} ${state}`)).toEqual([
    'a.csv changed',
    'b.csv missing',
    'c.csv elsewhere',
  ]);
});

describe('what changed', () => {
  const compare = async (before: Table, now: Table) =>
    compareSketches(await sketchTable(workspace, before), await sketchTable(workspace, now));

  test('rows added, left out and changed under the same identifier', async () => {
    const amount = table.columns[1];
    if (amount.storage !== 'numeric') throw new Error('amount is numeric');
    const edited = {
      ...table,
      columns: table.columns.with(1, { ...amount, values: amount.values.with(7, 1).with(8, 2) }),
    };
    const now = concatTables([takeRows(edited, [...Array(290).keys()]), takeRows(mixedTable(310, 9), [300, 301, 302])]);
    expect(await compare(table, now)).toEqual({
      rows: { kept: 288, added: 3, removed: 10, changed: 2 },
      columnsAdded: [],
      columnsRemoved: [],
      columnsChanged: [],
    });
    expect((await compare(table, edited)).columnsChanged).toEqual(['amount']);
  });

  test('without identifiers rows at the same place count as changed', async () => {
    const plain = dropColumns(table, ['key']);
    const amount = plain.columns[0];
    if (amount.storage !== 'numeric') throw new Error('amount is numeric');
    const edited = { ...plain, columns: plain.columns.with(0, { ...amount, values: amount.values.with(7, 1) }) };
    expect((await compare(plain, edited)).rows).toEqual({ kept: 299, added: 0, removed: 0, changed: 1 });
    const turned = takeRows(plain, [...Array(300).keys()].reverse());
    expect((await compare(plain, turned)).rows).toEqual({ kept: 300, added: 0, removed: 0, changed: 0 });
    const doubled = takeRows(plain, [...Array(300).keys(), 0]);
    expect((await compare(plain, doubled)).rows).toEqual({ kept: 300, added: 1, removed: 0, changed: 0 });
  });

  test('columns added and removed, and rows that cannot be held against each other', async () => {
    const less = dropColumns(table, ['flag']);
    expect(await compare(table, less)).toEqual({
      rows: null,
      columnsAdded: [],
      columnsRemoved: ['flag'],
      columnsChanged: [],
    });
    expect(await compare(less, table)).toMatchObject({ columnsAdded: ['flag'], columnsChanged: [] });
    const reordered = {
      ...table,
      spec: { columns: table.spec.columns.toReversed() },
      columns: table.columns.toReversed(),
    };
    expect((await compare(table, reordered)).rows).toMatchObject({ kept: 300, added: 0 });
  });

  test('a blend against each of its parents', async () => {
    const made = mixedTable(100, 5);
    const synthetic = sharedLineage(100, { origin: 'synthetic', depth: 1, run: 'r' }, 's');
    const train = await recordDataset(workspace, real(table), { role: 'train' });
    const drawn = await recordDataset(workspace, singleTable(made, synthetic, train), { role: 'synthetic', run: 'r' });
    const lineage = concatLineages([realLineage(300, 'a.csv'), synthetic]);
    const blend = { tables: { data: { table: concatTables([table, made]), lineage } }, parent: [train, drawn] };
    await recordDataset(workspace, blend, { role: 'blend' });
    const line = (await history(workspace)).at(-1)!;
    expect(line.parents).toEqual([train, drawn]);
    expect(line.changes.map(({ rows }) => [rows?.kept, rows?.added, rows?.removed])).toEqual([
      [300, 100, 0],
      [100, 300, 0],
    ]);
  });
});

test('a file is recorded block by block to the same sketch', async () => {
  const file = join(project, 'a.parquet');
  await writeTable(table, file);
  const { table: read } = await readTable(file, { like: table.spec });
  const parents = [await recordDataset(workspace, real(read), { role: 'train' })];
  const version = await recordDatasetFile(workspace, { file, role: 'synthetic', parents, read: { like: table.spec } });
  expect((await history(workspace)).at(-1)).toMatchObject({
    version,
    parents,
    changes: [{ rows: { kept: 300, added: 0, removed: 0, changed: 0 }, columnsChanged: [] }],
    places: [{ file: 'a.parquet', state: 'as recorded' }],
  });
  const parts = [
    takeRows(table, [...Array(123).keys()]),
    takeRows(
      table,
      Array.from({ length: 177 }, (_, i) => 123 + i),
    ),
  ];
  expect(await sketchBlocks(workspace, parts)).toEqual(await sketchTable(workspace, table));
});

test('the parent of new data is found by its file', async () => {
  const file = join(project, 'a.csv');
  await writeTable(table, file);
  const version = await recordDataset(workspace, real(table), { role: 'train', file, split: 'x' });
  const [{ record }] = await datasetRecords(workspace);
  expect(await versionOf(workspace, { fileHash: record.fileHash })).toBe(version);
  expect(await versionOf(workspace, { role: 'holdout' })).toBeNull();
});

test('no cell stands in what is kept, and under another key nothing can be compared', async () => {
  await recordDataset(workspace, real(table), { role: 'real' });
  const [{ record }] = await datasetRecords(workspace);
  const path = workspace.path('versions', `${record.version.slice(0, 32)}.rows`);
  const other = await openWorkspace(await temporaryFolder());
  await recordDataset(other, real(table), { role: 'real' });
  const theirs = await readFile(other.path('versions', `${record.version.slice(0, 32)}.rows`));
  expect(Buffer.compare(await readFile(path), theirs)).not.toBe(0);
  for (const cell of ["o'clock", '数据', 'padded']) expect((await readFile(path)).includes(cell)).toBe(false);
  await mkdir(workspace.path('versions'), { recursive: true });
  await writeFile(workspace.path('versions', 'key'), Buffer.alloc(32, 1));
  const child = await recordDataset(workspace, real(takeRows(table, [0, 1]), record.version), { role: 'train' });
  expect((await history(workspace)).find(({ version }) => version === child)?.changes).toEqual([]);
});
