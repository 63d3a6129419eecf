import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bashCompletion } from '../src/completion-bash.ts';
import { fishCompletion } from '../src/completion-fish.ts';
import { completedCommands } from '../src/completion-words.ts';
import { zshCompletion } from '../src/completion-zsh.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

beforeAll(() => {
  writeFileSync(join(folder, 'patients 1.csv'), '');
  writeFileSync(join(folder, 'pathology.csv'), '');
  writeFileSync(join(folder, '_verisim'), zshCompletion(completedCommands));
  writeFileSync(join(folder, 'verisim.bash'), bashCompletion(completedCommands));
  writeFileSync(join(folder, 'verisim.fish'), fishCompletion(completedCommands));
});

/** What bash offers for the last of these words. */
function bash(...words: string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const script = `source ./verisim.bash; COMP_WORDS=(verisim ${line}); COMP_CWORD=${words.length}; _verisim; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

test('the command prints the script, and nothing else', async () => {
  const { code, stdout, stderr } = await verisim(['completion', 'bash'], folder);
  expect([code, stdout, stderr]).toEqual([0, bashCompletion(completedCommands), '']);
  const document = await verisim(['completion', 'zsh', '--json'], folder);
  expect(JSON.parse(document.stdout)).toEqual({ shell: 'zsh', script: zshCompletion(completedCommands) });
  const unknown = await verisim(['completion', 'bsh'], folder);
  expect([unknown.code, unknown.stderr.includes('"bash"')]).toEqual([2, true]);
});

test('bash completes commands, options, generator names, metrics and files with spaces', () => {
  expect(bash('')).toEqual(expect.arrayContaining(['generate', 'lift', 'lock', 'completion', 'help']));
  expect(bash('ge')).toEqual(['generate']);
  expect(bash('generate', '--li')).toEqual(['--lineage']);
  expect(bash('generate', '-g', '')).toEqual(expect.arrayContaining(['trees', 'marginals', 'copula']));
  expect(bash('generate', '--generator', 'm')).toEqual(['marginals']);
  expect(bash('lift', '--metric', 'ro')).toEqual(['roc-auc']);
  expect(bash('report', '--format', 'm')).toEqual(['markdown']);
  expect(bash('inspect', 'pat').sort()).toEqual(['pathology.csv', 'patients 1.csv']);
  expect(bash('lift', '--synthetic', 'pati')).toEqual(['patients 1.csv']);
  expect(bash('help', 'lo')).toEqual(['lock']);
  expect(bash('generate', '--seed', '')).toEqual([]);
  expect(bash('nonsense', '')).toEqual([]);
});

test.runIf(has('zsh'))('zsh loads the script, and it completes', () => {
  const load = `autoload -Uz compinit; compinit -u -D; source ./_verisim; print -- \${_comps[verisim]}; whence -w _verisim`;
  const { stdout, stderr, status } = spawnSync('zsh', ['-f', '-c', load], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('_verisim: function');
});

test.runIf(has('fish'))('fish completes commands, options and generator names', () => {
  const fish = (line: string) => {
    const script = `source ./verisim.fish; complete -C '${line}'`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout.split('\n').map((text) => text.split('\t')[0]);
  };
  expect(fish('verisim ge')).toEqual(expect.arrayContaining(['generate']));
  expect(fish('verisim generate --li')).toEqual(expect.arrayContaining(['--lineage']));
  expect(fish('verisim generate -g ')).toEqual(expect.arrayContaining(['trees', 'marginals']));
});

for (const shell of ['zsh', 'fish']) if (!has(shell)) console.warn(`skipped: ${shell} is not installed`);
