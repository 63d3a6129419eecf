import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const stated = ['--target', 'y', '--why', 'The ward opens in May and has no patients yet.', '--expires', '2027-03-31'];
const started = [...stated, '--today', '2026-12-01', '--threshold', '0.05', '--evaluation-rows', '120'];
const quick = ['--folds', '3', '--seeds', '2', '--ratios', '0,0.5'];
const call = (...args: readonly string[]) => verisim([...args], folder);
const json = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await call(...args, '--json');
  return { code, stderr, found: stdout === '' ? null : JSON.parse(stdout) };
};

/** Rows by rules that know little: the old are ill. */
function writtenCsv(rows: number): string {
  const random = createRandom(9);
  const lines = Array.from({ length: rows }, () => {
    const age = random.int(18, 80);
    const ill = random.next() < 0.1 ? random.next() < 0.5 : age > 45;
    return `${age},${['A', 'B', 'C'][random.int(0, 3)]},${(age + random.normal()).toFixed(2)},${ill ? 'yes' : 'no'}`;
  });
  return `age,group,score,y\n${lines.join('\n')}\n`;
}

/** Real rows with what a rule says of each. */
function saidCsv(csv: string): string {
  const [head, ...rows] = csv.trim().split('\n');
  return [`${head},rule`, ...rows.map((row) => `${row},${Number(row.split(',')[0]) > 55 ? 'yes' : 'no'}`)].join('\n');
}

let play: string;
beforeAll(async () => {
  writeFileSync(join(folder, 'written.csv'), writtenCsv(800));
  const real = patientsCsv(1000, 3).trim().split('\n');
  writeFileSync(join(folder, 'may.csv'), saidCsv(real.slice(0, 101).join('\n')));
  writeFileSync(join(folder, 'june.csv'), saidCsv(real.join('\n')));
  const { code, found } = await json('play', 'cold-start', '--rows', 'written.csv', ...started);
  expect(code).toBe(0);
  play = found.run;
});

const kept = (run: string, name: string) => readFileSync(join(folder, '.verisim/runs', run, name), 'utf8');

test('play cold-start: nothing without a reason and an expiry date; a generator that learns from real rows is refused', async () => {
  const bare = await call('play', 'cold-start', '--rows', 'written.csv', '--target', 'y');
  expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining('--why')]);
  const past = await call('play', 'cold-start', '--rows', 'written.csv', ...stated, '--today', '2027-04-01');
  expect([past.code, past.stderr]).toEqual([2, expect.stringContaining('would expire')]);
  const learns = await call(
    'play',
    'cold-start',
    '--rows',
    '100',
    '-g',
    'marginals',
    ...stated,
    '--today',
    '2026-12-01',
  );
  expect([learns.code, learns.stderr]).toEqual([2, expect.stringContaining('learns from real rows')]);
});

test('play cold-start: the model says of itself that it is disposable, until when and why', async () => {
  const model = JSON.parse(kept(play, 'model.json'));
  expect(model).toMatchObject({ disposable: true, expires: '2027-03-31', why: stated[3], reviewEveryDays: 14 });
  expect(model.data).toMatchObject({ rows: 800, real: 0 });
  expect((await call('verify')).code).toBe(0);
});

test('due: in time on the day, overdue after it with exit code 3, until somebody reviews it; the calendar keeps its uids', async () => {
  expect((await json('due', '--today', '2026-12-15')).code).toBe(0);
  const late = await json('due', '--today', '2026-12-16', '--ics', 'first.ics');
  expect([late.code, late.found.overdue]).toMatchObject([3, [{ play, what: 'review', day: '2026-12-15', overdue: 1 }]]);
  expect(late.found.overdue[0].next).toContain(`--reviewed ${play}`);
  const unnamed = await call('due', '--reviewed', play, '--note', 'We keep it.', '--today', '2026-12-16');
  expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining('names nobody')]);
  const said = ['--by', 'Ada Lovelace', '--note', 'No real rows yet; we keep it.', '--today', '2026-12-16'];
  const done = await json('due', '--reviewed', play, ...said, '--ics', 'second.ics');
  expect([done.code, done.found.next[0].day]).toEqual([0, '2026-12-30']);
  const uids = (name: string): readonly string[] =>
    readFileSync(join(folder, name), 'utf8').match(/^UID:.*\r$/gm) ?? [];
  expect(uids('first.ics')).toHaveLength(9);
  expect(uids('second.ics').every((uid) => uids('first.ics').includes(uid))).toBe(true);
  const expired = await json('due', '--today', '2027-04-05');
  expect(expired.found.overdue.map(({ what }: { what: string }) => what)).toEqual(['review', 'expiry']);
});

test('replace: the first real rows are locked away; a longer file adds its new rows alone; it ends when they carry the model', async () => {
  const first = await json('replace', 'may.csv', '--today', '2026-12-18', ...quick);
  expect(first.code).toBe(0);
  expect(first.found.taken).toMatchObject({ added: 100, locked: 99 });
  expect(first.found.state).toMatchObject({ training: 1, swept: null, ended: null });
  expect(first.found.says).toContain('from 50 on the ratio is swept');
  const model = JSON.parse(kept(first.found.run, 'model.json'));
  expect(model).toMatchObject({ disposable: true, expires: '2027-03-31', data: { rows: 801, real: 1 } });
  const again = await call('replace', 'may.csv', '--today', '2026-12-19', ...quick);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('have come before')]);

  const rule = ['--said', 'rule', '--source', 'age rule'];
  const second = await json('replace', 'june.csv', '--today', '2026-12-28', ...rule, ...quick);
  expect(second.found.taken).toMatchObject({ known: 100, added: 900, locked: 21 });
  const { noise, curve } = second.found.source;
  expect(noise.rows).toBe(second.found.state.training - 1);
  expect(noise.rate).toBeGreaterThan(0.05);
  expect(curve.map(({ times }: { times: number }) => times)).toEqual([0, 1, 2]);
  expect(second.found.state.evaluation.map(({ rows }: { rows: number }) => rows)).toEqual([99, 21]);
  expect(second.found.state.opened.evaluationRows).toBe(120);
  expect(second.found.state.opened.lift.high).toBeLessThan(0.05);
  expect(second.found.state.ended.day).toBe('2026-12-28');
  const data = kept(second.found.run, 'data.csv').trim().split('\n');
  expect(data).toHaveLength(second.found.state.training + 1);
  const ledger = readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8');
  expect(ledger.match(/"event":"holdout-opened"/g)).toHaveLength(2);

  const over = await json('due', '--today', '2027-06-01');
  expect([over.code, over.found.ended]).toMatchObject([0, [{ play, day: '2026-12-28' }]]);
  const none = await call('replace', 'june.csv', '--today', '2027-06-01');
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no open cold start')]);
  expect((await call('verify')).code).toBe(0);
  const forced = await call('play', 'cold-start', '--rows', 'written.csv', ...started);
  expect([forced.code, forced.stderr]).toEqual([2, expect.stringContaining('There are real rows here')]);
});

test('play cold-start: rows of a generator of the project that needs the columns alone', async () => {
  const own = emptyFolder();
  const inside = join(own, 'node_modules', 'ward-plugin');
  mkdirSync(inside, { recursive: true });
  const about = { name: 'ward-plugin', type: 'module', exports: { import: './index.js' } };
  writeFileSync(join(inside, 'package.json'), JSON.stringify(about));
  writeFileSync(join(inside, 'index.js'), wardPlugin(import.meta.resolve('zod')));
  const project = {
    data: 'none.csv',
    gap: 'No patients yet at all.',
    target: 'y',
    owners: ['Ada'],
    plugins: ['ward-plugin'],
  };
  writeFileSync(join(own, 'verisim.config.json'), JSON.stringify(project));
  const columns = [
    { name: 'age', kind: 'integer', bounds: [18, 80] },
    { name: 'y', kind: 'boolean', levels: ['no', 'yes'] },
  ];
  writeFileSync(join(own, 'columns.json'), JSON.stringify({ columns }));
  const args = ['play', 'cold-start', '-g', 'ward', '--rows', '300', ...stated, '--today', '2026-12-01', '--json'];
  const untold = await verisim(args, own);
  expect([untold.code, untold.stderr]).toEqual([2, expect.stringContaining('--schema')]);
  const { code, stdout } = await verisim([...args, '--schema', 'columns.json'], own);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ rows: 300, model: { disposable: true, classes: ['no', 'yes'] } });
  writeFileSync(join(own, 'columns.json'), '{"columns":[{"name":"age","kind":"whole"}]}');
  const odd = await verisim([...args, '--schema', 'columns.json'], own);
  expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining('kind "whole"')]);
});

const wardPlugin = (zod: string) => `import { z } from '${zod}';
export const ward = {
  kind: 'generator', api: 1, name: 'ward', version: '1', summary: 'Patients by rule', family: 'rule',
  options: z.strictObject({}), needs: 'schema',
  traits: { reproducible: true, memorises: false, conditional: false, blockRows: 100 },
  fit: (schema) => ({
    schema,
    sample({ rows }, { random }) {
      const age = Float64Array.from({ length: rows }, () => random.int(18, 81));
      const y = Int32Array.from(age, (years) => Number(years + 10 * random.normal() > 55));
      const columns = [{ storage: 'numeric', values: age }, { storage: 'coded', codes: y, levels: ['no', 'yes'] }];
      return { spec: schema, rows, columns };
    },
    save: () => ({ generator: 'ward', version: '1', json: null, arrays: {} }),
  }),
  load: () => { throw new Error('not loaded'); },
};
`;

test('play cold-start from a file of rules: they say the target, their text is kept, replace takes real rows up', async () => {
  const own = emptyFolder();
  const rules = `
target: intent
rows: 400
columns: { text: { template: start } }
grammar:
  start:
    - { text: 'where is my {item}?', set: { intent: where } }
    - { text: 'I lost {item|a}.', set: { intent: lost } }
  item: [card, umbrella, phone, bag, ticket]
`;
  writeFileSync(join(own, 'tickets.yaml'), rules);
  const why = ['--why', 'The inbox opens in May.', '--expires', '2027-03-31', '--today', '2026-12-01', '--json'];
  const made = await verisim(['play', 'cold-start', 'tickets.yaml', ...why, '--evaluation-rows', '20'], own);
  expect(made.code).toBe(0);
  const { run, rows, model } = JSON.parse(made.stdout);
  expect([rows, model.target, model.learner.name]).toEqual([400, 'intent', 'text-regression']);
  expect(readFileSync(join(own, '.verisim/runs', run, 'rules.yaml'), 'utf8')).toBe(rules);
  expect((await verisim(['verify'], own)).code).toBe(0);
  const real = Array.from({ length: 30 }, (_, i) =>
    i % 2 ? `where did number ${i} go,where` : `number ${i} is gone,lost`,
  );
  writeFileSync(join(own, 'real.csv'), `text,intent\n${real.join('\n')}\n`);
  const taken = await verisim(['replace', 'real.csv', '--today', '2026-12-18', '--json'], own);
  expect([taken.code, JSON.parse(taken.stdout).taken.added]).toEqual([0, 30]);
  const two = await verisim(['play', 'cold-start', 'tickets.yaml', '--rows', 'real.csv', ...why], own);
  expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('tickets.yaml and from real.csv')]);
  const both = await verisim(['play', 'cold-start', '--rules', 'tickets.yaml', '-g', 'queue', ...why], own);
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('-g queue')]);
  writeFileSync(join(own, 'bare.yaml'), 'columns: { x: { draw: 1 } }');
  const bare = await verisim(['play', 'cold-start', '--rules', 'bare.yaml', ...why], own);
  expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining('target: in the rules')]);
});
