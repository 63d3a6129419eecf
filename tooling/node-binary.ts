import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { nodePackage, nodeProgram } from './node-package.mjs';

/** A Node of one major version, or why there is none. */
export type NodeBinary =
  | { readonly program: string; readonly version: string }
  | { readonly missing: string; readonly registryAnswers: boolean };

/** This Node if it is of that major version; else the newest of that version from npm, kept in `tools`. */
export function nodeBinary(major: number, tools: string): NodeBinary {
  if (process.versions.node.startsWith(`${major}.`)) return { program: process.execPath, version: process.version };
  const name = nodePackage(process.platform, process.arch);
  const folder = join(tools, `node-${major}`);
  const program = join(folder, 'node_modules', name, nodeProgram(process.platform));
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status, output } = run('npm', ['install', ...flags, `${name}@${major}`], folder);
    if (status !== 0 || !existsSync(program))
      return {
        missing: output.split('\n')[0] ?? '',
        registryAnswers: run('npm', ['view', name, 'name'], folder).status === 0,
      };
  }
  const { status, stdout, output } = run(program, ['--version'], folder);
  return status === 0 ? { program, version: stdout.trim() } : { missing: output, registryAnswers: true };
}
