import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writtenTickets } from '../src/demo-tickets.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const seeds = Object.entries(writtenTickets).flatMap(([topic, texts]) => texts.map((text) => ({ topic, text })));

beforeAll(() => {
  const lines = seeds.map(({ topic, text }) => `"${text.replaceAll('"', '""')}",${topic}`);
  writeFileSync(join(folder, 'seeds.csv'), `${['text,topic', ...lines].join('\n')}\n`);
});

const rowsOf = (name: string): { text: string; topic: string }[] =>
  readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('generate -g ngram makes labelled texts from a CSV into JSON lines, each new, by quota and with their parents', async () => {
  const order = ['generate', 'seeds.csv', '-g', 'ngram', '--target', 'topic', '--set', 'quotas=fill', '-n', '108'];
  const { code, stderr } = await verisim([...order, '-o', 'out.jsonl', '--lineage', 'lineage.jsonl'], folder);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const rows = rowsOf('out.jsonl');
  expect(rows).toHaveLength(108);
  // 52 - 38, 52 - 28, 52 - 20 and 52 - 14 are 108 rows.
  const counts = new Map<string, number>();
  for (const { topic } of rows) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({
    delivered_not_received: 14,
    refund_missing: 24,
    return_item: 32,
    cancel_order: 38,
  });
  const known = new Set(seeds.map(({ text }) => text.toLowerCase()));
  expect(rows.filter(({ text }) => known.has(text.toLowerCase()))).toEqual([]);
  expect(new Set(rows.map(({ text }) => text.toLowerCase())).size).toBe(108);
  const lineage = rowsOf('lineage.jsonl') as unknown as { parents: string | null; judge: string; generator: string }[];
  // A text of one or two words with a slip in each has no word of any seed.
  const parents = lineage.flatMap((row) => (row.parents === null ? [] : [row.parents]));
  expect(parents.length).toBeGreaterThan(100);
  expect(parents.every((parent) => /^seeds\.csv:\d+$/.test(parent))).toBe(true);
  expect(lineage[0]).toMatchObject({ generator: 'ngram', judge: expect.stringContaining('out of fold') });
});

test('generate -g ngram gives the same bytes for the same seed, and says what to do about a table without texts', async () => {
  const order = ['generate', 'seeds.csv', '-g', 'ngram', '--target', 'topic', '-n', '30', '-o'];
  for (const output of ['one.jsonl', 'two.jsonl']) expect((await verisim([...order, output], folder)).code).toBe(0);
  expect(readFileSync(join(folder, 'one.jsonl'))).toEqual(readFileSync(join(folder, 'two.jsonl')));
  writeFileSync(join(folder, 'plain.csv'), 'a,b\n1,x\n2,y\n');
  const refused = await verisim(['generate', 'plain.csv', '-g', 'ngram', '-n', '5', '-o', 'no.jsonl'], folder);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--kinds NAME=text');
});

test('demo --text tells the story to its end, without a language model', { timeout: 300_000 }, async () => {
  const home = emptyFolder();
  const { code, stdout, stderr } = await verisim(['demo', '--text', '--json'], home);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const { situations, openings, run } = JSON.parse(stdout);
  expect(situations).toHaveLength(1);
  expect(situations[0].verdict.decision).toMatch(/^(use|do not use|real data suffices|cannot tell)$/);
  expect(openings).toBe(1);
  expect(stderr).toContain('written by hand');
  expect(stderr).toContain('Low diversity');
  expect(readdirSync(run)).toEqual(expect.arrayContaining(['report.html', 'data-1.parquet', 'lineage-1.parquet']));
  expect(readFileSync(join(run, 'report.html'), 'utf8')).toMatch(
    /A homogeneous batch[\s\S]*is homogeneous: .* texts in effect/,
  );
});
