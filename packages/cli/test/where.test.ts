import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const cellsOf = (file: string) =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

/** Cats are never large, one hamster in 600 rows is red, and no animal is older than 20. */
beforeAll(() => {
  const random = createRandom('animals');
  const line = (_: unknown, row: number) => {
    const animal = row === 0 ? 'hamster' : ['cat', 'dog', 'horse'][random.int(0, 3)];
    const size = animal === 'cat' || animal === 'hamster' ? 'small' : ['small', 'large'][random.int(0, 2)];
    return `${animal},${size},${random.int(1, 21)},${random.next() < 0.5 ? 'yes' : 'no'}`;
  };
  writeFileSync(join(folder, 'animals.csv'), `animal,size,age,sold\n${Array.from({ length: 600 }, line).join('\n')}\n`);
});

async function generate(where: string, ...more: string[]) {
  const args = ['generate', 'animals.csv', '--target', 'sold', '-n', '200', '--where', where, '-o', 'out.csv'];
  return verisim([...args, '--lineage', 'from.csv', ...more], folder);
}

const tags = () => cellsOf('from.csv').map((cells) => cells[10]);

test('a combination that no row shows is made, counted, and tagged in the lineage of every row', async () => {
  const { code, stdout } = await generate("animal = 'cat' and size = 'large'");
  expect(code).toBe(0);
  expect(stdout).toContain('200 rows extrapolated: no training row shows such a combination');
  expect(cellsOf('out.csv').every(([animal, size]) => animal === 'cat' && size === 'large')).toBe(true);
  expect(tags()).toEqual(new Array(200).fill('extrapolation'));
});

test('among several combinations only the rows of the unseen one are tagged, and --json counts them', async () => {
  const { stdout } = await generate("animal in ('cat', 'dog') and size = 'large' and age between 3 and 9", '--json');
  const unseen = cellsOf('out.csv').map(([animal]) => animal === 'cat');
  expect(tags()).toEqual(unseen.map((is) => (is ? 'extrapolation' : '')));
  expect(JSON.parse(stdout)).toMatchObject({ rows: 200, extrapolated: unseen.filter(Boolean).length });
});

test('a rare combination that train shows is not tagged', async () => {
  const { stdout, code } = await generate("animal = 'horse' and size = 'large' and age <= 2 and sold = 'yes'");
  expect(code).toBe(0);
  expect(stdout).not.toContain('extrapolated');
  expect(tags()).toEqual(new Array(200).fill(''));
});

test.each([
  ['a protected level', "animal = 'hamster'", /200 rows could not be had: "animal": .*"hamster".*rare: 0/],
  ['a range out of the data', 'age > 40', /200 rows could not be had: "age": .*between 1 and 20/],
])('%s: the shortfall says why', async (_, where, why) => {
  const { code, stdout } = await generate(where);
  expect(code).toBe(3);
  expect(stdout).toMatch(why);
});
