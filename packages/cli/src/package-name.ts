import { closest } from '@verisim/core';
import { badPackageName } from './config-errors.ts';
import { pluginTable } from './plugin-table.ts';

/** npm's rule for new names: lower case, one scope at most. */
const NPM_NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/**
 * Lets the name of a package pass and nothing else: no path, no URL, no subpath, and no name that could be mistaken for one of
 * ours (in our scope without being ours, or within two letters of one). Throws `cli/bad-package-name`.
 */
export function checkPackageName(name: string): void {
  const own = [...new Set(pluginTable.map((entry) => entry.package))];
  if (own.includes(name)) return;
  if (/^[a-z]+:/i.test(name)) throw badPackageName(name, 'it is a URL');
  if (/^[./\\~]|\\|^[a-z]:/i.test(name)) throw badPackageName(name, 'it is a path');
  if (!NPM_NAME.test(name) || name.length > 214) throw badPackageName(name, 'it is not the name of an npm package');
  const scope = /^@([^/]+)\//.exec(name)?.[1] ?? '';
  if (scope === 'verisim') {
    const near = closest(name, own);
    throw badPackageName(name, `verisim has no such package${near ? ` (did you mean ${near}?)` : ''}`);
  }
  const alike =
    scope !== '' && withinEdits(scope, 'verisim', 2) ? '@verisim' : own.find((known) => looksLike(name, known));
  if (alike !== undefined) throw badPackageName(name, `it looks like ${alike} and is not`);
}

function looksLike(name: string, known: string): boolean {
  return withinEdits(letters(name), letters(known), 2);
}

/** What a hasty eye sees of a name. */
function letters(name: string): string {
  return name
    .replace(/[^a-z0-9]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm');
}

/** Whether so many insertions, deletions and replacements turn one text into the other. */
function withinEdits(a: string, b: string, edits: number): boolean {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const [x, y] = [a.slice(same), b.slice(same)];
  if (x === '' && y === '') return true;
  if (edits === 0) return false;
  const next = edits - 1;
  return (
    (x !== '' && withinEdits(x.slice(1), y, next)) ||
    (y !== '' && withinEdits(x, y.slice(1), next)) ||
    (x !== '' && y !== '' && withinEdits(x.slice(1), y.slice(1), next))
  );
}
