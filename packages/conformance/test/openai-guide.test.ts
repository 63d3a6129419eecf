import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { OPENAI_FAULTS } from '../src/openai/index.ts';

const guide = readFileSync(new URL('../../../docs/guide/openai-double.md', import.meta.url), 'utf8');

test('the guide lists every fault, and no other', () => {
  const table = guide.split('<!-- faults -->')[1]?.split('<!-- end -->')[0] ?? '';
  const listed = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...line.split('|')[1].matchAll(/`([a-z0-9-]+)`/g)].map(([, name]) => name));
  expect(listed.sort()).toEqual(Object.keys(OPENAI_FAULTS).sort());
});

test('the example of the guide runs as it stands', () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(guide) ?? [];
  const file = fileURLToPath(new URL(`./guide-example-${process.pid}.ts`, import.meta.url));
  try {
    writeFileSync(file, example);
    const run = spawnSync(process.execPath, ['--conditions=verisim-source', file], { encoding: 'utf8' });
    expect([run.stderr, run.status]).toEqual(['', 0]);
    const [first, second, bill] = run.stdout.trim().split('\n');
    expect([first, second]).toEqual(['503', '200']);
    expect(bill).toMatch(/^1 [1-9]\d*$/);
  } finally {
    rmSync(file, { force: true });
  }
});
