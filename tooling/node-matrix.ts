/**
 * The same seeded work on the oldest and the newest Node we support, in other zones and languages and with other numbers of
 * threads, from source and from the bundles: the same bytes, or this fails. `npm run node-matrix`. Where a Node cannot be fetched the run says so and passes,
 * except under CI=true with a registry that answers.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must, run } from './command.ts';
import { nodeBinary } from './node-binary.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAJORS = [22, 24];
const FROM_SOURCE = [
  '--conditions=verisim-source',
  '--disable-warning=ExperimentalWarning',
  join(ROOT, 'packages/cli/src/main.ts'),
];
const BUNDLED = [join(ROOT, 'packages/cli/dist/main.js')];

/** Where the work is done: zones on either side of UTC, one with half hours, and languages with other commas and case. */
const PLACES: readonly NodeJS.ProcessEnv[] = [
  { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' },
  { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
];

type Work = readonly [name: string, extension: string, args: readonly string[]];

/** What is generated. Works that share a name must give the same bytes as well. */
const WORKS: readonly Work[] = [
  ['trees, CSV', 'csv', ['-n', '70000', '--workers', '2']],
  ['trees, Parquet', 'parquet', ['-n', '70000', '--workers', '2']],
  ['trees where, CSV', 'csv', ['-n', '500', '--where', "ward in ('A','B') and age between 30 and 50"]],
  ['marginals where, Parquet', 'parquet', ['-g', 'marginals', '-n', '500', '--where', 'died = true']],
];

/** Done in the first place only. */
const ONCE: readonly Work[] = [
  ['trees, CSV', 'csv', ['-n', '70000', '--workers', '1']],
  ['marginals, CSV', 'csv', ['-g', 'marginals', '-n', '70000', '--workers', '1']],
  ['marginals, CSV', 'csv', ['-g', 'marginals', '-n', '70000', '--workers', '2']],
];

/** Packages whose own tests run on every Node as well: they hold the random streams, the hashes and the floating-point kernels. */
const TESTED = ['random', 'core', 'decision-trees'];

const temporary = mkdtempSync(join(tmpdir(), 'verisim-node-matrix-'));
try {
  matrix();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function matrix(): void {
  must(process.execPath, [join(ROOT, 'tooling/bundle.ts')], ROOT);
  writeFileSync(join(temporary, 'visits.csv'), visits());
  const hashes = new Map<string, Map<string, string[]>>();
  for (const major of MAJORS) {
    const node = nodeBinary(major, join(ROOT, '.tools'));
    if ('missing' in node) {
      skip(major, node);
      continue;
    }
    PLACES.forEach((place, index) => {
      const where = `Node ${node.version.slice(1)} ${place.TZ} ${place.LANG}`;
      const runs = (works: readonly Work[], main: readonly string[], how: string) => {
        for (const [name, extension, args] of works) {
          const hash = generate([node.program, ...main], place, extension, args);
          const byHash = hashes.get(name) ?? new Map<string, string[]>();
          hashes.set(name, byHash.set(hash, [...(byHash.get(hash) ?? []), `${where} ${how} [${args.join(' ')}]`]));
        }
      };
      runs(index === 0 ? [...WORKS, ...ONCE] : WORKS, FROM_SOURCE, 'from source');
      if (index === 0) runs(WORKS, BUNDLED, 'bundled');
    });
    for (const name of TESTED) testPackage(node.program, node.version, name);
  }
  for (const [name, byHash] of hashes) compare(name, byHash);
}

function skip(major: number, node: { readonly missing: string; readonly registryAnswers: boolean }): void {
  console.warn(`SKIPPED: Node ${major} could not be fetched, so it was not compared: ${node.missing}`);
  if (process.env.CI === 'true' && node.registryAnswers) process.exitCode = 1;
}

function generate(
  [program = '', ...main]: readonly string[],
  place: NodeJS.ProcessEnv,
  extension: string,
  args: readonly string[],
): string {
  const output = join(temporary, `out.${extension}`);
  must(program, [...main, 'generate', 'visits.csv', '--seed', '7', ...args, '-o', output], temporary, place);
  return createHash('sha256').update(readFileSync(output)).digest('hex');
}

function testPackage(program: string, version: string, name: string): void {
  const folder = join(ROOT, 'packages', name);
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const { status, output } = run(program, [vitest, 'run', '--maxWorkers=2'], folder, { TZ: 'Pacific/Kiritimati' });
  console.log(`Node ${version.slice(1)}: tests of ${name} ${status === 0 ? 'pass' : `FAIL\n${output.slice(-4000)}`}`);
  if (status !== 0) process.exitCode = 1;
}

function compare(name: string, byHash: ReadonlyMap<string, readonly string[]>): void {
  const runs = [...byHash.values()].flat().length;
  if (byHash.size === 1) {
    console.log(`${name.padEnd(26)} ${[...byHash.keys()][0]?.slice(0, 16)}  the same bytes in ${runs} runs`);
    return;
  }
  process.exitCode = 1;
  const groups = [...byHash].map(([hash, places]) => `  ${hash.slice(0, 16)}\n    ${places.join('\n    ')}`);
  console.error(`${name}: the bytes differ\n${groups.join('\n')}`);
}

/** A table with a column of every kind, missing values, dates and text beyond ASCII. */
function visits(): string {
  const row = (index: number) => {
    const day = new Date(Date.UTC(2021, 0, 1) + ((index * 7919) % 900) * 86_400_000).toISOString();
    const cells = [
      `P${String(100_000 + index)}`,
      index % 11 === 0 ? '' : 20 + ((index * 37) % 60),
      'ABC'[(index * 7) % 3],
      ((index * 7907) % 10_007) / 100,
      day.slice(0, 10),
      `${day.slice(0, 11)}${String(index % 24).padStart(2, '0')}:30:00`,
      ['Ölüm', 'ırmak', 'Ístanbul', 'straße'][(index * 13) % 4],
      (index * 37) % 60 > 40 && index % 3 > 0,
    ];
    return cells.join();
  };
  const rows = Array.from({ length: 1500 }, (_, index) => row(index));
  return `id,age,ward,cost,day,seen,place,died\n${rows.join('\n')}\n`;
}
