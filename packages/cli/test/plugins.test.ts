import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableValidators } from '@verisim/validator-table';
import { textValidators } from '@verisim/validator-text';
import { expect, test } from 'vitest';
import { checkPackageName } from '../src/package-name.ts';
import { pluginTable } from '../src/plugin-table.ts';
import { emptyFolder, verisim } from './verisim.ts';

const project = { data: 'x.csv', gap: 'Too few.', target: 'y', owners: ['Ada'] };

/** A project with packages in node_modules, each an ES module of the given text. */
function projectWith(packages: Readonly<Record<string, string>>, plugins: readonly string[]): string {
  const folder = emptyFolder();
  for (const [name, text] of Object.entries(packages)) {
    const inside = join(folder, 'node_modules', name);
    mkdirSync(inside, { recursive: true });
    writeFileSync(
      join(inside, 'package.json'),
      JSON.stringify({ name, type: 'module', exports: { import: './index.js' } }),
    );
    writeFileSync(join(inside, 'index.js'), text);
  }
  writeFileSync(join(folder, 'verisim.config.json'), JSON.stringify({ ...project, plugins }));
  return folder;
}

const planted = (mark: string) => `import { writeFileSync } from 'node:fs';
writeFileSync('${mark}', '');
export const weather = { kind: 'generator', api: 1, name: 'weather', version: '2', summary: 'Rain', family: 'simulation', options: {}, needs: 'nothing' };
`;

test('first-party plugins: name, kind, package, version, options with defaults, exactly as they say of themselves', async () => {
  const { code, stdout } = await verisim(['plugins', '--json'], emptyFolder());
  expect(code).toBe(0);
  const { plugins } = JSON.parse(stdout);
  expect(plugins.map(({ name }: { name: string }) => name)).toEqual(pluginTable.map(({ name }) => name));
  for (const [i, entry] of pluginTable.entries()) {
    const loaded = (await entry.load()) as {
      name: string;
      kind: string;
      version: string;
      summary: string;
      family?: string;
    };
    expect([loaded.name, loaded.kind, loaded.family ?? null]).toEqual([entry.name, entry.kind, entry.family]);
    const { version, summary } = loaded;
    expect(plugins[i]).toMatchObject({ name: entry.name, package: entry.package, installed: true, version, summary });
  }
  const trees = plugins.find(({ name }: { name: string }) => name === 'trees');
  expect(trees.options).toContainEqual(expect.objectContaining({ name: 'minLeaf', type: 'integer', default: 0 }));
  const { stdout: one } = await verisim(['plugins', 'trees'], emptyFolder());
  expect(one).toMatch(/minLeaf +integer +0/);
  const wrong = await verisim(['plugins', 'tree'], emptyFolder());
  expect([wrong.code, wrong.stderr.includes('"trees"')]).toEqual([2, true]);
});

test('what a config names is loaded, and nothing else in node_modules', async () => {
  const folder = projectWith({ 'weather-plugin': planted('loaded'), 'verisim-generator-spy': planted('spied') }, [
    'weather-plugin',
  ]);
  const { code, stdout } = await verisim(['plugins', '--json'], folder);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).plugins.at(-1)).toMatchObject({
    name: 'weather',
    package: 'weather-plugin',
    version: '2',
    family: 'simulation',
  });
  const { existsSync } = await import('node:fs');
  expect([existsSync(join(folder, 'loaded')), existsSync(join(folder, 'spied'))]).toEqual([true, false]);
  const bare = await verisim(['plugins', '--no-config', '--json'], folder);
  expect(JSON.parse(bare.stdout).plugins).toHaveLength(pluginTable.length);
});

test('a package that is absent, broken or holds no plugin is named', async () => {
  const cases = [
    ['absent-plugin', 2, /absent-plugin is not installed/],
    ['broken-plugin', 1, /broken-plugin does not load: boom/],
    ['empty-plugin', 1, /empty-plugin exports no plugin/],
  ] as const;
  for (const [name, code, says] of cases) {
    const folder = projectWith({ 'broken-plugin': 'throw new Error("boom")', 'empty-plugin': 'export const a = 1' }, [
      name,
    ]);
    const found = await verisim(['plugins'], folder);
    expect([found.code, found.stderr]).toEqual([code, expect.stringMatching(says)]);
  }
});

test('names that are paths, URLs or made to be mistaken are refused, ordinary ones are not', () => {
  for (const name of [
    'verisim-generator-audio',
    '@acme/verisim-weather',
    'weather',
    ...pluginTable.map((entry) => entry.package),
  ])
    expect(() => checkPackageName(name)).not.toThrow();
  const bad = [
    './local.js',
    '../up',
    '/etc/passwd',
    'C:\\x',
    '~/x',
    '.hidden',
    'https://x.example/p.js',
    'file:///x.js',
    'data:text/javascript,1',
    'node:fs',
    'npm:other',
    'pkg/sub/path',
    '@acme/pkg/sub',
    'UPPER',
    'sp ace',
    '',
    '@verisim/generator-tabuler',
    '@verisim/generator-audio',
    '@verisirn/generator-tabular',
    '@versim/anything',
    'verisim-generator-tabular',
    'generator-tabular'.replace('generator', '@verisim-generator'),
    '@verіsim/generator-tabular',
  ];
  for (const name of bad)
    expect(() => checkPackageName(name), name).toThrow(expect.objectContaining({ code: 'cli/bad-package-name' }));
});

test('lists every row check and every check of texts', () => {
  const listed = pluginTable.filter(({ kind }) => kind === 'validator').map(({ name }) => name);
  const checks = [...tableValidators, ...textValidators].map(({ validator }) => validator.name);
  expect(listed.sort()).toEqual(checks.sort());
});
