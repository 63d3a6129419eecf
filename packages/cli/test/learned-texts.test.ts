import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const said = {
  card: ['my card has not come', 'where is the card I ordered', 'waiting for a new card', 'card lost in the post'],
  refund: ['I want my money back', 'please refund this payment', 'when does the refund come', 'how to return it'],
};
const fillers = ['please', 'hello', 'today', 'thanks', 'urgent', 'since monday', 'in Berlin', 'again', 'for weeks'];

/** Different texts of two kinds, every sixth with the label of the other kind. */
function texts(from: number, rows: number): string[][] {
  return Array.from({ length: rows }, (_, i) => {
    const at = from + i;
    const kind = (['card', 'refund'] as const)[at % 2];
    const other = kind === 'card' ? 'refund' : 'card';
    const filler = (step: number) => fillers[Math.floor(at / step) % fillers.length];
    return [`${filler(1)} ${said[kind][(at >> 1) % 4]} ${filler(9)} ${at}`, at % 6 === 5 ? other : kind];
  });
}

const csv = (rows: readonly string[][], head: string) => `${head}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
const run = (...args: string[]) => verisim(args, folder);

beforeAll(async () => {
  const rows = texts(0, 200);
  writeFileSync(join(folder, 'tickets.csv'), csv(rows, 'text,label'));
  writeFileSync(join(folder, 'real.csv'), csv(texts(300, 100), 'text,label'));
  writeFileSync(join(folder, 'more.csv'), csv(texts(500, 100), 'text,label'));
  writeFileSync(join(folder, 'holdout.csv'), csv(texts(700, 100), 'text,label'));
  const asked = [...rows, ...texts(200, 80)].map(([text, label]) => [text, label, label]);
  writeFileSync(join(folder, 'teacher.csv'), csv(asked, 'text,first,second'));
  await run('lock', 'tickets.csv', '--target', 'label');
});

test('baseline learns texts by text-regression, and by nothing that does not read them', async () => {
  const { stdout, code } = await run('baseline', 'tickets.csv', '--target', 'label', '--metric', 'macro-f1', '--json');
  expect(code).toBe(0);
  const found = JSON.parse(stdout);
  expect(found.learner).toBe('text-regression');
  const value = found.scores.find((score: { metric: string }) => score.metric === 'macro-f1').value;
  expect(value).toBeGreaterThan(0.7);
  expect(value).toBeLessThan(0.95);
  const trees = await run('baseline', 'tickets.csv', '--target', 'label', '--learner', 'boosted-trees');
  expect(trees.code).toBe(2);
  expect(trees.stderr).toMatch(/No column is left to predict "label"/);
});

test('lift judges texts, and sees a holdout among them', async () => {
  const files = [
    '--real',
    'real.csv',
    '--holdout',
    'holdout.csv',
    '--target',
    'label',
    '--metric',
    'macro-f1',
    '--json',
  ];
  const fair = JSON.parse((await run('lift', ...files, '--synthetic', 'more.csv')).stdout);
  expect(fair.measurements.find((m: { metric: string }) => m.metric === 'lift-macro-f1').model).toBe('text-regression');
  expect(fair.findings.map((found: { rule: string }) => found.rule)).not.toContain('holdout-leak');
  const leaked = JSON.parse((await run('lift', ...files, '--synthetic', 'holdout.csv')).stdout);
  expect(leaked.verdict.decision).toBe('cannot tell');
  expect(leaked.findings.map((found: { rule: string }) => found.rule)).toContain('holdout-leak');
});

test('play distill runs on texts: the locked ones are left out before anything is learned from them', async () => {
  const teacher = ['--teacher', 'teacher.csv', '--samples', 'first,second'];
  const licence = ['--licence', 'MIT', '--confirmed-by', 'Ada Lovelace'];
  const { stderr, stdout } = await run(
    ...['play', 'distill', 'tickets.csv', '--target', 'label', '--seeds', '1', '--folds', '2', '--html', 'd.html'],
    ...teacher,
    ...licence,
  );
  expect(stderr).not.toMatch(/error/);
  // The 40 locked rows, and the few of the 80 others that differ from one of them by a word.
  const locked = Number(/locked test rows and near copies of their texts, left out unseen\s+(\d+)/.exec(stdout)?.[1]);
  expect(locked).toBeGreaterThanOrEqual(40);
  expect(locked).toBeLessThanOrEqual(50);
  expect(stdout).toMatch(new RegExp(`kept\\s+${120 - locked}\\b`));
  expect(readFileSync(join(folder, 'd.html'), 'utf8')).toContain('text-regression');
});
