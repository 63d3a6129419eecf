import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTypes } from './check-types.ts';
import { run } from './command.ts';
import { importEverything } from './consumer-program.ts';
import { installIntoEmptyProject } from './empty-project.ts';
import { type InstalledPackage, installedPackages } from './installed-packages.ts';
import type { Packed } from './pack-packages.ts';

const WANTED = ['@verisim/core', '@verisim/generator-tabular'];
/** Ours and what ours needs; anything else that gets installed is a dependency nobody meant to add. */
const EXPECTED = [
  '@verisim/core',
  '@verisim/decision-trees',
  '@verisim/generator-tabular',
  '@verisim/nearest-neighbours',
  '@verisim/random',
  'zod',
];
const MOST_BYTES = 5_000_000;
/** The lowest version of the peer range: the promise that a range makes. */
const LOWEST_ZOD = '4.0.0';

const PROGRAM = `
import { createContext, createTable, fit, sample } from '@verisim/core';
import { trees } from '@verisim/generator-tabular';
const values = Float64Array.from({ length: 500 }, (_, row) => (row * 37) % 91);
const table = createTable(
  [{ name: 'x', kind: 'number', nullable: false, role: 'feature' }],
  [{ storage: 'numeric', values }],
);
const ctx = createContext({ seed: 1 });
const model = await fit(trees, table, {}, ctx);
const { table: drawn } = await sample(trees, model, { rows: 100 }, ctx);
if (drawn.rows !== 100) throw new Error('drew ' + drawn.rows + ' rows');
`;

/**
 * What someone gets who installs the core and one generator: few packages, little space, nothing native, no install script. Types
 * are checked with browser globals and without those of Node, and with the oldest zod that the peer range admits.
 */
export function checkSmallInstall(
  folder: string,
  packed: readonly Packed[],
  compiler: string,
): { readonly installed: readonly InstalledPackage[]; readonly bytes: number; readonly problems: readonly string[] } {
  const ours = packed.filter(({ name }) => EXPECTED.includes(name));
  installIntoEmptyProject('npm', folder, ours, { zod: LOWEST_ZOD });
  const installed = installedPackages(folder);
  const bytes = installed.filter(({ name }) => name !== 'zod').reduce((sum, one) => sum + one.bytes, 0);
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  const ran = run(process.execPath, ['program.ts'], folder);
  return {
    installed,
    bytes,
    problems: [
      ...installed.filter(({ name }) => !EXPECTED.includes(name)).map(({ name }) => `${name} is installed too`),
      ...installed.filter((one) => one.installScripts.length > 0).map(({ name }) => `${name} has an install script`),
      ...installed
        .filter((one) => one.nativeFiles.length > 0)
        .map((one) => `${one.name} brings ${one.nativeFiles.join()}`),
      ...(bytes < MOST_BYTES ? [] : [`${bytes} bytes without zod, not under ${MOST_BYTES}`]),
      ...(ran.status === 0 ? [] : [`a program that draws 100 rows failed: ${ran.output}`]),
      ...checkTypes(compiler, folder, [importEverything(WANTED), { name: 'program.ts', text: PROGRAM }], {
        types: [],
        lib: ['dom'],
      }),
    ].map((problem) => `core + generator-tabular: ${problem}`),
  };
}
