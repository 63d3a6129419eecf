import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { writtenTickets } from '../src/demo-tickets.ts';
import { emptyFolder, verisim } from './verisim.ts';

/** Tickets with a number that tells nothing: only the text knows the topic. */
function folderOf(): string {
  const folder = emptyFolder();
  const random = createRandom('minutes');
  const lines = (['refund_missing', 'return_item'] as const).flatMap((topic) =>
    writtenTickets[topic].map((text) => `"${text.replaceAll('"', '""')}",${random.int(1, 90)},${topic}`),
  );
  writeFileSync(join(folder, 'tickets.csv'), `${['note,minutes,topic', ...lines].join('\n')}\n`);
  return folder;
}

const lockOf = (folder: string) => {
  const [id] = readdirSync(join(folder, '.verisim/holdouts'));
  return JSON.parse(readFileSync(join(folder, '.verisim/holdouts', id, 'lock.json'), 'utf8'));
};
const baseline = (folder: string, ...more: string[]) =>
  verisim(
    [
      'baseline',
      'tickets.csv',
      '--target',
      'topic',
      '--metric',
      'macro-f1',
      '--folds',
      '3',
      '--repeats',
      '1',
      '--json',
      ...more,
    ],
    folder,
  );
test('a text that nobody asked for is left alone, also in the training part; one that was asked for is learned from and locked', async () => {
  const found = folderOf();
  expect((await verisim(['lock', 'tickets.csv', '--target', 'topic'], found)).code).toBe(0);
  expect(lockOf(found).fingerprintColumns).toEqual(['minutes', 'topic']);
  const without = await baseline(found);
  expect(JSON.parse(without.stdout).learner).toBe('logistic-regression');

  const asked = folderOf();
  expect((await verisim(['lock', 'tickets.csv', '--target', 'topic', '--kinds', 'note=text'], asked)).code).toBe(0);
  expect(lockOf(asked).fingerprintColumns).toEqual(['note', 'minutes', 'topic']);
  const withText = await baseline(asked);
  expect(JSON.parse(withText.stdout).learner).toBe('text-regression');

  const later = await baseline(found, '--kinds', 'note=text');
  expect(JSON.parse(later.stdout).learner).toBe('text-regression');
  const shown = await verisim(['inspect', 'tickets.csv'], found);
  expect(shown.stdout).toContain('--kinds note=text makes one a feature');
});
