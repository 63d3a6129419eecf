import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenAiDouble, type OpenAiDoubleOptions, startOpenAiDouble } from '@verisim/conformance/openai';
import { createRandom } from '@verisim/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writtenTickets } from '../src/demo-tickets.ts';
import { emptyFolder, verisim } from './verisim.ts';

const KEY = 'sk-test-7Qp2Zx81LmNoRsTu';
const ENV = { OPENAI_API_KEY: KEY };
const PRICES = 'prices={"toy-mini":{"input":0.15,"output":0.6},"other-mini":{"input":0.25,"output":2}}';

/** Tickets of three labels, of everyday words. */
function tickets(rows: number): string {
  const random = createRandom('tickets');
  const pick = (words: string) => words.split(',')[random.int(0, words.split(',').length)];
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = ['arrival', 'lost', 'fee'][i % 3];
    const what = {
      arrival: 'has not come in the mail',
      lost: 'went missing on the train',
      fee: 'cost me a strange fee',
    }[label];
    return `"My ${pick('new,old,second,blue,black')} ${pick('card,account,wallet')} ${what} ${pick('on Monday,last week,this morning,two days ago')} number ${i}",${label}`;
  });
  return `text,label\n${lines.join('\n')}\n`;
}

async function start(options: OpenAiDoubleOptions = {}): Promise<OpenAiDouble> {
  const double = await startOpenAiDouble({ apiKey: KEY, keepBodies: true, ...options });
  onTestFinished(() => double.close());
  return double;
}

function seedFolder(rows = 60): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'seeds.csv'), tickets(rows));
  return folder;
}

const command = ({ url }: OpenAiDouble, ...more: string[]) => [
  ...['generate', 'seeds.csv', '-g', 'llm', '--kinds', 'text=text', '--target', 'label', '-o', 'out.jsonl'],
  ...['--set', 'model=toy-mini', '--set', `baseURL=${url}`, '--set', PRICES],
  ...more,
];
const BUDGET = ['--set', 'budget=0.5'];
const lines = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8').trim().split('\n');

/** Everything in a folder that holds the key. */
function leaks(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => join(file.parentPath, file.name)).filter((path) => readFileSync(path).includes(KEY));
}

/** Requests whose body was billed before. */
function billedAgain(double: OpenAiDouble): number {
  const billed = double.requests().filter((request) => request.billed);
  return billed.length - new Set(billed.map(({ hash }) => hash)).size;
}

test('rows, where they come from, what was dropped and what it cost; the same command again costs nothing', async () => {
  const [double, folder] = [await start(), seedFolder()];
  const args = command(double, ...BUDGET, '-n', '40', '--lineage', 'lineage.csv', '--json');
  const first = await verisim(args, folder, undefined, ENV);
  expect(first.code).toBe(0);
  const found = JSON.parse(first.stdout);
  expect(found).toMatchObject({ rows: 40, requested: 40, shortfall: 0, judge: null, output: 'out.jsonl' });
  await double.settled();
  expect(found.bill.microunits).toBe(double.bill().microdollars);
  expect(found.estimate.money.low).toBeGreaterThan(0);
  expect(first.stderr).toMatch(/estimate: 0\.\d+ \(0\.\d+ to 0\.\d+\) for 1[0-9] questions, after 8 of them/);
  const rows = lines(folder, 'out.jsonl').map((line) => JSON.parse(line));
  expect(rows).toHaveLength(40);
  expect(Object.keys(rows[0])).toEqual(['text', 'label']);
  const [header, ...lineage] = lines(folder, 'lineage.csv');
  expect(header).toContain('parents,depth,prompt_version,judge,tags,difficulty');
  expect(lineage).toHaveLength(40);
  expect(lineage[0]).toMatch(/seeds\.csv:\d+; seeds\.csv:\d+.*classification@1/);
  const [asked, bytes] = [double.requests().length, readFileSync(join(folder, 'out.jsonl'))];
  const again = await verisim(args, folder, undefined, ENV);
  expect(JSON.parse(again.stdout).bill).toMatchObject({ bought: 0, microunits: found.bill.microunits });
  expect(double.requests()).toHaveLength(asked);
  expect(readFileSync(join(folder, 'out.jsonl')).equals(bytes)).toBe(true);
  expect([first.stdout, first.stderr, ...leaks(folder)].some((text) => text.includes(KEY))).toBe(false);
  expect(leaks(folder)).toEqual([]);
});

test('kill -9 and the same command again: the same bytes as without a kill, and no answer bought twice', async () => {
  const [double, folder] = [await start({ latencyMs: 25 }), seedFolder()];
  const args = (server: OpenAiDouble) =>
    command(server, ...BUDGET, '-n', '120', '--set', 'asking={"concurrency":4}', '--json');
  const random = createRandom('kills');
  let kills = 0;
  for (let i = 0; i < 3; i++) {
    const before = double.requests().length;
    const enough = random.int(1, 9);
    const ended = await verisim(
      args(double),
      folder,
      (kill) => {
        const timer = setInterval(() => {
          if (double.requests().length >= before + enough) kill('SIGKILL');
        }, 3);
        onTestFinished(() => clearInterval(timer));
      },
      ENV,
    );
    if (ended.code === 137) kills++;
  }
  expect(kills).toBe(3);
  const resumed = await verisim(args(double), folder, undefined, ENV);
  expect(resumed.code).toBe(0);
  await double.settled();
  const { bill } = JSON.parse(resumed.stdout);
  // What a kill cut off may have been paid for; every answer that came was bought once.
  expect(billedAgain(double)).toBeLessThanOrEqual(bill.lost.calls);
  expect(bill.lost.calls).toBeLessThanOrEqual(4 * kills);
  expect(bill.microunits).toBeGreaterThanOrEqual(double.bill().microdollars);
  const [quiet, whole] = [await start(), seedFolder()];
  expect((await verisim(args(quiet), whole, undefined, ENV)).code).toBe(0);
  expect(readFileSync(join(folder, 'out.jsonl')).equals(readFileSync(join(whole, 'out.jsonl')))).toBe(true);
  expect(leaks(folder)).toEqual([]);
});

test('Ctrl-C lets what is under way come in, says how to go on and ends with 130', async () => {
  const [double, folder] = [await start({ latencyMs: 150 }), seedFolder()];
  const args = command(double, ...BUDGET, '-n', '120', '--set', 'asking={"concurrency":2}');
  const stopped = await verisim(
    args,
    folder,
    (kill) => {
      const timer = setInterval(() => {
        if (double.requests().length < 10) return;
        clearInterval(timer);
        kill('SIGINT');
      }, 3);
    },
    ENV,
  );
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(/are kept in out\.jsonl\.answers .* run the same command again/);
  await double.settled();
  const asked = double.bill().requests;
  const resumed = await verisim([...args, '--json'], folder, undefined, ENV);
  const { bill } = JSON.parse(resumed.stdout);
  expect(bill.lost.calls).toBe(0);
  expect(bill.microunits).toBe(double.bill().microdollars);
  expect(bill.bought).toBe(double.bill().requests - asked);
  expect(billedAgain(double)).toBe(0);
});

test('the budget holds with 16 calls at a time, across runs, and a larger one goes on from there', async () => {
  const [double, folder] = [await start({ faults: [{ fault: 'retry-after-0', probability: 0.3 }] }), seedFolder()];
  const asking = 'asking={"concurrency":16,"maxTokens":60}';
  const args = (budget: number) => command(double, '-n', '120', '--set', asking, '--set', `budget=${budget}`);
  for (const budget of [0.002, 0.003]) {
    const ended = await verisim(args(budget), folder, undefined, ENV);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/budget/);
    await double.settled();
    expect(double.bill().microdollars).toBeLessThanOrEqual(budget * 1e6);
  }
  expect((await verisim(args(0.5), folder, undefined, ENV)).code).toBe(0);
  expect(lines(folder, 'out.jsonl')).toHaveLength(120);
  expect(billedAgain(double)).toBe(0);
});

test('where no row can be had nothing is written, which is said, and exit 3', async () => {
  const [double, folder] = [await start({ faults: [{ fault: 'refusal' }] }), seedFolder()];
  const ended = await verisim(command(double, ...BUDGET, '-n', '4'), folder, undefined, ENV);
  expect(ended.code).toBe(3);
  expect(ended.stdout).toMatch(/nothing is written[\s\S]*refused 8[\s\S]*4 rows could not be had/);
  expect(readdirSync(folder).toSorted()).toEqual(['out.jsonl.answers', 'seeds.csv']);
});

test('a shortfall is written, said and exit 3', async () => {
  const answer = () => JSON.stringify({ texts: [{ text: 'My card went missing and I want it back' }] });
  const [double, folder] = [await start({ toy: { answer } }), seedFolder()];
  const ended = await verisim(command(double, ...BUDGET, '-n', '12'), folder, undefined, ENV);
  expect(ended.code).toBe(3);
  expect(lines(folder, 'out.jsonl')).toHaveLength(1);
  expect(ended.stdout).toMatch(/11 rows could not be had: .*of "/);
  expect(ended.stdout).toMatch(/dropped and asked for again: (?:repeated|not given) \d+/);
});

describe('before a judge is paid', () => {
  test('texts of the locked holdout and near-duplicates are gone', async () => {
    const folder = seedFolder(300);
    const locked = await verisim(
      ['lock', 'seeds.csv', '--kinds', 'text=text', '--target', 'label', '--seed', '1', '--json'],
      folder,
    );
    expect(locked.code).toBe(0);
    const path: string = JSON.parse(locked.stdout).training.file;
    const train = readFileSync(join(folder, path), 'utf8');
    const held = lines(folder, 'seeds.csv')
      .slice(1)
      .find((line) => !train.includes(line.split('"')[1]))!
      .split('"')[1];
    let turn = 0;
    const texts = [held, 'My purple wallet fell out of a taxi on the bridge yesterday'];
    const answer = (prompt: { model: string }) =>
      prompt.model === 'toy-mini'
        ? JSON.stringify({ texts: [{ text: texts[turn++ % 2] }] })
        : JSON.stringify({ label: 'lost', scores: [5, 5] });
    const double = await start({ toy: { answer } });
    const args = command(
      double,
      ...BUDGET,
      '-n',
      '6',
      '--set',
      'judge={"model":"other-mini","calibration":0}',
      '--json',
    );
    args[1] = path;
    const ended = await verisim(args, folder, undefined, ENV);
    const found = JSON.parse(ended.stdout);
    expect(Object.keys(found.dropped).some((reason) => reason.startsWith('holdout-'))).toBe(true);
    const judged = double.requests().filter(({ model }) => model === 'other-mini');
    expect(judged.length).toBeGreaterThan(0);
    expect(judged.some(({ body }) => JSON.stringify(body).includes(held))).toBe(false);
  });

  test('near copies of locked texts are gone, also of a holdout of 18 rows, and the judge never sees them', async () => {
    const folder = emptyFolder();
    const told = [...writtenTickets.refund_missing, ...writtenTickets.return_item].slice(0, 60);
    const rows = told.map((text, i) => `"${text.replaceAll('"', '""')}",${i < 38 ? 'refund' : 'return'}`);
    writeFileSync(join(folder, 'seeds.csv'), `${['text,label', ...rows].join('\n')}\n`);
    const locked = await verisim(['lock', 'seeds.csv', '--target', 'label', '--share', '0.3', '--json'], folder);
    const path: string = JSON.parse(locked.stdout).training.file;
    const train = readFileSync(join(folder, path), 'utf8');
    const held = told.filter((text) => text.length >= 40 && !train.includes(text.replaceAll('"', '""')));
    expect(held.length).toBeGreaterThan(5);
    let turn = 0;
    const answer = (prompt: { model: string }) =>
      prompt.model === 'toy-mini'
        ? JSON.stringify({ texts: [{ text: `${held[turn++ % held.length]} now` }] })
        : JSON.stringify({ label: 'refund', scores: [5, 5] });
    const double = await start({ toy: { answer } });
    const judge = ['--set', 'judge={"model":"other-mini","calibration":0}', '--json'];
    const args = command(double, ...BUDGET, '-n', '6', ...judge);
    args[1] = path;
    const ended = await verisim(args, folder, undefined, ENV);
    const found = JSON.parse(ended.stdout);
    expect(found.rows).toBe(0);
    expect(found.dropped['holdout-collision']).toBeGreaterThan(5);
    expect(double.requests().filter(({ model }) => model === 'other-mini')).toEqual([]);
    expect(ended.stderr).not.toContain('too small');
  });

  test('a judge of the generator’s family is refused, unless that is written; then the report says so', async () => {
    const [double, folder] = [
      await start({ models: { 'gpt-4o-mini': { input: 0, output: 0 }, o3: { input: 0, output: 0 } } }),
      seedFolder(),
    ];
    const args = (judge: string) => [
      ...command(
        double,
        '-n',
        '3',
        '--set',
        'model=gpt-4o-mini',
        '--set',
        'prices=0',
        '--set',
        `judge=${judge}`,
        '--json',
      ),
    ];
    const refused = await verisim(args('o3'), folder, undefined, ENV);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout).error.code).toBe('cli/judge-is-generator');
    expect(double.requests()).toEqual([]);
    const meant = await verisim(args('{"model":"o3","sameFamily":true,"calibration":0}'), folder, undefined, ENV);
    expect(JSON.parse(meant.stdout).judge).toMatchObject({ model: 'o3', sharedFamily: 'gpt' });
  });
});

describe('what is refused before anything is paid', () => {
  const base = [
    'generate',
    'seeds.csv',
    '-g',
    'llm',
    '--kinds',
    'text=text',
    '--target',
    'label',
    '--json',
    '--set',
    'model=toy-mini',
  ];
  test.each([
    ['cli/no-budget', ['-o', 'x.jsonl', '--set', PRICES], ENV],
    ['generator-text/no-price', ['-o', 'x.jsonl', ...BUDGET], ENV],
    ['cli/no-api-key', ['-o', 'x.jsonl', '--set', 'prices=0'], { OPENAI_API_KEY: '' }],
    ['cli/needs-output', ['--set', 'prices=0'], ENV],
    ['generator-text/unknown-task', ['-o', 'x.jsonl', '--set', 'task=poems'], ENV],
    ['core/bad-options', ['-o', 'x.jsonl', '--set', 'temprature=1'], ENV],
  ])('%s', async (code, more, env) => {
    const { stdout, code: exit } = await verisim([...base, ...more], seedFolder(), undefined, env);
    expect(JSON.parse(stdout).error.code).toBe(code);
    expect(exit).toBe(2);
  });
});

// Attack 38 of FAULTS.md.
test('the key is in no file, log or error, not even when a server sends it back', async () => {
  const echo = () => JSON.stringify({ texts: [{ text: `Your key is ${KEY} and my card is lost` }] });
  const [double, folder] = [await start({ toy: { answer: echo } }), seedFolder()];
  const echoed = await verisim(command(double, ...BUDGET, '-n', '3', '--json'), folder, undefined, ENV);
  const wrong = await start({ apiKey: 'sk-test-another-one' });
  const refused = await verisim(command(wrong, ...BUDGET, '-n', '3'), seedFolder(), undefined, {
    ...ENV,
    VERISIM_DEBUG: '1',
  });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/refuses the API key/);
  const url = double.url.replace('/v1', `/v1?key=${KEY}`);
  const inUrl = await verisim(
    command({ ...double, url }, ...BUDGET, '-n', '3', '--json'),
    seedFolder(),
    undefined,
    ENV,
  );
  for (const { stdout, stderr } of [echoed, refused, inUrl]) expect(stdout + stderr).not.toContain(KEY);
  expect(leaks(folder)).toEqual([]);
});
