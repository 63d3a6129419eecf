import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must, run } from '../command.ts';
import { filesBelow } from '../files-below.ts';
import { temporaryTree } from './temporary-tree.ts';

const SCRIPT = join(import.meta.dirname, '../bundle.ts');
const ENTRY = { 'verisim-source': './src/index.ts', default: './dist/index.js' };
const OTHER = { 'verisim-source': './src/other/other.ts', default: './dist/other/other.js' };
const MANIFEST = {
  name: '@verisim/a',
  type: 'module',
  exports: { '.': ENTRY, './other': OTHER, './package.json': './package.json' },
  bin: { a: './dist/main.js' },
};
const START = "new Worker(new URL('./worker.ts', import.meta.url))";
const FILES = {
  'packages/a/package.json': JSON.stringify(MANIFEST),
  'packages/a/src/index.ts':
    "export * from './shared.ts';\nexport * from './parts/start.ts';\nexport const lazy = () => import('./lazy.ts');\n",
  'packages/a/src/shared.ts': "import { sep } from 'node:path';\nexport const shared: unique symbol = Symbol(sep);\n",
  'packages/a/src/lazy.ts': "export const heavy = ['left for later'];\n",
  'packages/a/src/other/other.ts': "export { shared } from '../shared.ts';\n",
  'packages/a/src/main.ts': "#!/usr/bin/env node\nconsole.log((await import('./lazy.ts')).heavy[0]);\n",
  'packages/a/src/parts/start.ts': `import { Worker } from 'node:worker_threads';\nexport const start = (): Worker => ${START};\nexport const again = (): Worker => ${START};\n`,
  'packages/a/src/parts/worker.ts':
    "import { isMainThread, parentPort } from 'node:worker_threads';\nimport { shared } from '../shared.ts';\nparentPort?.postMessage([isMainThread, typeof shared]);\n",
  'packages/a/dist/index.d.ts': 'export {};\n',
  'packages/a/dist/index.d.ts.map': '{}',
  'packages/a/dist/gone.d.ts': 'export {};\n',
  'packages/a/dist/parts/start.js': 'export {};\n',
  'packages/a/dist/.tsbuildinfo': '{}',
};
let root = '';

const bundle = () => run(process.execPath, [SCRIPT, root], root);
const dist = (file: string) => join(root, 'packages/a/dist', file);
const evaluate = (text: string) => {
  writeFileSync(join(root, 'program.mjs'), `import * as a from './packages/a/dist/index.js';\n${text}\n`);
  return must(process.execPath, ['program.mjs'], root);
};

beforeEach(() => {
  root = temporaryTree(FILES);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('dist holds one bundle for each entry, what they share and load later, and the declarations; nothing of before', () => {
  const { status, output } = bundle();
  expect([output, status]).toEqual(['bundle: 8 files written or removed', 0]);
  expect(filesBelow(dist(''))).toEqual([
    '.tsbuildinfo',
    'index.d.ts',
    'index.d.ts.map',
    'index.js',
    'lazy.js',
    'main.js',
    'other/other.js',
    'shared.js',
    'worker.js',
  ]);
  expect(readFileSync(dist('index.js'), 'utf8')).not.toContain('left for later');
  expect(readFileSync(dist('shared.js'), 'utf8')).toMatch(/from "node:path"[\s\S]*\/\/ src\/shared\.ts\n/);
});

test('what is bundled runs: the command, a module loaded later, one symbol for two entries, a thread', () => {
  bundle();
  expect(readFileSync(dist('main.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(must(process.execPath, [dist('main.js')], root)).toBe('left for later\n');
  const same = "(await import('./packages/a/dist/other/other.js')).shared === a.shared";
  expect(evaluate(`console.log(${same})`)).toBe('true\n');
  const thread = "a.start().once('message', (said) => console.log(...said))";
  expect(evaluate(thread)).toBe('false symbol\n');
});

test('only what differs is written again', () => {
  bundle();
  const before = statSync(dist('shared.js')).mtimeMs;
  expect(bundle().output).toBe('bundle: every package is up to date');
  writeFileSync(join(root, 'packages/a/src/lazy.ts'), "export const heavy = ['changed'];\n");
  rmSync(dist('worker.js'));
  expect(bundle().output).toBe('bundle: 2 files written or removed');
  expect(readFileSync(dist('lazy.js'), 'utf8')).toContain('changed');
  expect(existsSync(dist('worker.js'))).toBe(true);
  expect(statSync(dist('shared.js')).mtimeMs).toBe(before);
});

test('a started module that others import is refused, and leaves dist as it was', () => {
  const file = join(root, 'packages/a/src/lazy.ts');
  writeFileSync(file, "export { sum } from './parts/worker.ts';\nexport const heavy = [1];\n");
  writeFileSync(join(root, 'packages/a/src/parts/worker.ts'), 'export const sum = 1;\nconsole.log(sum);\n');
  const { status, output } = bundle();
  expect(status).not.toBe(0);
  expect(output).toContain('worker.ts is started, and imported too');
  expect(existsSync(dist('parts/start.js'))).toBe(true);
});
