import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const pairs = Array.from({ length: 12 }, (_, i) => ({ instruction: `Count to ${i}`, response: `Done, ${i}` }));
writeFileSync(join(folder, 'pairs.jsonl'), pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));

test('export writes what fine-tuning takes, and nothing where a row cannot be', async () => {
  const args = ['export', 'pairs.jsonl', '--format', 'openai', '--system', 'Be brief.', '-o', 'train.jsonl', '--json'];
  const { code, stdout } = await verisim(args, folder);
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    { file: 'pairs.jsonl', format: 'openai', rows: 12, output: 'train.jsonl' },
  ]);
  const lines = readFileSync(join(folder, 'train.jsonl'), 'utf8').trim().split('\n');
  expect(JSON.parse(lines[11])).toEqual({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Count to 11' },
      { role: 'assistant', content: 'Done, 11' },
    ],
  });
  writeFileSync(join(folder, 'bad.jsonl'), '{"text":"a b","label":"x"}\n{"text":"c d","label":null}\n');
  const bad = await verisim(['export', 'bad.jsonl', '--format', 'chatml', '-o', 'bad-out.jsonl', '--json'], folder);
  expect([bad.code, JSON.parse(bad.stdout).error.code]).toEqual([2, 'generator-text/bad-conversation']);
  expect(JSON.parse(bad.stdout).error.message).toContain('Row 2');
  expect(existsSync(join(folder, 'bad-out.jsonl'))).toBe(false);
});

test('an unknown format names those there are', async () => {
  const { code, stderr } = await verisim(['export', 'pairs.jsonl', '--format', 'alpaca', '-o', 'x.jsonl'], folder);
  expect(code).toBe(2);
  expect(stderr).toContain('sharegpt');
});
