import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTypes } from './check-types.ts';
import { must, run } from './command.ts';
import { importEverything, importedNames, type ProgramFile, readmePrograms } from './consumer-program.ts';
import { installIntoEmptyProject, type PackageManager } from './empty-project.ts';
import { type InstalledPackage, installedPackages } from './installed-packages.ts';
import type { Packed } from './pack-packages.ts';

export interface ConsumerRequest {
  readonly manager: PackageManager;
  readonly folder: string;
  readonly packed: readonly Packed[];
  /** Installed from the registry beside the tarballs. */
  readonly others: Readonly<Record<string, string>>;
  /** The `tsc` that checks the consumer's program. */
  readonly compiler: string;
  /** The repository, whose README holds the first program. */
  readonly root: string;
}

export interface ConsumerResult {
  readonly problems: readonly string[];
  /** What npm installed; empty for pnpm, which links it from a store. */
  readonly installed: readonly InstalledPackage[];
  /** README blocks that import what is not installed here, or nothing at all: fragments. */
  readonly unchecked: readonly string[];
}

/** Installs every tarball into an empty project and uses it: imports, types, the README's program, the command. */
export function checkConsumer(request: ConsumerRequest): ConsumerResult {
  const { manager, folder, packed, others, compiler, root } = request;
  installIntoEmptyProject(manager, folder, packed, others);
  const names = packed.map(({ name }) => name);
  const known = new Set([...names, ...Object.keys(others)]);
  const programs = [
    ...readmePrograms(root, 'readme'),
    ...packed.flatMap((one) => readmePrograms(one.folder, `readme-${one.name.replace(/^@verisim\//, '')}`)),
  ];
  const usable = ({ text }: ProgramFile) => {
    const imported = importedNames(text);
    return imported.length > 0 && imported.every((name) => known.has(name));
  };
  const checked = programs.filter(usable);
  writeFileSync(join(folder, 'patients.csv'), patients());
  const problems = [
    ...names.flatMap((name) => importProblems(folder, name)),
    ...checkTypes(compiler, folder, [importEverything(names), ...checked], { types: ['node'], lib: [] }),
    ...readmeProblems(folder),
    ...commandProblems(folder),
  ];
  const installed = manager === 'npm' ? installedPackages(folder) : [];
  rmSync(folder, { recursive: true, force: true });
  return {
    problems: problems.map((problem) => `${manager}: ${problem}`),
    installed,
    unchecked: programs.filter((program) => !usable(program)).map(({ name }) => name),
  };
}

/** Imports one package in a process of its own: it must load, and neither print nor keep the process alive. */
function importProblems(folder: string, name: string): readonly string[] {
  const { status, output } = run(process.execPath, ['--input-type=module', '-e', `await import('${name}')`], folder);
  return status === 0 && output === '' ? [] : [`importing ${name} ended with ${status} and printed: ${output}`];
}

function readmeProblems(folder: string): readonly string[] {
  const { status, output } = run(process.execPath, ['readme-1.ts'], folder);
  if (status !== 0) return [`the README's program failed: ${output}`];
  const rows = readFileSync(join(folder, 'synthetic.csv'), 'utf8').trim().split('\n').length - 1;
  return rows === 1000 ? [] : [`the README's program wrote ${rows} rows, not 1,000`];
}

/** The installed command shows its help, and generates the same bytes on one thread and on two. */
function commandProblems(folder: string): readonly string[] {
  const verisim = join(folder, 'node_modules/.bin/verisim');
  const help = must(verisim, ['--help'], folder);
  const generate = (workers: number, file: string) => {
    const size = ['-g', 'marginals', '-n', '70000', '--workers', String(workers)];
    must(verisim, ['generate', 'patients.csv', ...size, '-o', file], folder);
    return createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
  };
  return [
    ...(help.includes('generate') ? [] : [`verisim --help says nothing of generate: ${help}`]),
    ...(generate(1, 'one.csv') === generate(2, 'two.csv') ? [] : ['verisim generate differs with --workers 2']),
  ];
}

/** A small table with two kinds of columns and a target that depends on both. */
function patients(): string {
  const row = (index: number) => {
    const age = 20 + ((index * 37) % 60);
    return [age, 'ABC'[(index * 7) % 3], (index * 13) % 9, age > 60 && index % 3 > 0 ? 'yes' : 'no'].join();
  };
  return `age,ward,visits,died\n${Array.from({ length: 400 }, (_, index) => row(index)).join('\n')}\n`;
}
