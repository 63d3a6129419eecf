import { readFile } from 'node:fs/promises';
import { type ColumnSpec, columnKinds, columnRoles, type TableSpec } from '@verisim/core';
import { badSchemaFile } from '../errors.ts';

/** Reads the columns of a table from JSON: `{ "columns": [{ "name": "age", "kind": "integer", "bounds": [0, 120] }] }`. Throws `plays/bad-schema-file`. */
export async function readTableSpec(file: string): Promise<TableSpec> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw badSchemaFile(file, `cannot be read (${cause.code})`);
  });
  let parsed: { columns?: unknown };
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw badSchemaFile(file, `is not JSON: ${(error as Error).message}`);
  }
  const columns = Array.isArray(parsed) ? parsed : parsed?.columns;
  if (!Array.isArray(columns) || columns.length === 0) throw badSchemaFile(file, 'holds no list of columns');
  return { ...(Array.isArray(parsed) ? {} : parsed), columns: columns.map((column, i) => columnSpec(column, i, file)) };
}

function columnSpec(given: unknown, index: number, file: string): ColumnSpec {
  const { name, kind, role = 'feature', nullable = false, ...rest } = (given ?? {}) as Partial<ColumnSpec>;
  const where = `column ${index + 1}`;
  if (typeof name !== 'string' || name === '') throw badSchemaFile(file, `names no ${where}`);
  if (kind === undefined || !Object.hasOwn(columnKinds, kind))
    throw badSchemaFile(file, `gives "${name}" the kind "${kind}"; kinds: ${Object.keys(columnKinds).join(', ')}`);
  if (!columnRoles.includes(role)) throw badSchemaFile(file, `gives "${name}" the role "${role}"`);
  return { ...rest, name, kind, role, nullable };
}
