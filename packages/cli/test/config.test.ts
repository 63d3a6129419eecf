import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { configTypescript } from '../src/config-text.ts';
import type { ProjectConfig } from '../src/define-project.ts';
import { findConfig } from '../src/load-config.ts';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const good = { data: 'patients.csv', gap: 'Too few.', target: 'y', owners: ['Ada'] };

interface Loaded {
  readonly config?: ProjectConfig;
  readonly error?: { readonly code: string; readonly kind: string; readonly message: string };
}

/** Loads configs as the command does, in one process of its own: the test runner has its own way of importing. */
function loadAll(texts: readonly (readonly [text: string, file: string])[], manifest?: string): readonly Loaded[] {
  const folders = texts.map(([text, file], i) => {
    const inside = join(emptyFolder(), `case-${i}`);
    mkdirSync(inside);
    writeFileSync(join(inside, file), text);
    if (manifest !== undefined) writeFileSync(join(inside, 'package.json'), manifest);
    return inside;
  });
  const script = fileURLToPath(new URL('./load-configs.ts', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=verisim-source', script, ...folders], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const define = (entries: object) =>
  `import { defineProject } from 'verisim';\nexport default defineProject(${JSON.stringify(entries)});\n`;

beforeAll(() => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(200));
});

test('a typed config loads in a folder that has not installed verisim, beside any package.json', () => {
  const typed = `import { defineProject, type ProjectConfig } from 'verisim';\nconst owners: string[] = ['Ada'];\n`;
  const rest = `export default defineProject({ data: 'patients.csv', gap: 'Too few.', target: 'y', owners } satisfies ProjectConfig);\n`;
  const texts = [
    [typed + rest, 'verisim.config.ts'],
    [`export default ${JSON.stringify(good)}`, 'verisim.config.js'],
    [JSON.stringify({ $schema: './x.json', ...good }), 'verisim.config.json'],
  ] as const;
  for (const manifest of [undefined, '{}', '{"type":"commonjs"}', '{"type":"module"}'])
    for (const { config } of loadAll(texts, manifest)) expect(config).toEqual(good);
});

const broken: readonly (readonly [what: string, text: string, names: RegExp, file?: string])[] = [
  ['throws', 'const a = 1;\n\nthrow new Error("boom");\n', /verisim\.config\.ts, line 3: it throws: boom/],
  ['cannot be parsed', 'export default {\n  a: 1,,\n};\n', /verisim\.config\.ts, line 2: it cannot be parsed/],
  [
    'needs more than type stripping',
    'const a = 1;\nenum X { A }\nexport default a;\n',
    /line 2: it cannot be parsed: .*enum/,
  ],
  ['imports what is not there', "import 'no-such-package';\nexport default 1;\n", /no-such-package/],
  ['throws no error', 'throw 3;\n', /it throws 3/],
  ['exports nothing', 'const a = 1;\n', /no default export/],
  ['exports a list', 'export default [1];\n', /it is a list/],
  ['exports null', 'export default null;\n', /it is null/],
  ['has an unknown key', define({ ...good, tresholds: 1 }), /"tresholds" is not known \(did you mean "threshold"\?\)/],
  [
    'has an unknown key inside',
    define({ ...good, read: { kind: {} } }),
    /"read\.kind" is not known \(did you mean "kinds"\?\)/,
  ],
  ['misses keys', define({ data: 'x.csv' }), /gap .*target .*owners/],
  ['has a wrong type', define({ ...good, threshold: '0.1' }), /threshold .*number/],
  ['has a wrong value', define({ ...good, threshold: -1 }), /threshold/],
  ['names no metric', define({ ...good, metric: 'auc' }), /metric .*roc-auc/],
  ['names no kind', define({ ...good, read: { kinds: { a: 'float' } } }), /"float" is no kind; kinds: number/],
  ['names nobody', define({ ...good, owners: [] }), /owners names nobody/],
  ['is no JSON', '{\n "data": 1,\n oops\n}', /verisim\.config\.json, line 3: it is not JSON/, 'verisim.config.json'],
  ['sets a prototype', '{"__proto__": {"data": "x"}}', /verisim\.config\.json/, 'verisim.config.json'],
];

test('a broken config is refused, with its file, the line where it is known, and what is wrong', () => {
  const found = loadAll(broken.map(([, text, , file = 'verisim.config.ts']) => [text, file]));
  for (const [i, [what, , names]] of broken.entries()) {
    expect(found[i].error?.code, what).toMatch(/^cli\/config-(unreadable|wrong)$/);
    expect(found[i].error?.kind, what).toBe('usage');
    expect(found[i].error?.message, what).toMatch(names);
  }
});

test('a text that init writes loads as what was answered, whatever the names hold', () => {
  const odd = {
    ...good,
    gap: `it's "odd"\\ */ \n \u202e \u2028 \${x} \`y\``,
    target: "y's",
    read: { kinds: JSON.parse('{"__proto__":"text","a b":"id"}'), missing: ["'", '"'] },
  };
  const [{ config }] = loadAll([[configTypescript(odd), 'verisim.config.ts']]);
  expect(JSON.stringify(config)).toBe(JSON.stringify(odd));
});

test('only the folder itself is looked at, and two configs are refused', async () => {
  const parent = emptyFolder();
  mkdirSync(join(parent, 'inner'));
  writeFileSync(join(parent, 'verisim.config.ts'), 'throw new Error("never loaded");\n');
  writeFileSync(join(parent, 'inner/patients.csv'), patientsCsv(50));
  expect(await findConfig(join(parent, 'inner'))).toBeNull();
  const { code, stdout } = await verisim(['inspect', 'patients.csv'], join(parent, 'inner'));
  expect([code, stdout.startsWith('patients.csv: 50 rows')]).toEqual([0, true]);
  const broken = await verisim(['inspect', 'inner/patients.csv'], parent);
  expect(broken.code).toBe(2);
  expect(broken.stdout).toBe('config: verisim.config.ts\n');
  expect(broken.stderr).toMatch(/verisim\.config\.ts, line 1: it throws: never loaded/);
  expect((await verisim(['inspect', 'inner/patients.csv', '--no-config'], parent)).code).toBe(0);
  writeFileSync(join(parent, 'verisim.config.json'), '{}');
  await expect(findConfig(parent)).rejects.toMatchObject({ code: 'cli/two-configs' });
  rmSync(parent, { recursive: true });
});

test('a config that never ends can be interrupted', async () => {
  const inside = join(folder, 'endless');
  mkdirSync(inside);
  writeFileSync(join(inside, 'verisim.config.ts'), 'for (;;) {}\n');
  const { code } = await verisim(['plugins'], inside, (kill) => setTimeout(() => kill('SIGINT'), 1500));
  expect(code).toBe(130);
});

test('a config gives defaults, flags win, and its name is the first line of output', async () => {
  const inside = join(folder, 'defaults');
  mkdirSync(inside);
  writeFileSync(join(inside, 'patients.csv'), patientsCsv(200));
  const config = { ...good, where: "group = 'A'", seed: 7, generator: 'marginals', read: { kinds: { age: 'number' } } };
  writeFileSync(join(inside, 'verisim.config.json'), JSON.stringify(config));
  const inspected = await verisim(['inspect', 'patients.csv'], inside);
  expect(inspected.stdout).toMatch(/^config: verisim\.config\.json\n/);
  expect(inspected.stdout).toMatch(/age +number/);
  const made = await verisim(['generate', '-n', '5', '-o', 'a.csv', '--json'], inside);
  expect(made.stderr).toMatch(/^config: verisim\.config\.json\n/);
  expect(JSON.parse(made.stdout)).toMatchObject({
    seed: '7',
    generator: { name: 'marginals' },
    where: [{ column: 'group', in: ['A'] }],
  });
  const rows = await verisim(['generate', '-n', '2'], inside);
  expect(rows.stdout.startsWith('age,group,score,y\n')).toBe(true);
  const own = await verisim(
    [
      'generate',
      'patients.csv',
      '-n',
      '5',
      '--seed',
      '3',
      '-g',
      'trees',
      '--where',
      "group = 'B'",
      '-o',
      'b.csv',
      '--json',
    ],
    inside,
  );
  expect(JSON.parse(own.stdout)).toMatchObject({ seed: '3', generator: { name: 'trees' }, where: [{ in: ['B'] }] });
});
