import { expect, test } from 'vitest';
import { type FreshImport, testGenerator } from '../src/index.ts';
import { generatorFailures } from './collect-failures.ts';
import { independent } from './independent-generator.ts';
import { runInNode } from './run-in-node.ts';

const failing = async (source: string) => {
  const imports = { module: `data:text/javascript,${encodeURIComponent(source)}`, run: runInNode };
  return (await importFailure(imports))?.message ?? '';
};

const importFailure = async (imports: FreshImport) =>
  (await generatorFailures(independent, { imports, examples: 1 })).get('import');

test('what an import does is said', async () => {
  expect(await failing('export const x = new Date(0)')).toBe('');
  expect(await failing('globalThis.cache = new Map()')).toContain('leaves the global cache behind');
  expect(await failing('Array.prototype.last = () => {}')).toContain('extends Array.prototype by last');
  expect(await failing('console.log("loaded")')).toContain('calls console.log');
  expect(await failing('process.on("exit", () => {}); process.env.SEED = "1"')).toMatch(
    /listens to the process event exit; changes the environment/,
  );
}, 30_000);

test('a hook that cannot import the module is told from a plugin that does something', async () => {
  for (const imports of [
    { module: 'file:///nowhere.js', run: runInNode },
    { module: 'x', run: async () => 'nothing' },
  ]) {
    expect(await importFailure(imports)).toMatchObject({ code: 'conformance/bad-import-probe' });
  }
});

test('without a hook the test says that it did not run', () => {
  const titles: string[] = [];
  testGenerator((name) => void titles.push(name), independent);
  expect(titles.filter((title) => title.includes('(not run: '))).toEqual([
    'independent: (not run: the setup gives no `imports`) does nothing when it is imported',
  ]);
});
