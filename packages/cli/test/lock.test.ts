import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, type Outcome, verisim } from './verisim.ts';

const folder = emptyFolder();
const here = (...args: string[]): Promise<Outcome> => verisim(args, folder);

/** 300 visits of 100 people; visits 1 to 6 stand in the file twice. */
function visitsCsv(): string {
  const random = createRandom(1);
  const lines = Array.from({ length: 300 }, (_, i) => {
    const day = String(1 + random.int(0, 28)).padStart(2, '0');
    const sick = random.next() < 0.2 ? 'yes' : 'no';
    return `p${i % 100},2024-${String(1 + random.int(0, 12)).padStart(2, '0')}-${day},${random.normal().toFixed(5)},${sick}`;
  });
  return `${['person,day,score,sick', ...lines, ...lines.slice(0, 6)].join('\n')}\n`;
}

beforeAll(() => {
  writeFileSync(join(folder, 'visits.csv'), visitsCsv());
});

const fresh = () => rmSync(join(folder, '.verisim'), { recursive: true, force: true });
const people = (csv: string) =>
  new Set(
    csv
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0]),
  );

test('lock --group: all visits of a person are on one side; the same again is found, another way is refused', async () => {
  fresh();
  const { code, stdout } = await here('lock', 'visits.csv', '--target', 'sick', '--group', 'person', '--json');
  expect(code).toBe(0);
  const { id, rows, split, training, ledger } = JSON.parse(stdout);
  expect(split).toMatchObject({
    asked: 61,
    groups: ['person'],
    time: null,
    duplicates: { exact: 12, sets: 6, across: 0 },
  });
  expect(split.groupCounts.locked + split.groupCounts.training).toBe(100);
  expect(people(readFileSync(join(folder, training.file), 'utf8')).size).toBe(split.groupCounts.training);
  expect([rows + training.rows, ledger.entries]).toEqual([306, 5]);
  const again = await here('lock', 'visits.csv', '--target', 'sick', '--group', 'person');
  expect([again.code, again.stdout.includes(`locked already: holdout ${id}`)]).toEqual([0, true]);
  expect(again.stdout).toContain('groups: by "person"');
  expect(again.stdout).toContain('12 rows equal in every cell, in 6 sets, such as rows 1 = 301');
  const other = await here('lock', 'visits.csv', '--target', 'sick');
  expect([other.code, other.stderr.includes('groups by person')]).toEqual([2, true]);
});

test('lock --time: the latest rows, with the cut', async () => {
  fresh();
  const { stdout } = await here('lock', 'visits.csv', '--time', 'day', '--share', '60', '--json');
  const { split, training } = JSON.parse(stdout);
  const days = readFileSync(join(folder, training.file), 'utf8').split('\n').slice(1, -1);
  expect(days.every((line) => line.split(',')[1] < split.time.from)).toBe(true);
  expect(split.time).toMatchObject({ column: 'day', untimed: 0 });
});

test('lock --duplicates: kept they are counted, refused they are named by row and nothing is locked', async () => {
  fresh();
  const refused = await here('lock', 'visits.csv', '--duplicates', 'refuse', '--seed', '3');
  expect([refused.code, /workspace\/|rows \d+ = 30\d \(exact\)/.test(refused.stderr)]).toEqual([2, true]);
  expect(existsSync(join(folder, '.verisim/holdouts'))).toBe(false);
  const kept = await here('lock', 'visits.csv', '--duplicates', 'keep', '--seed', '3');
  expect(kept.stdout).toMatch(/warning: \d locked rows? ha(s|ve) a copy in the training part/);
  const odd = await here('lock', 'visits.csv', '--duplicates', 'drop');
  expect([odd.code, odd.stderr.includes('together, keep, refuse')]).toEqual([2, true]);
  const group = await here('lock', 'visits.csv', '--group', 'persn');
  expect([group.code, group.stderr.includes('person')]).toEqual([2, true]);
});

test('lock --lineage: rows with a common ancestor are on one side', async () => {
  fresh();
  const lines = Array.from({ length: 306 }, (_, i) => `r${i},${i < 50 ? 'synthetic' : 'real'},${i < 50 ? 'r99' : ''}`);
  writeFileSync(join(folder, 'lineage.csv'), `id,origin,parents\n${lines.join('\n')}\n`);
  const short = await here('lock', 'visits.csv', '--lineage', 'visits.csv');
  expect([short.code, short.stderr.includes('visits.csv has no column "id"')]).toEqual([2, true]);
  const { stdout, stderr } = await here('lock', 'visits.csv', '--lineage', 'lineage.csv', '--json');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).split).toMatchObject({ ancestors: true, groupCounts: { largest: 51 } });
});

test('verify and history: whole, then every fault with exit 3; a printed hash shows a ledger put back', async () => {
  fresh();
  await here('lock', 'visits.csv', '--target', 'sick');
  const before = emptyFolder();
  cpSync(join(folder, '.verisim'), join(before, '.verisim'), { recursive: true });
  await here('lock', 'visits.csv', '--target', 'sick');
  const whole = await here('verify', '--json');
  expect(whole.code).toBe(0);
  const { head } = JSON.parse(whole.stdout);
  expect(head.entries).toBe(6);
  const versions = JSON.parse((await here('history', '--json')).stdout).versions;
  expect(versions.map(({ role, rows }: { role: string; rows: number }) => [role, rows])).toEqual([
    ['real', 306],
    ['train', 245],
    ['holdout', 61],
  ]);
  const shown = await here('history');
  expect([shown.code, /245 rows kept, 61 left out/.test(shown.stdout)]).toEqual([0, true]);
  const [training] = readdirSync(join(folder, '.verisim/training'));
  appendFileSync(join(folder, '.verisim/training', training), 'p1,2024-01-01,0.5,no\n');
  const damaged = await here('verify');
  expect(damaged.code).toBe(3);
  expect(damaged.stdout).toContain(`workspace/training-changed: The training part .verisim/training/${training}`);
  expect((await here('history')).code).toBe(3);
  writeFileSync(join(folder, 'made.csv'), visitsCsv());
  const files = ['--real', `.verisim/training/${training}`, '--synthetic', 'made.csv', '--target', 'sick'];
  const lift = await here('lift', ...files, '--holdout', 'locked');
  expect([lift.code, lift.stderr.includes('run verisim lock again')]).toEqual([2, true]);
  const back = (...args: string[]) => verisim(['verify', ...args], before);
  expect((await back()).code).toBe(0);
  expect((await back('--head', head.hash)).code).toBe(3);
  expect((await verisim(['verify'], emptyFolder())).code).toBe(2);
});
