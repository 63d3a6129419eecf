import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenAiDouble, type OpenAiDoubleOptions, startOpenAiDouble } from '@verisim/conformance/openai';
import { createRandom } from '@verisim/core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { writtenTickets } from '../src/demo-tickets.ts';
import { emptyFolder, verisim } from './verisim.ts';

const KEY = 'sk-test-7Qp2Zx81LmNoRsTu';
const ENV = { OPENAI_API_KEY: KEY };
const TOPICS = ['delivered_not_received', 'refund_missing', 'return_item'] as const;
const lines = TOPICS.flatMap((topic) =>
  writtenTickets[topic].slice(0, 20).map((text) => `"${text.replaceAll('"', '""')}",${topic}`),
);
const tickets = (rows: readonly string[]) => `${['text,topic', ...rows].join('\n')}\n`;

async function start(options: OpenAiDoubleOptions = {}): Promise<OpenAiDouble> {
  const double = await startOpenAiDouble({ apiKey: KEY, ...options });
  onTestFinished(() => double.close());
  return double;
}

/** A folder with tickets, a third of them locked, and a baseline. */
async function folderOf(): Promise<string> {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'tickets.csv'), tickets(lines));
  for (const call of [
    ['lock', 'tickets.csv', '--kinds', 'text=text', '--target', 'topic', '--share', '0.3'],
    ['baseline', 'tickets.csv', '--target', 'topic', '--folds', '2', '--repeats', '1', '--metric', 'macro-f1'],
  ]) {
    const { code, stderr } = await verisim(call, folder);
    if (code !== 0) throw new Error(`${call.join(' ')}: ${stderr}`);
  }
  return folder;
}

const settings = ({ url }: OpenAiDouble, budget: string) => [
  ...['-g', 'llm', '--set', 'model=toy-mini', '--set', `baseURL=${url}`, '--set', `budget=${budget}`],
  ...['--set', 'prices={"toy-mini":{"input":0.15,"output":0.6}}', '--json'],
];
const play = (double: OpenAiDouble, budget = '0.5') => [
  ...['play', 'coverage-gap', 'tickets.csv', '--target', 'topic', '--where', "topic = 'return_item'"],
  ...['--gap', 'Too few returns are known.', '--metric', 'macro-f1', '--threshold', '0.01'],
  ...['--ratios', '0,0.5', '--folds', '2', '--seeds', '1', '--force', ...settings(double, budget)],
];

/** Requests whose body was billed before. */
function billedAgain(double: OpenAiDouble): number {
  const billed = double.requests().filter((request) => request.billed);
  return billed.length - new Set(billed.map(({ hash }) => hash)).size;
}

/** Everything in a folder that holds the key. */
function leaks(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => join(file.parentPath, file.name)).filter((path) => readFileSync(path).includes(KEY));
}

const made = (folder: string, run: string) => readFileSync(join(folder, '.verisim/runs', run, 'synthetic.csv'), 'utf8');

let folder: string;
let whole: { readonly run: string; readonly verdict: unknown };
beforeAll(async () => {
  folder = await folderOf();
});

test('coverage-gap with a language model: what it will cost is said, the bill is the server’s, and a second time costs nothing', async () => {
  const double = await start();
  const first = await verisim(play(double), folder, undefined, ENV);
  expect([0, 3]).toContain(first.code);
  const found = JSON.parse(first.stdout);
  expect(found.provenance.generator).toBe('llm 0.1.0');
  whole = found;
  await double.settled();
  expect(found.bill.microunits).toBe(double.bill().microdollars);
  const [, middle] = /estimate: (0\.\d+) \(0\.\d+ to 0\.\d+\) for \d+ questions of the whole play/.exec(first.stderr)!;
  expect(Number(middle) * 1e6).toBeGreaterThan(0.7 * found.bill.microunits);
  expect(Number(middle) * 1e6).toBeLessThan(1.3 * found.bill.microunits);
  expect(JSON.stringify(found.provenance)).not.toContain('budget');
  expect(leaks(folder)).toEqual([]);
  const asked = double.requests().length;
  const again = await verisim(play(double), folder, undefined, ENV);
  expect(JSON.parse(again.stdout).bill).toMatchObject({ bought: 0, microunits: found.bill.microunits });
  expect(double.requests()).toHaveLength(asked);
});

test('killed twice and out of money once: the same rows as undisturbed, nothing bought twice, one budget over all', async () => {
  const [double, torn] = [await start({ latencyMs: 20 }), await folderOf()];
  const random = createRandom('kills');
  for (let i = 0; i < 2; i++) {
    const enough = double.requests().length + random.int(2, 12);
    const ended = await verisim(
      play(double),
      torn,
      (kill) => {
        const timer = setInterval(() => {
          if (double.requests().length >= enough) kill('SIGKILL');
        }, 3);
        onTestFinished(() => clearInterval(timer));
      },
      ENV,
    );
    expect(ended.code).toBe(137);
  }
  await double.settled();
  const gone = double.bill().microdollars / 1e6;
  const poor = await verisim(play(double, `${gone + 0.002}`), torn, undefined, ENV);
  expect([poor.code, poor.stderr]).toEqual([expect.any(Number), expect.stringMatching(/budget|expected to cost/)]);
  await double.settled();
  expect(double.bill().microdollars / 1e6).toBeLessThanOrEqual(gone + 0.002);
  const resumed = await verisim(play(double), torn, undefined, ENV);
  const { bill, run, verdict } = JSON.parse(resumed.stdout);
  await double.settled();
  expect(billedAgain(double)).toBeLessThanOrEqual(bill.lost.calls);
  expect(bill.microunits).toBeGreaterThanOrEqual(double.bill().microdollars);
  expect(verdict).toEqual(whole.verdict);
  expect(made(torn, run)).toBe(made(folder, whole.run));
});

test('distill: the model labels a pool, its errors are measured on real rows, and the answers are bought once', async () => {
  const double = await start();
  const pool = writtenTickets.cancel_order.map((text) => `"${text.replaceAll('"', '""')}"`);
  writeFileSync(
    join(folder, 'pool.csv'),
    `text\n${[...pool, ...lines.slice(0, 5).map((line) => line.replace(/,\w+$/, ''))].join('\n')}\n`,
  );
  const args = [
    ...['play', 'distill', 'tickets.csv', '--pool', 'pool.csv', '--target', 'topic', '--metric', 'macro-f1'],
    ...['--licence', 'MIT', '--confirmed-by', 'Ada Lovelace', '--folds', '2', '--seeds', '1'],
    ...settings(double, '0.5'),
  ];
  const first = await verisim(args, folder, undefined, ENV);
  const found = JSON.parse(first.stdout);
  await double.settled();
  expect(found.bill.microunits).toBe(double.bill().microdollars);
  expect(billedAgain(double)).toBe(0);
  expect(found.errors.all.rows).toBe(42);
  expect(found.yield.kept + found.yield.disagreed + found.yield.unanswered).toBeLessThanOrEqual(found.yield.asked);
  expect(first.stderr).toMatch(/estimate: 0\.\d+/);
  const asked = double.requests().length;
  await verisim(args, folder, undefined, ENV);
  expect(double.requests()).toHaveLength(asked);
  const wrong = await verisim(
    args.map((word) => (word === 'llm' ? 'trees' : word)),
    folder,
    undefined,
    ENV,
  );
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('"trees" labels nothing')]);
});

test('no key and no budget: refused before a run is begun', async () => {
  const double = await start();
  const runs = readdirSync(join(folder, '.verisim/runs')).length;
  const unlimited = play(double).filter(
    (word, i, words) => !(word.startsWith('budget=') || words[i + 1]?.startsWith('budget=')),
  );
  const { code, stderr } = await verisim(unlimited, folder, undefined, ENV);
  expect([code, stderr]).toEqual([2, expect.stringContaining('no budget says how much may be spent')]);
  expect(readdirSync(join(folder, '.verisim/runs'))).toHaveLength(runs);
  expect(double.requests()).toEqual([]);
});
