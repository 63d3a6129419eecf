import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cellOf, isVerisimError, type Table } from '@verisim/core';
import { afterAll, expect } from 'vitest';

const folder = await mkdtemp(join(tmpdir(), 'verisim-io-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A path in a folder of this test file's own. */
export const at = (name: string): string => join(folder, name);

/** Writes a file into that folder and returns its path. */
export async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}

/** A table's cells, row by row. */
export function cells(table: Table): (string | number | null)[][] {
  return Array.from({ length: table.rows }, (_, row) => table.columns.map((column) => cellOf(column, row)));
}

/** A column of a table as plain values. */
export function valuesOf(table: Table, name: string): (string | number | null)[] {
  const column = table.columns[table.spec.columns.findIndex((spec) => spec.name === name)];
  return Array.from({ length: table.rows }, (_, row) => cellOf(column, row));
}

/** The error that a promise rejects with, which must be a VerisimError in plain sentences. */
export async function errorOf(promise: Promise<unknown>): Promise<{ code: string; message: string; next: string }> {
  const error = await promise.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  if (!isVerisimError(error)) throw error;
  expect(error.message).toMatch(/^[A-Z"].*\.$/s);
  expect(error.message).not.toMatch(/\n|Possible fixes|read_csv|LINE 1|auto_detect/);
  expect(error.next.length).toBeGreaterThan(10);
  return error;
}

/** A path in the folder of public test data beside the repository, or `null`, said aloud, when it is not there. */
export function shared(path: string): string | null {
  const found = fileURLToPath(new URL(`../../../../shared/${path}`, import.meta.url));
  if (existsSync(found)) return found;
  console.warn(`SKIPPED: ../shared/${path} is not there, so what is tested on it is not tested`);
  return null;
}
