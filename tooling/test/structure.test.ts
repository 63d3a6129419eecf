import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { must, run } from '../command.ts';
import { temporaryTree } from './temporary-tree.ts';

const SCRIPT = join(import.meta.dirname, '../structure.ts');
const manifest = (dependencies: Record<string, string> = {}) => JSON.stringify({ dependencies });
let root = '';

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs the script over a tree of its own: packages core and io that are in order, and what is laid over them. */
function structure(files: Record<string, string>): { status: number; output: string } {
  root = temporaryTree({
    'packages/core/package.json': manifest(),
    'packages/core/src/index.ts': 'export const one = 1;\n',
    'packages/io/package.json': manifest({ '@verisim/core': '*' }),
    'packages/io/src/index.ts': "export * from '@verisim/core';\n",
    ...files,
  });
  must('git', ['init', '--quiet'], root);
  return run(process.execPath, [SCRIPT, root], root);
}

test('a tree in order passes, and the code of core is counted without comments and blank lines', () => {
  const text = '/** Says\n * why. */\n\nexport const text = `a\nb`; // here\n// not here\nexport const two = 2;\n';
  const { status, output } = structure({ 'packages/core/src/text.ts': text });
  expect(output).toContain('are in order');
  expect(output).toContain('4 lines of code, comments and blank lines left out, of at most 1500');
  expect(status).toBe(0);
});

// Written in pieces, so that this file does not break the rules it tests.
const PEM = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
const HOME = ['', 'home', 'ada', 'x'].join('/');
const REGISTRY = ['registry', 'npmjs', 'org'].join('.');
const TOKEN = `npm_${'a1B2'.repeat(9)}`;

/** A file, what it holds, and what is said of it. */
const BREACHES: readonly (readonly [string, string, string])[] = [
  ['packages/core/src/direction.ts', "import '@verisim/io';\n", 'core may not import @verisim/io'],
  ['packages/io/src/dynamic.ts', "export const load = () => import('verisim');\n", 'io may not import verisim'],
  [
    'packages/io/src/undeclared.ts',
    "import left from 'left-pad/lib';\nexport default left;\n",
    'imports left-pad, which packages/io/package.json does not declare',
  ],
  ['packages/core/src/node.ts', "import 'node:fs';\n", 'imports node:fs; core must run without Node'],
  ['packages/core/src/chance.ts', '\nexport const a = Math.random();\n', 'uses Math.random'],
  ['packages/core/src/clock.ts', 'export const a = Date.now();\n', 'uses Date.now'],
  ['packages/core/src/timer.ts', 'export const a = performance.now();\n', 'uses performance.now'],
  ['packages/core/src/today.ts', 'export const a = new Date();\n', 'uses new Date()'],
  ['packages/core/src/console.ts', "console.log('a');\n", 'uses console'],
  ['packages/core/src/process.ts', 'export const a = process.pid;\n', 'uses process'],
  ['packages/core/src/network.ts', "export const a = fetch('b');\n", 'uses fetch'],
  ['packages/io/src/long.ts', '//\n'.repeat(401), '401 lines, more than 400'],
  ['packages/odd/src/unplaced.ts', '', 'does not say what it may import'],
  ['registry.txt', `see ${REGISTRY}\n`, 'names a package registry'],
  ['path.txt', `see "${HOME}"\n`, 'holds an absolute path of one machine'],
  ['private.txt', `${PEM}\n`, 'holds a private key'],
  ['token.txt', `token=${TOKEN}\n`, 'holds what looks like an access token'],
];

test('every rule is broken once, and each breach is named once', () => {
  const { status, output } = structure({
    'packages/core/package.json': manifest({ '@verisim/io': '*' }),
    'packages/io/package.json': manifest({ '@verisim/core': '*', verisim: '*' }),
    'packages/odd/package.json': manifest(),
    ...Object.fromEntries(BREACHES.map(([file, text]) => [file, text])),
  });
  const lines = output.split('\n').filter((line) => line.startsWith('  '));
  const unsaid = BREACHES.filter(([file, , says]) => {
    const place = says.startsWith('does not say') ? 'packages/odd' : file;
    return lines.filter((line) => line.startsWith(`  ${place}:`) && line.includes(says)).length !== 1;
  });
  expect(unsaid.map(([file]) => file)).toEqual([]);
  expect(output).toContain(`${BREACHES.length} problem(s) of structure`);
  expect(status).toBe(1);
});

test('what is allowed is not caught: bounds, own names, a date from a number', () => {
  const text = 'export const a = { process: 1, fetch: 2 };\nexport const b = new Date(a.process);\n';
  const { status, output } = structure({ 'packages/core/src/a.ts': text, 'packages/io/src/a.ts': '//\n'.repeat(400) });
  expect(output).not.toContain('problem');
  expect(status).toBe(0);
});

test('warnings: a dependency that no source names, too much code in core', () => {
  const file = (name: string) =>
    Array.from({ length: 380 }, (_, line) => `export const ${name}${line} = 0;\n`).join('');
  const { status, output } = structure({
    'packages/io/package.json': manifest({ '@verisim/core': '*', 'left-pad': '*' }),
    ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`packages/core/src/${name}.ts`, file(name)])),
  });
  expect(output).toContain('warning: packages/io: declares left-pad and no source names it');
  expect(output).toContain('warning: packages/core: 1521 lines of code');
  expect(status).toBe(0);
});
