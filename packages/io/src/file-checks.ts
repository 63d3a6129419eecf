import { access, constants, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { closest } from '@verisim/core';
import { cannotRead, cannotWrite, emptyFile, fileNotFound, isDirectory, noPermission, notAFile } from './errors.ts';
import { knownExtensions, locate } from './location.ts';

/** Makes sure that a path is a readable, filled file. */
export async function checkReadable(path: string): Promise<void> {
  const found = await stat(path).catch(async (error) => {
    if (codeOf(error) === 'EACCES') throw noPermission(path, 'read', error);
    throw fileNotFound(path, await similarFile(path));
  });
  if (found.isDirectory()) throw isDirectory(path);
  if (!found.isFile()) throw notAFile(path);
  if (found.size === 0) throw emptyFile(path);
  const file = await open(path).catch((error) => {
    throw codeOf(error) === 'EACCES' ? noPermission(path, 'read', error) : cannotRead(path, codeOf(error), error);
  });
  await file.close();
}

/** Makes sure that rows can be written to a location: its format is known and its folder is there and lets itself be written to. */
export async function checkWritable(location: string): Promise<void> {
  const { path } = locate(location);
  if (path === null) return;
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw isDirectory(path);
  const folder = dirname(path);
  const parent = await stat(folder).catch(() => null);
  if (parent === null) throw cannotWrite(path, `the folder "${folder}" does not exist`);
  if (!parent.isDirectory()) throw cannotWrite(path, `"${folder}" is not a folder`);
  await access(folder, constants.W_OK).catch((error) => {
    throw noPermission(path, 'write', error);
  });
}

/** The system's code of an error, such as `ENOENT`. */
export const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? error);

async function similarFile(path: string): Promise<string | null> {
  const names = await readdir(dirname(path)).catch(() => []);
  const near = closest(basename(path), names.filter(isKnown).sort());
  return near === null ? null : join(dirname(path), near);
}

function isKnown(name: string): boolean {
  const plain = name.toLowerCase().replace(/\.(gz|zst)$/, '');
  return knownExtensions().some((extension) => plain.endsWith(extension));
}
