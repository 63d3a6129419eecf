import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { concatTables, createTable, realLineage, sharedLineage, type Table } from '@verisim/core';
import { readTable } from '@verisim/io';
import { type Report, renderJson } from '@verisim/report';
import { openWorkspace, startRun } from '@verisim/workspace';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
/** In one real row alone. */
const SECRET = 'Zyzzyva-Clinic';
let place = '';

const said = ['--license', 'cc-by-4.0', '--creator', 'Ada Lovelace', '--today', '2026-11-03'];
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const hashOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('hex');

function clinics(rows: number, levels: readonly string[], of: (row: number) => number): Table {
  return createTable(
    [
      { name: 'clinic', kind: 'category', nullable: false, role: 'feature' },
      { name: 'cost: €', kind: 'number', nullable: false, role: 'feature', bounds: [0, 424_242.5], decimals: 2 },
      { name: 'died', kind: 'boolean', nullable: false, role: 'target' },
    ],
    [
      { storage: 'coded', codes: Int32Array.from({ length: rows }, (_, row) => of(row)), levels },
      { storage: 'numeric', values: Float64Array.from({ length: rows }, (_, row) => row + 0.25) },
      { storage: 'coded', codes: Int32Array.from({ length: rows }, (_, row) => row % 2), levels: ['no', 'yes'] },
    ],
  );
}

const report: Report = {
  title: 'Does filling the gap with synthetic rows help?',
  question: 'Too few patients died.',
  verdicts: [
    {
      title: 'Real + synthetic against real alone',
      verdict: {
        decision: 'use',
        reason: 'It helps.',
        metric: 'roc-auc',
        lift: 0.03,
        low: 0.02,
        high: 0.04,
        threshold: 0.01,
        needsRows: null,
      },
    },
  ],
  sections: [
    {
      title: 'The lift',
      measurements: [
        {
          metric: 'augmented-roc-auc',
          model: 'boosted-trees',
          value: 0.81,
          low: 0.78,
          high: 0.84,
          better: 'higher',
          where: {},
        },
        {
          metric: 'lift-roc-auc',
          model: 'boosted-trees',
          value: 0.01,
          low: 0,
          high: 0.02,
          better: 'higher',
          where: { slice: `clinic = ${SECRET}` },
        },
      ],
    },
  ],
  notTested: ['Another learner.'],
  provenance: { ratio: 0.25, target: 'died', baseline: 'baseline-1' },
};

beforeAll(async () => {
  const levels = ['North', 'South', SECRET];
  const real = clinics(30, levels, (row) => (row === 7 ? 2 : row % 2));
  const made = clinics(10, levels, (row) => row % 2);
  const workspace = await openWorkspace(folder);
  const run = await startRun(workspace, { name: 'play coverage-gap', seed: '1' });
  place = run.place;
  const shared = {
    origin: 'synthetic',
    depth: 1,
    generator: 'trees',
    generator_version: '0.2.0',
    run: run.id,
  } as const;
  await run.writeTable('data.parquet', concatTables([real, made]));
  await run.writeTable(
    'lineage.parquet',
    concatTables([realLineage(30, 'clinics.csv'), sharedLineage(10, shared, 'made:')]),
  );
  await run.writeText('report.json', renderJson(report));
  await run.finish({ decisions: ['use'] });
});

test('card of the last run: the synthetic rows alone, with hashes that hold, and not one real cell', async () => {
  const { code, stdout } = await verisim(['card', '-o', 'release', ...said, '--json'], folder);
  expect(code).toBe(0);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ rows: 10, license: 'cc-by-4.0', reports: [{ kind: 'utility', kept: place }] });
  expect(readdirSync(join(folder, 'release')).sort()).toEqual([
    'README.md',
    'croissant.json',
    'data.parquet',
    'lineage.parquet',
  ]);
  const { distribution, recordSet, datePublished } = JSON.parse(read('release/croissant.json'));
  expect(datePublished).toBe('2026-11-03');
  for (const file of distribution) {
    expect(file.sha256).toBe(hashOf(`release/${file.contentUrl}`));
    expect(file.contentSize).toBe(`${readFileSync(join(folder, 'release', file.contentUrl)).length} B`);
  }
  const { table } = await readTable(join(folder, 'release/data.parquet'));
  const { table: lineage } = await readTable(join(folder, 'release/lineage.parquet'));
  expect([table.rows, lineage.rows]).toEqual([10, 10]);
  for (const [i, set] of [table, lineage].entries())
    expect(
      recordSet[i].field.map((field: { source: { extract: { column: string } } }) => field.source.extract.column),
    ).toEqual(set.spec.columns.map(({ name }) => name));
  for (const name of readdirSync(join(folder, 'release')))
    expect(readFileSync(join(folder, 'release', name)).includes(SECRET), name).toBe(false);
  const card = read('release/README.md');
  for (const part of [
    '✓ Use',
    'The ratio is **0.25**',
    '10 synthetic rows were used beside 30 real training rows',
    '| Augmented ROC AUC | boosted-trees | 0.810 | 0.780 to 0.840 |',
    `kept as \`${place}\` (SHA-256 \`${hashOf(`.verisim/runs/${place}/report.json`)}\`)`,
    '| synthetic | trees 0.2.0 |',
    '- Another learner.',
    '--against baseline-1',
    'No attack was run',
  ])
    expect(card).toContain(part);
  expect(read('.verisim/ledger.jsonl')).toContain(told.version);
});

test('card --with-real releases both and says so; the same call gives the same bytes', async () => {
  const call = () => verisim(['card', place, '-o', 'both', '--with-real', ...said], folder);
  expect((await call()).code).toBe(0);
  const first = read('both/README.md');
  expect((await call()).code).toBe(0);
  expect(read('both/README.md')).toBe(first);
  expect(first).toContain('40 synthetic and real rows');
  expect(first).toContain('Real rows are among these');
});

test('card of a file: its lineage, expiry date and an audit by name', async () => {
  writeFileSync(join(folder, 'rows.csv'), 'x,y\n1,a\n2,b\n');
  writeFileSync(
    join(folder, 'lineage.csv'),
    'id,parents,origin,generator,depth\nm:0,,synthetic,gpt-4o,2\nm:1,,synthetic,gpt-4o,2\n',
  );
  const audit = { ...report, title: 'Privacy audit', verdicts: [], provenance: { documentHash: 'f'.repeat(64) } };
  writeFileSync(join(folder, 'audit.json'), renderJson(audit));
  const args = [
    'card',
    'rows.csv',
    '--lineage',
    'lineage.csv',
    '-o',
    'file',
    '--expires',
    '2027-03-31',
    '--report',
    'audit.json',
  ];
  const { code, stdout } = await verisim([...args, ...said, '--url', 'https://example.org/d'], folder);
  expect([code, stdout.includes('privacy: audit.json')]).toEqual([0, true]);
  const card = read('file/README.md');
  for (const part of [
    '2 generations away',
    'Do not use them after **2027-03-31**',
    'gpt-4o',
    '"Privacy audit"',
    'no lift was measured',
  ])
    expect(card).toContain(part);
  expect(JSON.parse(read('file/croissant.json')).url).toBe('https://example.org/d');
});

test('card refuses real rows, another README, an unknown run, a bad date and a missing licence', async () => {
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine/README.md'), '# Mine\n');
  writeFileSync(join(folder, 'real-lineage.csv'), 'id,parents,origin\nr:0,,real\nr:1,,real\n');
  const refused = async (args: readonly string[], code: string) => {
    const { code: exit, stdout } = await verisim(['card', ...args, '--json'], folder);
    expect(exit).toBe(2);
    expect(stdout).toContain(code);
  };
  await refused(['rows.csv', '--lineage', 'real-lineage.csv', '-o', 'no', ...said], 'cli/real-rows-in-card');
  await refused(['-o', 'mine', ...said], 'cli/not-a-card-folder');
  await refused(['nothing', '-o', 'no', ...said], 'cli/unknown-run');
  await refused(['-o', 'no', ...said, '--expires', '2027-02-30'], 'plays/bad-day');
  await refused(['-o', 'no', ...said, '--release', '1.0'], 'cli/bad-number');
  await refused(['-o', 'no', '--creator', 'Ada'], 'cli/missing-option');
  await refused(['-o', 'no', '--license', 'mit'], 'cli/missing-option');
  expect(read('mine/README.md')).toBe('# Mine\n');
});
