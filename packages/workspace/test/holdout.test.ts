import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CodedColumn,
  canonicalJson,
  columnOf,
  concatTables,
  type Json,
  sharedLineage,
  type Table,
  tableHash,
  takeRows,
} from '@verisim/core';
import { writeTable } from '@verisim/io';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  appendLedger,
  type HoldoutLock,
  holdoutFingerprints,
  lockHoldout,
  openHoldout,
  openings,
  openWorkspace,
  readLedger,
  verifyLedger,
  verifyWorkspace,
  type Workspace,
} from '../src/index.ts';
import { stratifiedSplit } from '../src/stratified-split.ts';
import { coded, commonTable, mixedTable } from './tables.ts';
import { temporaryFolder } from './temporary.ts';

const table = mixedTable(400);
const request = { table, rows: 100, seed: 1, target: 'damage', source: { file: 'strikes.csv', hash: 'f'.repeat(64) } };
const split = stratifiedSplit(table, 100, 1, 'damage');
const held = takeRows(table, split.holdout);
const opening = { reason: 'final evaluation', run: 'run-1' };

let workspace: Workspace;
let lock: HoldoutLock;
let folder: string;

beforeEach(async () => {
  workspace = await openWorkspace(await temporaryFolder());
  ({ lock } = await lockHoldout(workspace, request));
  folder = workspace.path('holdouts', lock.id);
});

const opened = () => openHoldout(workspace, lock, opening);
const events = async () => (await readLedger(workspace)).map(({ event }) => event);

describe('locking', () => {
  test('gives back the training part alone, with its lineage', async () => {
    const { train } = await lockHoldout(workspace, request);
    expect(train.table.rows).toBe(300);
    expect(tableHash(train.table)).toBe(tableHash(takeRows(table, split.train)));
    expect(columnOf(train.lineage, 'id')).toMatchObject({
      values: [...split.train].map((row) => `strikes.csv:${row}`),
    });
    expect(columnOf(train.lineage, 'split')).toMatchObject({ levels: ['train'], codes: new Int32Array(300) });
  });

  test('keeps the lineage it is given', async () => {
    const lineage = sharedLineage(400, { origin: 'real', depth: 0, domain: 'birds' }, 'r');
    const { train } = await lockHoldout(workspace, { ...request, lineage });
    expect(columnOf(train.lineage, 'id')).toMatchObject({ values: [...split.train].map((row) => `r${row}`) });
    expect(columnOf(train.lineage, 'domain')).toMatchObject({ levels: ['birds'] });
  });

  test('tells the training part no level that only the holdout shows', async () => {
    const codes = Array.from({ length: 400 }, (_, row) => (row === split.holdout[0] ? 1 : row % 2 ? 0 : 2));
    const columns = table.columns.with(4, coded(codes, ['a', 'secret', 'b']));
    const { train } = await lockHoldout(workspace, { ...request, table: { ...table, columns } });
    expect(train.table.spec.columns[4].levels).toEqual(['a', 'b']);
    expect(columnOf(train.table, 'code')).toEqual(
      coded(
        [...split.train].map((row) => (row % 2 ? 0 : 1)),
        ['a', 'b'],
      ),
    );
  });

  test('writes private files and an entry in the ledger', async () => {
    expect((await readdir(folder)).sort()).toEqual(['fingerprints.json', 'holdout.parquet', 'key', 'lock.json']);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o777, file).toBe(0o600);
    expect((await stat(join(folder, 'key'))).size).toBe(32);
    expect(await readdir(workspace.path('holdouts'))).toEqual([lock.id]);
    const [entry] = await readLedger(workspace);
    expect(entry).toMatchObject({
      event: 'holdout-locked',
      details: { id: lock.id, contentHash: lock.contentHash, rows: 100 },
    });
    const lockHash = createHash('sha256')
      .update(await readFile(join(folder, 'lock.json')))
      .digest('hex');
    expect((entry.details as { lockHash: string }).lockHash).toBe(lockHash);
  });

  test('says what is locked without saying a row', () => {
    expect(lock).toMatchObject({
      rows: 100,
      seed: 1,
      target: 'damage',
      contentHash: tableHash(held),
      source: request.source,
    });
    expect(lock.id).toMatch(/^[0-9a-f]{16}$/);
    expect(lock.fingerprintColumns).toEqual(['amount', 'count', 'day', 'code', 'flag', 'remark', 'damage']);
  });

  test('the same again finds the same lock, and says so', async () => {
    const key = await readFile(join(folder, 'key'));
    expect((await lockHoldout(workspace, request)).lock).toEqual(lock);
    expect(await readFile(join(folder, 'key'))).toEqual(key);
    expect(await events()).toEqual(['holdout-locked', 'dataset', 'dataset', 'dataset', 'holdout-reused']);
  });

  test('in another workspace gives the same lock under another key', async () => {
    const other = await openWorkspace(await temporaryFolder());
    expect((await lockHoldout(other, request)).lock).toEqual(lock);
    const file = (at: Workspace, name: string) => readFile(at.path('holdouts', lock.id, name));
    expect(await file(other, 'lock.json')).toEqual(await file(workspace, 'lock.json'));
    expect(await file(other, 'key')).not.toEqual(await file(workspace, 'key'));
    expect(await file(other, 'fingerprints.json')).not.toEqual(await file(workspace, 'fingerprints.json'));
  });

  test('another table, seed, size or target is another lock', async () => {
    const others = [{ table: mixedTable(400, 2) }, { seed: 2 }, { rows: 99 }, { target: undefined }];
    const ids = [lock.id];
    for (const part of others) ids.push((await lockHoldout(workspace, { ...request, ...part })).lock.id);
    expect(new Set(ids).size).toBe(5);
  });

  test('twice at once leaves one lock', async () => {
    const other = await openWorkspace(await temporaryFolder());
    const both = await Promise.all([lockHoldout(other, request), lockHoldout(other, request)]);
    expect(both.map((one) => one.lock)).toEqual([lock, lock]);
    expect(await readdir(other.path('holdouts'))).toEqual([lock.id]);
    expect((await openHoldout(other, lock, opening)).rows).toBe(100);
  });

  test.each([0, -1, 1.5, 400, 1000])('%d rows of 400 are refused', async (rows) => {
    const failing = lockHoldout(workspace, { ...request, rows });
    await expect(failing).rejects.toMatchObject({ code: 'workspace/bad-holdout-size', kind: 'usage' });
  });

  test('lineage of another length is refused', async () => {
    const failing = lockHoldout(workspace, {
      ...request,
      lineage: sharedLineage(401, { origin: 'real', depth: 0 }, 'r'),
    });
    await expect(failing).rejects.toMatchObject({ code: 'core/table-mismatch' });
  });

  test('an unknown target is refused', async () => {
    const failing = lockHoldout(workspace, { ...request, target: 'damages' });
    await expect(failing).rejects.toMatchObject({ code: 'core/unknown-column' });
  });

  test('stores no path of the machine', async () => {
    const project = join(workspace.folder, '..');
    const files = [join(project, 'data', 'a.csv'), '/somewhere/else/b.csv'];
    const stored: string[] = [];
    for (const [i, file] of files.entries()) {
      stored.push(
        (await lockHoldout(workspace, { ...request, seed: 10 + i, source: { file, hash: '' } })).lock.source.file,
      );
    }
    expect(stored).toEqual([join('data', 'a.csv'), 'b.csv']);
    const text = await readFile(workspace.path('ledger.jsonl'), 'utf8');
    expect(text).not.toContain(project);
  });
});

describe('opening', () => {
  test('gives exactly the rows that were locked, whatever they hold', async () => {
    const rows = await opened();
    expect(tableHash(rows)).toBe(tableHash(held));
    expect(rows.spec).toEqual(table.spec);
  });

  test('is recorded and counted, also when many open at once', async () => {
    expect(await openings(workspace, lock)).toBe(0);
    await Promise.all([opened(), opened(), opened()]);
    await opened();
    expect(await openings(workspace, lock)).toBe(4);
    const counted = (await readLedger(workspace)).filter(({ event }) => event === 'holdout-opened');
    expect(counted.map(({ details }) => (details as { count: number }).count)).toEqual([1, 2, 3, 4]);
    expect(counted[0].details).toEqual({ id: lock.id, ...opening, count: 1 });
  });

  test('of a lock of before splits, versions and hashes of keys were recorded', async () => {
    const { split: _, ...old } = lock;
    const text = `${canonicalJson(old as unknown as Json)}\n`;
    await writeFile(join(folder, 'lock.json'), text);
    const lockHash = createHash('sha256').update(text).digest('hex');
    const { id, contentHash, rows, source } = old;
    const details = { id, contentHash, rows, source, lockHash } as unknown as Json;
    await rm(workspace.path('ledger.jsonl'));
    await rm(workspace.path('ledger.head'));
    await rm(workspace.path('versions'), { recursive: true });
    await appendLedger(workspace, { event: 'holdout-locked', details });
    expect((await verifyWorkspace(workspace)).whole).toBe(true);
    expect(tableHash(await openHoldout(workspace, old, opening))).toBe(contentHash);
    expect((await lockHoldout(workspace, request)).lock).toEqual(old);
    expect((await holdoutFingerprints(workspace, old)).size).toBe(100);
    expect((await verifyWorkspace(workspace)).parts.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('reads a private copy, which goes', async () => {
    await opened();
    expect((await readdir(workspace.folder)).filter((name) => name.startsWith('.part-'))).toEqual([]);
  });

  test('works in a copy of the workspace', async () => {
    const elsewhere = await temporaryFolder();
    await cp(workspace.folder, join(elsewhere, '.verisim'), { recursive: true });
    await rm(workspace.folder, { recursive: true });
    const copy = await openWorkspace(elsewhere);
    expect(tableHash(await openHoldout(copy, lock, opening))).toBe(lock.contentHash);
    expect(await verifyLedger(copy)).toEqual([]);
  });
});

describe('tampering is found, named, and not counted as an opening', () => {
  const rewriteRows = (rows: Table) => writeTable(rows, join(folder, 'holdout.parquet'));

  test.each<[string, () => Promise<unknown>, string, string]>([
    ['a changed cell', () => rewriteRows(changedCell(held)), 'workspace/holdout-changed', 'it has other cells'],
    [
      'an added row',
      () => rewriteRows(concatTables([held, takeRows(held, [0])])),
      'workspace/holdout-changed',
      '101 rows where 100',
    ],
    [
      'a removed row',
      () => rewriteRows(takeRows(held, [...Array(99).keys()])),
      'workspace/holdout-changed',
      '99 rows where 100',
    ],
    ['a swapped file', () => rewriteRows(mixedTable(100, 9)), 'workspace/holdout-changed', 'it has other cells'],
    [
      'a cut file',
      () => writeFile(join(folder, 'holdout.parquet'), 'PAR1'),
      'workspace/holdout-changed',
      'can no longer be read',
    ],
    ['a file written again', () => rewriteAgain(), 'workspace/holdout-changed', 'with the same rows'],
    ['a removed file', () => rm(join(folder, 'holdout.parquet')), 'workspace/holdout-changed', 'missing'],
    [
      'an edited lock',
      () => edit('lock.json', '"rows":100', '"rows":101'),
      'workspace/lock-changed',
      'lock.json was changed',
    ],
    ['a removed lock', () => rm(join(folder, 'lock.json')), 'workspace/lock-missing', 'has no holdout'],
    [
      'an edited ledger',
      () => edit('../../ledger.jsonl', '"rows":100', '"rows":101'),
      'workspace/ledger-damaged',
      'Line 1',
    ],
    ['a removed ledger', () => rm(workspace.path('ledger.jsonl')), 'workspace/ledger-damaged', '0 entries where 4'],
    ['a forgotten ledger', () => forgetLedger(), 'workspace/lock-changed', 'the ledger does not tell of it'],
  ])('%s', async (_, tamper, code, words) => {
    await tamper();
    const failing = opened();
    await expect(failing).rejects.toMatchObject({ code });
    await expect(failing).rejects.toThrow(words);
    expect(await openings(workspace, lock).catch(() => 0)).toBe(0);
  });

  test('rows and lock changed together are still not what the ledger says', async () => {
    await rewriteRows(changedCell(held));
    const hash = createHash('sha256')
      .update(await readFile(join(folder, 'holdout.parquet')))
      .digest('hex');
    await edit('lock.json', lock.fileHash, hash);
    await expect(opened()).rejects.toMatchObject({ code: 'workspace/lock-changed' });
  });

  test('an opening cannot be taken back: the ledger is then cut, and refused', async () => {
    await opened();
    const lines = (await readFile(workspace.path('ledger.jsonl'), 'utf8')).split('\n');
    await writeFile(workspace.path('ledger.jsonl'), `${lines[0]}\n`);
    expect((await verifyLedger(workspace)).map(({ rule }) => rule)).toEqual(['cut']);
    await expect(opened()).rejects.toMatchObject({ code: 'workspace/ledger-damaged' });
  });

  test('a lock given that is not the one on disk is refused', async () => {
    const other = { ...lock, contentHash: '0'.repeat(64) };
    await expect(openHoldout(workspace, other, opening)).rejects.toMatchObject({ code: 'workspace/lock-changed' });
    for (const id of ['0'.repeat(16), '../../x']) {
      await expect(openHoldout(workspace, { ...lock, id }, opening)).rejects.toMatchObject({
        code: 'workspace/lock-missing',
      });
    }
  });

  test('locking again on top of changed rows is refused too', async () => {
    await rewriteRows(changedCell(held));
    await expect(lockHoldout(workspace, request)).rejects.toMatchObject({ code: 'workspace/holdout-changed' });
  });

  test('another lock’s folder under this one’s name is refused', async () => {
    const { lock: second } = await lockHoldout(workspace, { ...request, seed: 2 });
    await rename(folder, `${folder}.old`);
    await rename(workspace.path('holdouts', second.id), folder);
    await expect(opened()).rejects.toMatchObject({ code: 'workspace/lock-changed' });
  });

  /** The writer's name in the Parquet footer, which no reader minds. */
  async function rewriteAgain(): Promise<void> {
    const path = join(folder, 'holdout.parquet');
    const bytes = await readFile(path);
    // Who wrote the file stands last in its footer.
    const at = bytes.lastIndexOf('verisim');
    expect(at).toBeGreaterThan(0);
    bytes.write('VERISIM', at);
    await writeFile(path, bytes);
  }

  async function edit(file: string, from: string, to: string): Promise<void> {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
  }

  async function forgetLedger(): Promise<void> {
    await rm(workspace.path('ledger.jsonl'));
    await rm(workspace.path('ledger.head'));
    await appendLedger(workspace, { event: 'something-else', details: null });
  }
});

describe('fingerprints', () => {
  test('find near-unique holdout rows, plain and disguised, and no training row', async () => {
    const prints = await holdoutFingerprints(workspace, lock);
    expect(prints.columns).toEqual(lock.fingerprintColumns);
    const batch = concatTables([takeRows(table, split.train), held]);
    expect([...prints.collisions(batch)]).toEqual(Array.from({ length: 100 }, (_, i) => 300 + i));
    expect([...prints.collisions(disguised(held))]).toHaveLength(100);
    expect([...prints.collisions(mixedTable(400, 5))]).toEqual([]);
  });

  test('do not open the holdout', async () => {
    await writeFile(join(folder, 'holdout.parquet'), 'poison');
    await holdoutFingerprints(workspace, lock);
    expect(await openings(workspace, lock)).toBe(0);
  });

  test('a table of few distinct rows loses none to chance', async () => {
    const common = commonTable(400);
    const { lock: other, train } = await lockHoldout(workspace, {
      table: common,
      rows: 100,
      seed: 1,
      source: request.source,
    });
    const prints = await holdoutFingerprints(workspace, other);
    expect([...prints.collisions(train.table)]).toEqual([]);
    expect([...prints.collisions(commonTable(1000, 2))]).toEqual([]);
  });

  test('say nothing without the key', async () => {
    const stored = JSON.parse(await readFile(join(folder, 'fingerprints.json'), 'utf8'));
    expect(stored.exact).toHaveLength(100);
    const other = await openWorkspace(await temporaryFolder());
    await lockHoldout(other, request);
    const again = JSON.parse(await readFile(other.path('holdouts', lock.id, 'fingerprints.json'), 'utf8'));
    expect(stored.exact.filter((print: string) => again.exact.includes(print))).toEqual([]);
  });

  test.each(['key', 'fingerprints.json'])('a changed or missing %s is named', async (file) => {
    const path = join(folder, file);
    const bytes = await readFile(path);
    bytes[20] ^= 1;
    await writeFile(path, bytes);
    const code = 'workspace/fingerprints-changed';
    await expect(holdoutFingerprints(workspace, lock)).rejects.toMatchObject({ code });
    await rm(path);
    await expect(holdoutFingerprints(workspace, lock)).rejects.toThrow(`"${file}" is missing`);
    await mkdir(path);
    await expect(holdoutFingerprints(workspace, lock)).rejects.toMatchObject({ code });
  });

  test('a table that lacks a column is refused by name', async () => {
    const prints = await holdoutFingerprints(workspace, lock);
    const failing = () => prints.collisions(commonTable(5));
    expect(failing).toThrow(expect.objectContaining({ code: 'core/unknown-column' }));
  });
});

function changedCell(rows: Table): Table {
  const { codes, levels } = columnOf(rows, 'flag') as CodedColumn;
  return { ...rows, columns: rows.columns.with(5, { storage: 'coded', codes: codes.with(7, 1 - codes[7]), levels }) };
}

/** Amounts off by a hundred-thousandth, levels and remarks in capitals and spaced out. */
function disguised(rows: Table): Table {
  const columns = rows.columns.map((column) => {
    if (column.storage === 'numeric') return { ...column, values: column.values.map((v) => Number(v.toPrecision(3))) };
    if (column.storage === 'text') return { ...column, values: column.values.map((v) => v && ` ${v.toUpperCase()}  `) };
    return { ...column, levels: column.levels.map((level) => level.toUpperCase()) };
  });
  return { ...rows, columns };
}
