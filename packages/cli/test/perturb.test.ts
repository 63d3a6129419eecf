import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { revertEdits } from '@verisim/generator-rules';
import { readTable } from '@verisim/io';
import { beforeAll, expect, test } from 'vitest';
import { writtenTickets } from '../src/demo-tickets.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const real = Object.entries(writtenTickets).flatMap(([topic, texts]) => texts.map((text) => ({ topic, text })));

beforeAll(() => {
  const lines = real.map(({ topic, text }) => `"${text.replaceAll('"', '""')}",${topic}`);
  writeFileSync(join(folder, 'real.csv'), `${['text,topic', ...lines].join('\n')}\n`);
});

const lines = (name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
const column = (table: Awaited<ReturnType<typeof readTable>>['table'], name: string): readonly (string | null)[] => {
  const at = table.spec.columns.findIndex((spec) => spec.name === name);
  const found = table.columns[at];
  return found.storage === 'coded'
    ? Array.from(found.codes, (code) => found.levels[code] ?? null)
    : Array.from<number | string | null, string | null>(found.values, (value) =>
        value === null ? null : String(value),
      );
};

test('generate real.csv -g perturb: the rows and their lineage lead back to the real texts', async () => {
  const call = [
    'generate',
    'real.csv',
    '-g',
    'perturb',
    '--set',
    'column=text',
    '--set',
    'kinds=typos',
    '--set',
    'strength=0.05',
  ];
  const outcome = await verisim([...call, '-n', '1000', '-o', 'out.csv', '--lineage', 'lineage.csv'], folder);
  expect([outcome.code, outcome.stderr]).toEqual([0, '']);
  const kinds = { text: 'text', edits: 'text', parents: 'text' } as const;
  const made = (await readTable(join(folder, 'out.csv'), { kinds: { text: kinds.text } })).table;
  const lineage = (
    await readTable(join(folder, 'lineage.csv'), { kinds: { edits: kinds.edits, parents: kinds.parents } })
  ).table;
  expect([made.rows, lineage.rows]).toEqual([1000, 1000]);
  const parents = column(lineage, 'parents').map((id) => Number(id!.replace(/^real\.csv:/, '')));
  const back = column(revertEdits(made, column(lineage, 'edits')), 'text');
  expect(back).toEqual(parents.map((row) => real[row].text));
  expect(column(made, 'topic')).toEqual(parents.map((row) => real[row].topic));
  expect(column(made, 'text').filter((text, row) => text !== back[row]).length).toBeGreaterThan(800);
  expect(new Set(column(lineage, 'difficulty'))).toEqual(new Set(['easy', 'medium', 'hard']));
});

test('generate -g adversarial tags every row, the same on threads; boundary takes a schema; refusals say what to do', async () => {
  const call = [
    'generate',
    'real.csv',
    '-g',
    'adversarial',
    '--target',
    'topic',
    '-n',
    '17000',
    '--set',
    'edits=false',
  ];
  const one = await verisim([...call, '-o', 'one.csv', '--lineage', 'tags.csv'], folder);
  const two = await verisim([...call, '-o', 'two.csv', '--workers', '2'], folder);
  expect([one.code, two.code, one.stderr, two.stderr]).toEqual([0, 0, '', '']);
  expect(readFileSync(join(folder, 'one.csv'))).toEqual(readFileSync(join(folder, 'two.csv')));
  const tags = (await readTable(join(folder, 'tags.csv'))).table;
  expect(column(tags, 'tags').every((tag) => tag?.startsWith('adversarial; '))).toBe(true);
  const schema = { columns: [{ name: 'age', kind: 'integer', nullable: false, bounds: [18, 90] }] };
  writeFileSync(join(folder, 'columns.json'), JSON.stringify(schema));
  const boundary = await verisim(
    ['generate', 'columns.json', '-g', 'boundary', '-n', '18', '-o', 'cases.csv', '--lineage', 'cases-lineage.csv'],
    folder,
  );
  expect([boundary.code, boundary.stderr]).toEqual([0, '']);
  expect(lines('cases.csv')).toEqual(expect.arrayContaining(['17', '91', 'NaN', 'abc', '9007199254740991']));
  const refused = await verisim(
    ['generate', 'real.csv', '-g', 'perturb', '--set', 'kinds=typo', '-n', '5', '-o', 'no.csv'],
    folder,
  );
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('Did you mean "typos"?')]);
});
