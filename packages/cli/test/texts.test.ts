import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();

/** Sentences of 9 to 20 words of a small vocabulary. */
function sentences(rows: number, seed: number): string[] {
  const random = createRandom(seed);
  const word = () => `word${Math.floor(300 * random.next() ** 3)}`;
  return Array.from({ length: rows }, () => Array.from({ length: random.int(9, 21) }, word).join(' '));
}

const csv = (texts: readonly string[]) =>
  ['text,label', ...texts.map((text, i) => `${text},${'ab'[i % 2]}`)].join('\n');

beforeAll(() => {
  const train = sentences(300, 1);
  const fresh = sentences(200, 2);
  writeFileSync(join(folder, 'train.csv'), csv(train));
  writeFileSync(join(folder, 'holdout.csv'), csv(sentences(200, 3)));
  writeFileSync(join(folder, 'fresh.csv'), csv(fresh));
  writeFileSync(join(folder, 'leaky.csv'), csv([...train.slice(0, 40), ...fresh.slice(40)]));
  writeFileSync(join(folder, 'alone.csv'), ['text', ...train].join('\n'));
  writeFileSync(join(folder, 'few.csv'), ['text', ...Array.from({ length: 24 }, (_, i) => fresh[i % 6])].join('\n'));
});

const named = (found: { attacks: { attack: string }[] }, attack: string) =>
  found.attacks.find((one) => one.attack === attack);

test('privacy --json names texts that were copied, and fresh ones are no leak', async () => {
  const files = ['privacy', '--real', 'train.csv', '--holdout', 'holdout.csv', '--no-power', '--json', '--synthetic'];
  const leaky = await verisim([...files, 'leaky.csv'], folder);
  expect(leaky.code).toBe(3);
  const found = JSON.parse(leaky.stdout);
  for (const attack of ['text-ngram-copy', 'text-character-copy', 'text-once-only'])
    expect(named(found, attack)).toMatchObject({ column: 'text', decision: 'leak' });
  expect(found.overlaps[0]).toMatchObject({ column: 'text', unit: 'words' });
  const fresh = await verisim([...files, 'fresh.csv'], folder);
  expect(fresh.code).toBe(0);
  expect(named(JSON.parse(fresh.stdout), 'text-ngram-copy')).toMatchObject({ rate: 0, decision: 'no leak seen' });
});

test('evaluate and privacy take a file of texts alone', async () => {
  const files = ['--real', 'alone.csv', '--synthetic', 'few.csv', '--json'];
  const { stdout } = await verisim(['evaluate', ...files], folder);
  const { measurements, findings } = JSON.parse(stdout);
  expect(measurements.some(({ metric }: { metric: string }) => metric === 'text-self-bleu')).toBe(true);
  const diversity = findings.find(({ rule }: { rule: string }) => rule === 'text-low-diversity');
  expect(diversity.message).toContain('24 texts of which 6 are unique');
  const audit = await verisim(['privacy', ...files, '--no-power'], folder);
  expect(JSON.parse(audit.stdout).overlaps).toHaveLength(2);
});
