/**
 * Builds, packs and installs every published package as a user would get it, and looks at each step: `npm run pack-check`. Works in
 * a copy below the system's temporary folder, or on a tree that is built already (`--built FOLDER`). `--pack-only` leaves out the
 * installs, which need the registry or a full cache.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkConsumer } from './check-consumer.ts';
import { checkSmallInstall } from './check-small-install.ts';
import { checkTarball } from './check-tarball.ts';
import { run } from './command.ts';
import type { InstalledPackage } from './installed-packages.ts';
import { buildCopy, type Packed, packPackages } from './pack-packages.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MANAGERS = ['npm', 'pnpm'] as const;

const { values: options } = parseArgs({ options: { 'pack-only': { type: 'boolean' }, built: { type: 'string' } } });
const temporary = mkdtempSync(join(tmpdir(), 'verisim-pack-check-'));
const copy = options.built ?? join(temporary, 'tree');
const compiler = join(copy, 'node_modules/@typescript/native/bin/tsc');
const problems: string[] = [];
try {
  if (options.built === undefined) buildCopy(ROOT, copy);
  const packed = packPackages(copy, temporary);
  checkTarballs(packed);
  if (!options['pack-only'] && registryAnswers()) {
    smallInstall(packed);
    for (const manager of MANAGERS) consumer(manager, packed);
  }
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
if (problems.length > 0) {
  console.error(`\npack-check: ${problems.length} problem(s)\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  process.exitCode = 1;
} else console.log('\npack-check: every package can be published as it is');

/** Packages of others come from the registry. What a machine without one cannot try is said, and is no fault of the packages. */
function registryAnswers(): boolean {
  const { status, output } = run('npm', ['view', 'zod@4.0.0', 'version', '--loglevel=error'], temporary);
  if (status === 0) return true;
  console.warn(`\npack-check: SKIPPED the installs, npm does not reach the registry:\n${output.slice(-500)}`);
  return false;
}

function checkTarballs(packed: readonly Packed[]): void {
  for (const { name, tarball, folder } of packed) {
    const { files, bytes, problems: found } = checkTarball(folder);
    const linted = [
      lint('publint', ['run', tarball, '--strict']),
      lint('@arethetypeswrong/cli', [tarball, '--profile', 'esm-only', '--no-color']),
    ].flat();
    console.log(
      `${name.padEnd(28)} ${String(files).padStart(4)} files ${kilobytes(bytes).padStart(8)}  ${verdict([...found, ...linted])}`,
    );
    problems.push(...[...found, ...linted].map((what) => `${name}: ${what}`));
  }
}

/** Runs a linter of packages from the copy's own node_modules. `publint` says "All good!" when it has nothing to say. */
function lint(linter: string, args: readonly string[]): readonly string[] {
  const bin = { publint: 'src/cli.js', '@arethetypeswrong/cli': 'dist/index.js' }[linter] ?? '';
  const { status, output } = run(process.execPath, [join(copy, 'node_modules', linter, bin), ...args], copy);
  const silent = linter !== 'publint' || output.includes('All good!');
  return status === 0 && silent ? [] : [`${linter}: ${output}`];
}

function smallInstall(packed: readonly Packed[]): void {
  const { installed, bytes, problems: found } = checkSmallInstall(join(temporary, 'small'), packed, compiler);
  console.log(
    `\ncore + generator-tabular      ${installed.length} packages, ${kilobytes(bytes)} without zod  ${verdict(found)}`,
  );
  problems.push(...found);
}

function consumer(manager: (typeof MANAGERS)[number], packed: readonly Packed[]): void {
  const others = { zod: '^4.0.0', '@types/node': '^24.0.0' };
  const request = { manager, folder: join(temporary, manager), packed, others, compiler, root: copy };
  const { problems: found, installed, unchecked } = checkConsumer(request);
  console.log(`everything, with ${manager.padEnd(12)} imports, types, README, command  ${verdict(found)}`);
  if (unchecked.length > 0)
    console.log(
      `  README blocks not compiled (they import nothing, or what is not installed here): ${unchecked.join(', ')}`,
    );
  if (installed.length > 0) describeInstalled(installed);
  problems.push(...found);
}

function describeInstalled(installed: readonly InstalledPackage[]): void {
  const theirs = installed.filter(({ name }) => name !== 'verisim' && !name.startsWith('@verisim/'));
  const licences = Map.groupBy(theirs, ({ license }) => license);
  const counted = [...licences].map(([license, of]) => `${license} ${of.length}`).sort();
  const bytes = theirs.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`  ${theirs.length} packages of others, ${kilobytes(bytes)}: ${counted.join(', ')}`);
  for (const one of theirs) {
    if (one.installScripts.length > 0)
      console.log(`  ${one.name}@${one.version} has install scripts: ${one.installScripts.join()}`);
    if (one.nativeFiles.length > 0) console.log(`  ${one.name}@${one.version} is native: ${one.nativeFiles.join()}`);
  }
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
}

function verdict(found: readonly string[]): string {
  return found.length === 0 ? 'ok' : `${found.length} problem(s)`;
}
