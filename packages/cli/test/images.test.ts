import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const text = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

test('images go into a folder as PNG beside coco.json and their rows, or all into one table', async () => {
  const folder = emptyFolder();
  const call = ['generate', '-g', 'images', '--set', 'kind=gauges', '--set', 'size=64x64', '-n', '70'];
  const { code, stdout, stderr } = await verisim([...call, '-o', 'made/'], folder);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('made/images.csv: 70 rows');
  expect(stdout).toMatch(/self-test boxes of masks: 1 .*stated 1/);
  expect(stdout).toContain('coco.json: boxes and masks of 70 images');
  const coco = JSON.parse(text(folder, 'made/coco.json')) as { images: { file_name: string }[] };
  expect(coco.images.length).toBe(70);
  for (const { file_name } of coco.images)
    expect(
      readFileSync(join(folder, 'made', file_name))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  expect(readdirSync(join(folder, 'made/images')).length).toBe(70);
  expect(text(folder, 'made/images.csv').split('\n')[0]).toBe('file,kind,width,height,count,reading,text,objects');
  await verisim([...call, '-o', 'one.csv', '--workers', '2'], folder);
  expect(text(folder, 'one.csv').split('\n')[0]).toMatch(/,png$/);
  expect(existsSync(join(folder, 'images'))).toBe(false);
  const fitted = await verisim(['generate', 'made/coco.json', '-g', 'images', '-n', '5', '-o', 'more.csv'], folder);
  expect(fitted.stdout).toContain('fitted to the sample: {"size":"64x64","objects":2');
});

test('payments and dialogues are made from options alone and test themselves', async () => {
  const folder = emptyFolder();
  const fraud = ['--set', 'fraud={"rate":0.01,"patterns":["mule-ring"]}'];
  const paid = await verisim(['generate', '-g', 'payments', ...fraud, '-n', '20000', '-o', 'p.csv'], folder);
  expect([paid.code, paid.stderr]).toEqual([0, '']);
  expect(paid.stdout).toMatch(/self-test fraud rate: .* stated 0\.0025/);
  const causes = new Set(
    text(folder, 'p.csv')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').at(-2)),
  );
  expect(causes).toEqual(new Set(['ordinary', 'mule-ring']));
  const refit = await verisim(['generate', 'p.csv', '-g', 'payments', '-n', '100', '-o', 'q.csv'], folder);
  expect(refit.stdout).toContain('fitted to the sample: {"accounts":');
  const spoken = await verisim(['generate', '-g', 'dialogue', '-n', '3000', '-o', 'd.csv'], folder);
  expect([spoken.code, spoken.stderr]).toEqual([0, '']);
  expect(spoken.stdout).toMatch(/self-test cooperativeness: .* stated 0\.75/);
});
