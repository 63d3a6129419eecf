import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const folder = emptyFolder();

beforeAll(() => {
  const rows = (count: number, seed: number) =>
    patientsCsv(count, seed).replace('age,group,score,y', 'age,group,score,died');
  writeFileSync(join(folder, 'patients.csv'), rows(400, 1));
  writeFileSync(join(folder, 'train.csv'), rows(400, 1));
  writeFileSync(join(folder, 'test.csv'), rows(300, 2));
});

test('the commands of the README run, in their order', async () => {
  const calls = [...readme.matchAll(/^npm run -s verisim -- (.*)$/gm)].map(([, call]) => call.split(' '));
  expect(calls.map(([command]) => command)).toEqual(['inspect', 'generate', 'evaluate', 'lift', 'privacy']);
  for (const call of calls) {
    const { code, stderr } = await verisim(call, folder);
    expect([0, 3], `${call.join(' ')}: ${stderr}`).toContain(code);
  }
  expect(readFileSync(join(folder, 'synthetic.csv'), 'utf8').split('\n')).toHaveLength(1002);
});

test('the library example of the README runs as it stands and has five lines of code', () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const lines = example.trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('import ')).length).toBeLessThanOrEqual(5);
  const file = fileURLToPath(new URL(`./readme-example-${process.pid}.ts`, import.meta.url));
  rmSync(join(folder, 'synthetic.csv'), { force: true });
  try {
    writeFileSync(file, example);
    const { status, stderr } = spawnSync(process.execPath, ['--conditions=verisim-source', file], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  } finally {
    rmSync(file, { force: true });
  }
  expect(readFileSync(join(folder, 'synthetic.csv'), 'utf8').split('\n')).toHaveLength(1002);
});

test('the README lists every package', () => {
  const listed = [...readme.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name).sort();
  const tsconfig = JSON.parse(readFileSync(new URL('../../../tsconfig.json', import.meta.url), 'utf8'));
  const names = tsconfig.references.map(({ path }: { path: string }) => {
    return JSON.parse(readFileSync(new URL(`../../../${path}/package.json`, import.meta.url), 'utf8')).name;
  });
  expect(listed).toEqual(names.sort());
});

test('the list of guides has every guide once, and every link of it leads somewhere', () => {
  const folder = new URL('../../../docs/guide/', import.meta.url);
  const list = readFileSync(new URL('README.md', folder), 'utf8');
  const linked = [...list.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  for (const link of linked) expect(existsSync(new URL(link, folder)), link).toBe(true);
  const guides = readdirSync(folder, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
  const wanted = guides.filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
  expect(linked.filter((link) => !link.startsWith('..')).sort()).toEqual(wanted);
});
