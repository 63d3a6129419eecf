import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable, writeTable } from '@verisim/io';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const rows = [
  ['my card has not arrived yet and it has been two weeks', 'card'],
  ['why was I charged a fee for this transfer', 'fee'],
  ['My card has NOT arrived yet and it has been  two weeks', 'card'],
  ['my card has not arrived yet and it has been two weeks thanks', 'card'],
  ['where can I see my balance', 'balance'],
  ['', 'card'],
  ['', 'card'],
];

beforeAll(async () => {
  const lines = rows.map(([text, label]) => `"${text}",${label}`);
  writeFileSync(join(folder, 'made.csv'), `text,label\n${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'made.jsonl'), rows.map(([text, label]) => JSON.stringify({ text, label })).join('\n'));
  writeFileSync(join(folder, 'numbers.csv'), 'a,b\n1,2\n3,4\n');
  const { table } = await readTable(join(folder, 'made.csv'), { kinds: { text: 'text' } });
  await writeTable(table, join(folder, 'made.parquet'));
});

const dedup = (...args: string[]) => verisim(['dedup', ...args], folder);

test.each(['made.csv', 'made.jsonl', 'made.parquet'])(
  'dedup %s --json: which rows went, because of which, how alike',
  async (file) => {
    const { code, stdout } = await dedup(file, '--column', 'text', '--json');
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ file, column: 'text', threshold: 0.8, rows: 7, kept: 5, clusters: 1, output: null });
    expect(found.dropped).toHaveLength(2);
    expect(found.dropped[0]).toMatchObject({ row: 3, because: 1, similarity: 1, kind: 'exact', cluster: 1 });
    expect(found.dropped[1]).toMatchObject({ row: 4, because: 1, kind: 'near', cluster: 1 });
    // The value of the golden table for this pair.
    expect(found.dropped[1].similarity).toBeCloseTo(0.872727272727, 11);
    expect(found.dropped[1].parts.at(-1)).toEqual({ in: 'row', text: 'thanks' });
  },
);

test('dedup -o writes the rows that stay as they were, and says what differs', async () => {
  const { code, stdout } = await dedup('made.csv', '--column', 'text', '--threshold', '0.9', '-o', 'kept.csv');
  expect(code).toBe(0);
  expect(stdout).toContain('of 7 rows 6 stay');
  expect(stdout).toContain('case or white space at most');
  const kept = readFileSync(join(folder, 'kept.csv'), 'utf8').trim().split('\n');
  expect(kept).toHaveLength(7);
  expect(kept[3]).toBe('my card has not arrived yet and it has been two weeks thanks,card');
  const near = await dedup('made.csv', '--column', 'text', '-o', 'kept.jsonl');
  expect(near.stdout).toContain('- thanks');
  expect(readFileSync(join(folder, 'kept.jsonl'), 'utf8').trim().split('\n')).toHaveLength(5);
});

test('dedup refuses what it cannot do, with a code and what to do', async () => {
  const refused = async (...args: string[]) => {
    const { code, stderr } = await dedup(...args, '--json');
    return { code, stderr };
  };
  expect(await refused('numbers.csv')).toMatchObject({ code: 2, stderr: expect.stringContaining('--column') });
  expect(await refused('numbers.csv', '--column', 'a')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--kinds "a=text"'),
  });
  expect(await refused('made.csv', '--column', 'txt')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no column "txt"'),
  });
  expect(await refused('made.csv', '--threshold', '1.5')).toMatchObject({ code: 2 });
  expect(await refused('made.csv', '--column', 'text', '-o', 'made.csv')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('named twice'),
  });
  expect(existsSync(join(folder, 'made.csv'))).toBe(true);
});
