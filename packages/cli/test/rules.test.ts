import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const RULES = `
target: intent
columns:
  id: { key: 'T-[0-9]{6}' }
  text: { template: start }
grammar:
  start:
    - { text: 'where is my {item}', set: { intent: where } }
    - { text: 'I lost my {item}', set: { intent: lost } }
  item: [card, phone]
`;

const lines = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');

test('rules.yaml becomes rows with lineage, the same on threads, under a condition, and as one document', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'rules.yaml'), RULES);
  const call = ['generate', 'rules.yaml', '-g', 'rules', '-n', '40000', '--seed', '7'];
  const first = await verisim([...call, '-o', 'rows.csv', '--lineage', 'lineage.csv'], folder);
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toContain('rows.csv: 40,000 rows');
  expect(first.stdout).toContain('all 4 of 4 alternatives of the grammar appeared');
  const rows = lines(folder, 'rows.csv');
  expect([rows.length, rows[0]]).toEqual([40_001, 'id,text,intent']);
  expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(40_001);
  const lineage = lines(folder, 'lineage.csv');
  expect([lineage.length, lineage[0].endsWith(',rule')]).toEqual([40_001, true]);
  rows.slice(1, 50).forEach((row, i) => {
    expect(lineage[i + 1].endsWith(row.endsWith('where') ? 'start[1]' : 'start[2]')).toBe(true);
  });
  const threads = await verisim([...call, '-o', 'threads.csv', '--workers', '2'], folder);
  expect(threads.code).toBe(0);
  expect(lines(folder, 'threads.csv')).toEqual(rows);
  const where = await verisim(
    ['generate', 'rules.yaml', '-g', 'rules', '-n', '20', '--where', "intent='lost'"],
    folder,
  );
  expect(
    where.stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .every((row) => row.endsWith(',lost')),
  ).toBe(true);
  const json = await verisim([...call, '-o', 'again.csv', '--json'], folder);
  expect(JSON.parse(json.stdout)).toMatchObject({
    tables: [{ output: 'again.csv', rows: 40_000 }],
    generator: { name: 'rules' },
    seed: '7',
  });
});

test('several tables go into a folder, and references hold', async () => {
  const folder = emptyFolder();
  writeFileSync(
    join(folder, 'shop.yaml'),
    `
tables:
  customers: { rows: 200, columns: { id: { key: 'C-[0-9]{4}' } } }
  orders: { rows: 500, columns: { id: { key: { from: 1 } }, customer: { reference: customers.id } } }
`,
  );
  const refused = await verisim(['generate', 'shop.yaml', '-g', 'rules', '-o', 'shop.csv'], folder);
  expect([refused.code, refused.stderr.includes('customers, orders')]).toEqual([2, true]);
  const { code } = await verisim(['generate', 'shop.yaml', '-g', 'rules', '-o', 'made/{table}.csv'], folder);
  expect(code).toBe(0);
  const ids = new Set(lines(folder, 'made/customers.csv').slice(1));
  const orders = lines(folder, 'made/orders.csv').slice(1);
  expect([ids.size, orders.length]).toEqual([200, 500]);
  expect(orders.every((row) => ids.has(row.split(',')[1]))).toBe(true);
});

test('what is wrong is told with file, rule and place', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'bad.yaml'), "columns:\n  x: { pattern: 'a{1000000000}' }\n");
  const bad = await verisim(['generate', 'bad.yaml', '-g', 'rules', '-n', '5'], folder);
  expect([bad.code, bad.stdout]).toEqual([2, '']);
  expect(bad.stderr).toContain('bad.yaml:2:17 (columns.x.pattern)');
  const missing = await verisim(['generate', 'gone.yaml', '-g', 'rules', '-n', '5'], folder);
  expect([missing.code, missing.stderr.includes('gone.yaml is not there')]).toEqual([2, true]);
  const without = await verisim(['generate', '-g', 'rules', '-n', '5'], folder);
  expect([without.code, without.stderr.includes('needs the file of rules')]).toEqual([2, true]);
  writeFileSync(join(folder, 'open.yaml'), 'columns: { x: { draw: 1 } }');
  const twice = await verisim(
    ['generate', 'open.yaml', '-g', 'rules', '-n', '5', '-o', 'a.csv', '--lineage', 'a.csv'],
    folder,
  );
  expect([twice.code, twice.stderr.includes('named twice')]).toEqual([2, true]);
  writeFileSync(join(folder, 'pairs.yaml'), 'expand: pairwise\nattributes: { a: [x, y], b: [x, y, z] }');
  const few = await verisim(['generate', 'pairs.yaml', '-g', 'rules', '-n', '4', '-o', 'few.csv'], folder);
  expect([few.code, few.stdout.includes('warning: 4 rows are fewer than the 6')]).toEqual([3, true]);
  const rows = await verisim(['generate', 'open.yaml', '-g', 'rules'], folder);
  expect([rows.code, rows.stderr.includes('-n')]).toEqual([2, true]);
});
