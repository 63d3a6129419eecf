import { access, constants, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { closest } from '@verisim/core';
import {
  cannotRead,
  cannotWrite,
  emptyFile,
  fileNotFound,
  isDirectory,
  noPermission,
  notAFile,
  unknownFormat,
} from './errors.ts';

export type FileFormat = 'csv' | 'parquet';

/** A file's format by its extension. Throws `io/unknown-format`. */
export function formatOf(path: string): FileFormat {
  const extension = extname(path).toLowerCase();
  if (extension === '.csv') return 'csv';
  if (extension === '.parquet') return 'parquet';
  throw unknownFormat(path);
}

/** Makes sure that a path is a readable, filled file of a known format, and returns the format. */
export async function checkReadable(path: string): Promise<FileFormat> {
  const found = await stat(path).catch(async (error) => {
    if (codeOf(error) === 'EACCES') throw noPermission(path, 'read', error);
    throw fileNotFound(path, await similarFile(path));
  });
  if (found.isDirectory()) throw isDirectory(path);
  if (!found.isFile()) throw notAFile(path);
  const format = formatOf(path);
  if (found.size === 0) throw emptyFile(path);
  const file = await open(path).catch((error) => {
    throw codeOf(error) === 'EACCES' ? noPermission(path, 'read', error) : cannotRead(path, codeOf(error), error);
  });
  await file.close();
  return format;
}

/** Makes sure that a file can be made at a path, and returns its format. */
export async function checkWritable(path: string): Promise<FileFormat> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw isDirectory(path);
  const format = formatOf(path);
  const folder = dirname(path);
  const parent = await stat(folder).catch(() => null);
  if (parent === null) throw cannotWrite(path, `the folder "${folder}" does not exist`);
  if (!parent.isDirectory()) throw cannotWrite(path, `"${folder}" is not a folder`);
  await access(folder, constants.W_OK).catch((error) => {
    throw noPermission(path, 'write', error);
  });
  return format;
}

/** The system's code of an error, such as `ENOENT`. */
export const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? error);

async function similarFile(path: string): Promise<string | null> {
  const names = await readdir(dirname(path)).catch(() => []);
  const near = closest(basename(path), names.filter((name) => /\.(csv|parquet)$/i.test(name)).sort());
  return near === null ? null : join(dirname(path), near);
}
