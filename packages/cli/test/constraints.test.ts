import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const rules = [
  { rule: 'inequality', columns: ['low', 'high'] },
  { rule: 'combinations', columns: ['city', 'country'], name: 'cities lie somewhere' },
];

beforeAll(() => {
  const places = ['Paris,FR', 'Rome,IT', 'Lyon,FR'];
  const rows = Array.from({ length: 400 }, (_, row) => {
    const low = (row * 37) % 100;
    return `${low},${row % 50 === 0 ? low - 1 : low + ((row * 13) % 20)},${places[row % 3]}`;
  });
  writeFileSync(join(folder, 'trips.csv'), `low,high,city,country\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'rules.json'), JSON.stringify(rules));
  writeFileSync(join(folder, 'broken.json'), '[{ "rule": "inequality", ');
  writeFileSync(join(folder, 'odd.json'), '[{ "rule": "inequality", "columns": ["low", "city"] }]');
});

function broken(file: string): number {
  const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n').slice(1);
  return lines.filter((line) => {
    const [low, high, city, country] = line.split(',');
    return Number(low) > Number(high) || (city === 'Rome') !== (country === 'IT');
  }).length;
}

test('generate --constraints: every row holds, and rows that do not hold are left out by name', async () => {
  expect(broken('trips.csv')).toBe(8);
  const args = ['generate', 'trips.csv', '-g', 'marginals', '-n', '3000', '-o', 'out.csv'];
  const { code, stdout } = await verisim([...args, '--constraints', 'rules.json'], folder);
  expect(code).toBe(0);
  expect(broken('out.csv')).toBe(0);
  expect(stdout).toContain('8 rows of the data break inequality of "low", "high" and were not learned from');
  expect((await verisim(args, folder)).code).toBe(0);
  expect(broken('out.csv')).toBeGreaterThan(100);
});

test('a config declares them as well', async () => {
  const config = { data: 'trips.csv', gap: 'None.', target: 'city', owners: ['Ada'], generator: 'marginals' };
  writeFileSync(join(folder, 'verisim.config.json'), JSON.stringify({ ...config, constraints: rules }));
  const { code, stdout } = await verisim(['generate', '-n', '500', '-o', 'own.csv', '--json'], folder);
  expect(code).toBe(0);
  expect(broken('own.csv')).toBe(0);
  expect(JSON.parse(stdout).notes.constraints.held).toMatchObject({ 'cities lie somewhere': 'joined columns' });
});

test.each([
  ['broken.json', 'is not JSON'],
  ['none.json', 'cannot be read (ENOENT)'],
  ['trips.csv', 'is not JSON'],
  ['odd.json', 'compares "city", which is category and has no order'],
])('%s is refused', async (file, why) => {
  const { code, stderr } = await verisim(['generate', 'trips.csv', '--constraints', file, '-o', 'no.csv'], folder);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});

test('conditions that the constraints rule out are refused, and say which', async () => {
  const where = ['--where', "city = 'Rome' and country = 'FR'"];
  const args = ['generate', 'trips.csv', '--constraints', 'rules.json', '-o', 'no.csv', ...where];
  const { code, stderr } = await verisim(args, folder);
  expect(code).toBe(2);
  expect(stderr).toContain('cities lie somewhere');
});
