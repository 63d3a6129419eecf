import { createHash } from 'node:crypto';
import { appendFile, copyFile, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canonicalJson, concatTables, type Json, type Table, takeRows } from '@verisim/core';
import { writeTable } from '@verisim/io';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  appendLedger,
  type HoldoutLock,
  lockHoldout,
  openHoldout,
  openWorkspace,
  readLedger,
  recordDataset,
  startRun,
  verifyWorkspace,
  type Workspace,
} from '../src/index.ts';
import { sealEntry } from '../src/ledger-chain.ts';
import { stratifiedSplit } from '../src/stratified-split.ts';
import { mixedTable } from './tables.ts';
import { temporaryFolder } from './temporary.ts';

const table = mixedTable(200);
const held = takeRows(table, stratifiedSplit(table, 50, 1, 'damage').holdout);
let original: string;
let workspace: Workspace;
let lock: HoldoutLock;
let other: HoldoutLock;
let places: string[];
let headBefore: string;

/** A project with two locks, a training part, two finished runs, a signature and an opening; copied for every case. */
beforeAll(async () => {
  original = await mkdtemp(join(tmpdir(), 'verisim-tamper-'));
  const made = await openWorkspace(original);
  const source = { file: join(original, 'strikes.csv'), hash: 'f'.repeat(64) };
  const split = await lockHoldout(made, { table, rows: 50, seed: 1, target: 'damage', source });
  lock = split.lock;
  other = (await lockHoldout(made, { table: mixedTable(200, 2), rows: 50, seed: 1, source })).lock;
  const training = join(original, '.verisim', 'training', `${lock.id}.csv`);
  await mkdir(dirname(training));
  await writeTable(split.train.table, training);
  const parent = split.versions.real;
  await recordDataset(
    made,
    { tables: { data: split.train }, parent },
    { role: 'train', split: lock.id, file: training },
  );
  places = [];
  for (const seed of [1, 2]) {
    const run = await startRun(made, { name: 'lift', seed });
    await run.writeJson('report.json', { seed, decision: 'use' });
    await run.finish({ decision: 'use' });
    places.push(run.place);
  }
  headBefore = (await readLedger(made)).at(-1)!.hash;
  await cp(original, `${original}-early`, { recursive: true });
  await openHoldout(made, lock, { reason: 'final evaluation', run: places[0] });
  const manifestHash = sha256(await readFile(made.path('runs', places[0], 'manifest.json')));
  const signature = { run: places[0], as: 'play', role: 'lead', name: 'Ada', manifestHash, reportHash: null };
  await appendLedger(made, { event: 'signed', details: signature });
});

afterAll(async () => {
  for (const folder of [original, `${original}-early`]) await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  const folder = await temporaryFolder();
  await cp(original, folder, { recursive: true });
  workspace = await openWorkspace(folder);
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const inLock = (file: string) => workspace.path('holdouts', lock.id, file);
const rewriteRows = (rows: Table) => writeTable(rows, inLock('holdout.parquet'));
const training = () => workspace.path('training', `${lock.id}.csv`);
const inRun = (n: number, file: string) => workspace.path('runs', places[n], file);

test('nothing is wrong with what nobody touched, and the check opens no holdout', async () => {
  const before = await readLedger(workspace);
  const { whole, parts, head } = await verifyWorkspace(workspace, headBefore);
  expect(parts.flatMap(({ problems }) => problems)).toEqual([]);
  expect(whole).toBe(true);
  expect(parts.map(({ part, state }) => `${part} ${state}`)).toEqual([
    'ledger whole',
    'holdout whole',
    'training part whole',
    'holdout whole',
    'versions whole',
    'run whole',
    'run whole',
    'sign-off whole',
  ]);
  expect(head).toEqual({ entries: before.length, hash: before.at(-1)!.hash });
  expect(await readLedger(workspace)).toEqual(before);
});

type Case = readonly [
  name: string,
  tamper: () => Promise<unknown>,
  code: string,
  ...words: readonly (string | (() => string))[],
];

const HOLDOUT = 'workspace/holdout-changed';
const LOCK = 'workspace/lock-changed';
const LEDGER = 'workspace/ledger-damaged';
const PRINTS = 'workspace/fingerprints-changed';
const TRAINING = 'workspace/training-changed';
const RUN = 'workspace/run-changed';

const holdoutCases: readonly Case[] = [
  ['a changed cell', () => rewriteRows(changedCell(held, 7)), HOLDOUT, 'holdout.parquet', 'row 8 of 50'],
  ['two changed rows', () => rewriteRows(changedCell(changedCell(held, 7), 9)), HOLDOUT, 'rows 8, 10 of 50'],
  ['an added row', () => rewriteRows(concatTables([held, takeRows(held, [0])])), HOLDOUT, '51 rows where 50'],
  ['a removed row', () => rewriteRows(takeRows(held, [...Array(49).keys()])), HOLDOUT, '49 rows where 50'],
  [
    'two rows in another order',
    () =>
      rewriteRows(
        takeRows(
          held,
          [1, 0, ...Array(48).keys()].map((row, i) => (i < 2 ? row : i)),
        ),
      ),
    HOLDOUT,
    'rows 1, 2 of 50',
  ],
  ['rows of other data', () => rewriteRows(mixedTable(50, 9)), HOLDOUT, 'rows 1, 2, 3 and 47 more'],
  [
    'the file of another lock',
    () => copyFile(workspace.path('holdouts', other.id, 'holdout.parquet'), inLock('holdout.parquet')),
    HOLDOUT,
    () => lock.id,
  ],
  ['a flipped byte', () => flip(inLock('holdout.parquet'), 400), HOLDOUT, 'holdout.parquet'],
  ['a cut file', () => writeFile(inLock('holdout.parquet'), 'PAR1'), HOLDOUT, 'can no longer be read'],
  ['a removed file', () => rm(inLock('holdout.parquet')), HOLDOUT, 'missing'],
  ['a file beside the rows', () => writeFile(inLock('rows.csv'), 'x\n'), LOCK, 'rows.csv was added'],
];

const lockCases: readonly Case[] = [
  ...(['contentHash', 'fileHash', 'id', 'target', 'seed'] as const).map(
    (field): Case => [
      `another ${field}`,
      () => editLock(field, field === 'seed' ? 2 : '0'.repeat(16)),
      LOCK,
      'lock.json',
      `"${field}"`,
    ],
  ),
  ['another number of rows', () => editLock('rows', 49), LOCK, '"rows"'],
  ['another source', () => editLock('source', { file: 'x.csv', hash: 'f'.repeat(64) }), LOCK, '"source"'],
  ['fewer compared columns', () => editLock('fingerprintColumns', []), LOCK, '"fingerprintColumns"'],
  ['other kinds of columns', () => editLock('columns', []), LOCK, '"columns"'],
  ['another way of splitting', () => editLock('split', null), LOCK, '"split"'],
  ['a field more', () => editLock('note', 'trust me'), LOCK, '"note"'],
  ['no lock.json', () => rm(inLock('lock.json')), 'workspace/lock-missing', () => lock.id, 'lock.json'],
  ['rows, and lock.json made to fit', () => fitLockToRows(), LOCK, '"fileHash"'],
  ['the folder of another lock', () => swapFolders(), LOCK, () => lock.id],
  [
    'a folder that nobody locked',
    () => cp(workspace.path('holdouts', lock.id), workspace.path('holdouts', '0123456789abcdef'), { recursive: true }),
    LOCK,
    '0123456789abcdef',
    'the ledger does not tell of it',
  ],
];

const keyCases: readonly Case[] = [
  ['a changed key', () => flip(inLock('key'), 3), PRINTS, '"key" was changed', () => lock.id],
  ['a removed key', () => rm(inLock('key')), PRINTS, '"key" is missing'],
  [
    'a removed fingerprint',
    () => edit(inLock('fingerprints.json'), /"[0-9a-f]{32}",/, ''),
    PRINTS,
    '"fingerprints.json" was changed',
  ],
  ['key and fingerprints of another lock', () => swapPrints(), PRINTS, '"key" was changed'],
];

const ledgerCases: readonly Case[] = [
  [
    'an edited line',
    () => ledger((lines) => lines.with(1, lines[1].replace('"rows":200', '"rows":201'))),
    LEDGER,
    'ledger.jsonl: Line 2',
  ],
  [
    'an edited time',
    () => ledger((lines) => lines.with(2, lines[2].replace('"time":"2', '"time":"3'))),
    LEDGER,
    'Line 3',
  ],
  [
    'an edited line with a fitting hash',
    () => ledger((lines) => lines.with(0, resealed(lines[0]))),
    LEDGER,
    'Line 2 was written after another line 1',
  ],
  ['a removed line', () => ledger((lines) => lines.toSpliced(3, 1)), LEDGER, 'Line 4'],
  ['a removed first line', () => ledger((lines) => lines.slice(1)), LEDGER, 'Line 1'],
  ['two lines in another order', () => ledger((lines) => lines.with(2, lines[3]).with(3, lines[2])), LEDGER, 'Line 3'],
  ['a line twice', () => ledger((lines) => lines.toSpliced(4, 0, lines[4])), LEDGER, 'Line 6'],
  [
    'a line that is none',
    () => ledger((lines) => lines.toSpliced(2, 0, 'nothing to see here')),
    LEDGER,
    'Line 3 is not a ledger entry',
  ],
  [
    'an appended line',
    () => appendFile(workspace.path('ledger.jsonl'), '{"index":99}\n'),
    LEDGER,
    'not a ledger entry',
  ],
  ['an opening cut off', () => ledger((lines) => lines.slice(0, -2)), LEDGER, 'its end was cut off'],
  ['no head', () => rm(workspace.path('ledger.head')), LEDGER, 'ledger.head is missing'],
  [
    'another head',
    () => edit(workspace.path('ledger.head'), /"hash":"./, '"hash":"z'),
    LEDGER,
    'ledger.head tells of another entry',
  ],
  ['no ledger', () => rm(workspace.path('ledger.jsonl')), LEDGER, '0 entries'],
];

const otherCases: readonly Case[] = [
  ['a changed training part', () => edit(training(), /no$/m, 'yes'), TRAINING, () => `${lock.id}.csv was changed`],
  [
    'a row added to the training part',
    () => appendFile(training(), 'x\n'),
    TRAINING,
    () => `${lock.id}.csv was changed`,
  ],
  ['a removed training part', () => rm(training()), TRAINING, 'missing'],
  [
    'an edited manifest',
    () => edit(inRun(0, 'manifest.json'), '"use"', '"do not use"'),
    RUN,
    () => `runs/${places[0]}`,
    'manifest.json was changed',
  ],
  [
    'an edited report',
    () => edit(inRun(1, 'report.json'), '"use"', '"do not use"'),
    RUN,
    () => places[1],
    'report.json was changed',
  ],
  [
    'reports swapped between runs',
    () => copyFile(inRun(1, 'report.json'), inRun(0, 'report.json')),
    RUN,
    'report.json was changed',
  ],
  ['whole runs swapped', () => swapRuns(), RUN, 'manifest.json was changed'],
  ['a file added to a run', () => writeFile(inRun(0, 'x.json'), '1'), RUN, 'x.json was added'],
  ['a removed report', () => rm(inRun(0, 'report.json')), RUN, 'report.json is missing'],
  [
    'a removed run',
    () => rm(workspace.path('runs', places[0]), { recursive: true }),
    'workspace/run-missing',
    () => places[0],
  ],
  [
    'a run after it was signed',
    () => edit(inRun(0, 'manifest.json'), '"use"', '"do not use"'),
    'workspace/signature-stale',
    'by Ada',
    'ledger.jsonl',
  ],
  [
    'another key of the versions',
    () => flip(workspace.path('versions', 'key'), 3),
    'workspace/versions-changed',
    'versions/key',
  ],
  ['a changed sketch of a version', () => flipVersion(), 'workspace/versions-changed', '.rows was changed'],
];

const groups: readonly (readonly [string, readonly Case[]])[] = [
  ['the locked rows', holdoutCases],
  ['the lock', lockCases],
  ['key and fingerprints', keyCases],
  ['the ledger', ledgerCases],
  ['training part, runs and versions', otherCases],
];

describe.each(groups)('%s', (_, cases) => {
  for (const [name, tamper, code, ...words] of cases) {
    test(`${name} is found and named`, async () => {
      await tamper();
      const { whole, parts } = await verifyWorkspace(workspace);
      expect(whole).toBe(false);
      const found = parts.flatMap(({ problems }) => problems).filter((problem) => problem.code === code);
      const said = found.map(({ message }) => message).join('\n');
      for (const word of words) expect(said).toContain(typeof word === 'string' ? word : word());
      expect(found.length).toBeGreaterThan(0);
    });
  }
});

test('there are 56 cases, each by a name of its own', () => {
  const cases = [holdoutCases, lockCases, keyCases, ledgerCases, otherCases].flat();
  expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length);
  expect(cases).toHaveLength(56);
});

test('a holdout with any such fault is not opened', async () => {
  for (const [, tamper] of [holdoutCases[0], lockCases[0], ledgerCases[0]]) {
    await cp(original, dirname(workspace.folder), { recursive: true });
    await tamper();
    await expect(openHoldout(workspace, lock, { reason: 'again', run: 'x' })).rejects.toThrow();
  }
});

describe('a ledger put back with its head to an earlier state', () => {
  const putBack = async () => {
    for (const file of ['ledger.jsonl', 'ledger.head'])
      await copyFile(join(`${original}-early`, '.verisim', file), workspace.path(file));
  };

  test('is whole in itself: the opening is forgotten, which nothing in the folder can show', async () => {
    await putBack();
    expect((await verifyWorkspace(workspace)).whole).toBe(true);
  });

  test('is found by a hash that was printed later', async () => {
    const printed = (await readLedger(workspace)).at(-1)!.hash;
    await putBack();
    const { whole, parts } = await verifyWorkspace(workspace, printed);
    expect(whole).toBe(false);
    expect(parts[0].problems).toEqual([{ code: LEDGER, message: expect.stringContaining(printed) }]);
    expect((await verifyWorkspace(workspace, headBefore)).whole).toBe(true);
  });

  test('is found without one when a run, a lock or a version is younger than it', async () => {
    const lines = (await readFile(workspace.path('ledger.jsonl'), 'utf8')).trimEnd().split('\n').slice(0, 1);
    await writeFile(workspace.path('ledger.jsonl'), `${lines[0]}\n`);
    await writeFile(workspace.path('ledger.head'), JSON.stringify({ entries: 1, hash: JSON.parse(lines[0]).hash }));
    const { parts } = await verifyWorkspace(workspace);
    expect(parts[0].state).toBe('whole');
    const codes = new Set(parts.flatMap(({ problems }) => problems.map(({ code }) => code)));
    expect(codes).toEqual(new Set([LOCK, RUN, 'workspace/versions-changed']));
  });
});

test('a ledger rewritten from its first line on, hashes and head, is found by a printed hash alone', async () => {
  const entries = await readLedger(workspace);
  const printed = entries.at(-1)!.hash;
  let previous = '0'.repeat(64);
  const forged = entries
    .filter(({ event }) => event !== 'holdout-opened')
    .map(({ hash: _, ...body }, index) => {
      const entry = sealEntry({ ...body, index, previous });
      previous = entry.hash;
      return entry;
    });
  await writeFile(
    workspace.path('ledger.jsonl'),
    forged.map((entry) => `${canonicalJson(entry as unknown as Json)}\n`).join(''),
  );
  await writeFile(workspace.path('ledger.head'), JSON.stringify({ entries: forged.length, hash: previous }));
  expect((await verifyWorkspace(workspace)).whole).toBe(true);
  expect((await verifyWorkspace(workspace, printed)).whole).toBe(false);
});

function changedCell(rows: Table, row: number): Table {
  const columns = rows.columns.map((column, i) =>
    rows.spec.columns[i].name === 'amount' && column.storage === 'numeric'
      ? { ...column, values: column.values.with(row, 12345.678) }
      : column,
  );
  return { ...rows, columns };
}

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}

async function editLock(field: string, value: unknown): Promise<void> {
  const text = await readFile(inLock('lock.json'), 'utf8');
  await writeFile(inLock('lock.json'), `${canonicalJson({ ...JSON.parse(text), [field]: value } as Json)}\n`);
}

async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] ^= 1;
  await writeFile(path, bytes);
}

async function flipVersion(): Promise<void> {
  const [entry] = (await readLedger(workspace)).filter(({ event }) => event === 'dataset');
  const { version } = entry.details as { version: string };
  await flip(workspace.path('versions', `${version.slice(0, 32)}.rows`), 600);
}

async function fitLockToRows(): Promise<void> {
  await rewriteRows(changedCell(held, 1));
  await editLock('fileHash', sha256(await readFile(inLock('holdout.parquet'))));
}

async function swapFolders(): Promise<void> {
  const [a, b] = [workspace.path('holdouts', lock.id), workspace.path('holdouts', other.id)];
  await rename(a, `${a}.away`);
  await rename(b, a);
  await rename(`${a}.away`, b);
}

async function swapPrints(): Promise<void> {
  for (const file of ['key', 'fingerprints.json'])
    await copyFile(workspace.path('holdouts', other.id, file), inLock(file));
}

async function swapRuns(): Promise<void> {
  const [a, b] = places.map((place) => workspace.path('runs', place));
  await rename(a, `${b}.away`);
  await rename(b, a);
  await rename(`${b}.away`, b);
}

async function ledger(change: (lines: string[]) => readonly string[]): Promise<void> {
  const path = workspace.path('ledger.jsonl');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  await writeFile(
    path,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

/** A line with another number of rows and the hash that fits it. */
function resealed(line: string): string {
  const { hash: _, ...body } = JSON.parse(line);
  const entry = sealEntry({ ...body, details: { ...body.details, rows: 51 } });
  return canonicalJson(entry as unknown as Json);
}
