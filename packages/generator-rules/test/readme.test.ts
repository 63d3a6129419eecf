import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cells, made } from './made.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the rules of the README and of the guide make what they say', async () => {
  const readme = /const text = `\n([\s\S]*?)`;/.exec(read('../README.md'))![1];
  const table = await made(readme, 200);
  expect(table.spec.columns.map(({ name }) => name)).toEqual(['id', 'text', 'intent']);
  const [, yaml] = /```yaml\n([\s\S]*?)```/.exec(read('../../../docs/guide/generators/rules.md'))!;
  const tickets = await made(yaml, 300);
  expect(tickets.spec.columns.map(({ name }) => name)).toEqual(['industry', 'tone', 'amount', 'text', 'intent']);
  for (const text of cells(tickets, 'text'))
    expect(text).toMatch(
      /^(Hello|Now!) (my (wife|son) lost an? (card|umbrella|mouse); (she|he) paid \d+\.\d\d\.|where are my .* and .*\?)$/,
    );
});
