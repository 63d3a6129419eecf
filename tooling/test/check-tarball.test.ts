import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { checkTarball } from '../check-tarball.ts';
import { temporaryTree } from './temporary-tree.ts';

const ENTRY = { 'verisim-source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' };
const MANIFEST = {
  name: '@verisim/sound',
  version: '1.0.0',
  description: 'A package in order',
  keywords: ['verisim'],
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=22.18' },
  exports: { '.': ENTRY, './package.json': './package.json' },
  files: ['dist', 'src'],
  bin: { sound: './dist/main.js' },
  scripts: { test: 'vitest run' },
  dependencies: { '@verisim/core': '^1.0.0' },
};
const FILES = {
  LICENSE: 'MIT',
  'README.md': '# Sound',
  'src/index.ts': 'export {};\n',
  'src/main.ts': '#!/usr/bin/env node\n',
  'dist/index.js': 'import { a } from "./shared.js";\nnew Worker(new URL("./worker.js", import.meta.url));\n',
  'dist/shared.js': 'export const load = () => import("./lazy.js");\n',
  'dist/lazy.js': 'export {};\n',
  'dist/worker.js': 'export {};\n',
  'dist/index.d.ts.map': '{"sources":["../src/index.ts"]}',
  'dist/index.d.ts': 'export {};\n',
  'dist/main.js': '#!/usr/bin/env node\n',
  'dist/main.d.ts': '#!/usr/bin/env node\nexport {};\n',
};
let folder = '';

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function problems(manifest: object = {}, files: Record<string, string | undefined> = {}): readonly string[] {
  const all = { ...FILES, 'package.json': JSON.stringify({ ...MANIFEST, ...manifest }), ...files };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  folder = temporaryTree(Object.fromEntries(kept));
  return checkTarball(folder).problems;
}

test('a package in order has no problems', () => {
  expect(problems()).toEqual([]);
});

test.each<[string, Record<string, string | undefined>, string]>([
  ['a missing README', { 'README.md': undefined }, 'README.md is missing'],
  ['a missing licence', { LICENSE: undefined }, 'LICENSE is missing'],
  ['a test', { 'test/a.test.ts': '' }, 'test/a.test.ts does not belong'],
  ['a benchmark among the sources', { 'src/bench/a.ts': '' }, 'src/bench/a.ts does not belong'],
  ['data', { 'dist/rows.csv': 'a,b\n' }, 'dist/rows.csv does not belong'],
  ['build information', { 'tsconfig.tsbuildinfo': '{}' }, 'tsconfig.tsbuildinfo does not belong'],
  ['secrets', { '.env': 'KEY=1' }, '.env does not belong'],
  ['a source that was not built', { 'src/late.ts': '' }, 'src/late.ts was not built'],
  ['a bundle that a stale build left', { 'dist/old.js': '' }, 'dist/old.js is imported by nothing'],
  ['a declaration that a stale build left', { 'dist/old.d.ts': '' }, 'dist/old.d.ts has no source'],
  ['a missing bundle', { 'dist/index.js': 'import("./late.js");\n' }, 'dist/late.js is named in dist/index.js'],
  [
    'a path of one machine',
    { 'dist/index.d.ts.map': `{"sources":["${['', 'home', 'ada', 'x.ts'].join('/')}"]}` },
    'absolute path',
  ],
  ['a command without an interpreter', { 'dist/main.js': 'run();\n' }, 'does not begin with "#!/usr/bin/env node"'],
  ['a missing entry', { 'dist/main.js': undefined }, './dist/main.js is named in package.json but missing'],
])('%s is caught', (_, files, says) => {
  expect(problems({}, files).join('\n')).toContain(says);
});

test.each<[string, object, string]>([
  ['an install script', { scripts: { postinstall: 'node setup.js' } }, 'scripts "postinstall" would run'],
  ['a range of the workspace', { dependencies: { '@verisim/core': 'workspace:^' } }, 'the range "workspace:^"'],
  ['a range of the catalogue', { peerDependencies: { zod: 'catalog:' } }, 'the range "catalog:" of zod'],
  ['another licence', { license: 'UNLICENSED' }, 'license must be "MIT"'],
  ['side effects', { sideEffects: true }, 'sideEffects must be false'],
  ['no engines', { engines: {} }, 'engines must say node'],
  ['no keyword', { keywords: ['data'] }, 'keywords must include'],
  [
    'types after code',
    { exports: { '.': { 'verisim-source': ENTRY['verisim-source'], default: ENTRY.default, types: ENTRY.types } } },
    'exports "." must have the conditions verisim-source, types, default',
  ],
])('%s is caught', (_, manifest, says) => {
  expect(problems(manifest).join('\n')).toContain(says);
});
