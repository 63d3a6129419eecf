import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must, run } from '../command.ts';
import { temporaryTree } from './temporary-tree.ts';

const SCRIPT = join(import.meta.dirname, '../missing-changesets.ts');
let root = '';

const git = (...args: string[]) =>
  must('git', ['-c', 'user.name=a', '-c', 'user.email=a@localhost', '-c', 'commit.gpgsign=false', ...args], root);
const commit = () => {
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message=m');
};
const warnings = () => run(process.execPath, [SCRIPT, root], root).output;

/** A repository with two packages, on `main`, both released. */
beforeEach(() => {
  root = temporaryTree({
    'packages/a/package.json': '{"name":"@verisim/a","version":"1.0.0"}',
    'packages/a/src/index.ts': 'export {};\n',
    'packages/a/CHANGELOG.md': '1.0.0\n',
    'packages/b/package.json': '{"name":"@verisim/b","version":"1.0.0"}',
    'packages/b/src/index.ts': 'export {};\n',
    'packages/b/CHANGELOG.md': '1.0.0\n',
  });
  git('init', '--quiet', '--initial-branch=main');
  commit();
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a change since the last release is named until a changeset names it', () => {
  expect(warnings()).toContain('every package that changed');
  writeFileSync(join(root, 'packages/a/src/index.ts'), 'export const a = 1;\n');
  expect(warnings()).toContain('@verisim/a changed, and no changeset names it');
  expect(warnings()).not.toContain('@verisim/b');
  mkdirSync(join(root, '.changeset'));
  writeFileSync(join(root, '.changeset/new.md'), "---\n'@verisim/a': patch\n---\n\nA change.\n");
  expect(warnings()).toContain('every package that changed');
});

test('a branch needs a changeset of its own', () => {
  mkdirSync(join(root, '.changeset'));
  writeFileSync(join(root, '.changeset/old.md'), "---\n'@verisim/a': minor\n---\n\nBefore the branch.\n");
  commit();
  git('checkout', '--quiet', '-b', 'change');
  writeFileSync(join(root, 'packages/a/src/new.ts'), 'export {};\n');
  commit();
  expect(warnings()).toContain('@verisim/a changed, and no changeset names it');
  writeFileSync(join(root, '.changeset/new.md'), "---\n'@verisim/a': patch\n---\n\nOf the branch.\n");
  expect(warnings()).toContain('every package that changed');
});
