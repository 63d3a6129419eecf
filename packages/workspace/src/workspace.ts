import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, normalize, resolve, sep } from 'node:path';
import { isVerisimError } from '@verisim/core';
import { badName, cannotOpen } from './errors.ts';

/** A project's `.verisim` folder. Nothing in it names a place outside it, so it may be moved or copied. */
export interface Workspace {
  /** The `.verisim` folder, absolute. */
  readonly folder: string;
  /** A path inside it. Throws `workspace/bad-name` when the parts lead outside. */
  path(...parts: string[]): string;
}

/**
 * Opens `<folder>/.verisim`, made with mode 0700 when absent and told to git as ignored (it holds real rows and a key).
 * Throws `workspace/cannot-open`.
 */
export async function openWorkspace(folder: string): Promise<Workspace> {
  const inside = resolve(folder, '.verisim');
  try {
    if (!(await stat(folder)).isDirectory()) throw cannotOpen(folder, 'it is not a folder');
    await mkdir(inside, { mode: 0o700 }).then(
      () => writeFile(join(inside, '.gitignore'), '*\n', { mode: 0o600 }),
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
    if (!(await stat(inside)).isDirectory()) throw cannotOpen(folder, '.verisim is not a folder');
  } catch (error) {
    if (isVerisimError(error)) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw cannotOpen(folder, code === 'ENOENT' ? 'it does not exist' : message, error);
  }
  return { folder: inside, path: (...parts) => insidePath(inside, parts) };
}

/** Joins parts below a folder. Throws `workspace/bad-name` when they lead outside it. */
export function insidePath(folder: string, parts: readonly string[]): string {
  const path = normalize(join(folder, ...parts));
  if (path !== folder && !path.startsWith(folder + sep)) throw badName(parts.join('/'));
  return path;
}
