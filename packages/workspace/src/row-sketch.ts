import { createCipheriv, createHmac, type Hmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { columnKinds, rowHashes, type StateArray, type Table, takeColumns } from '@verisim/core';
import { packArrays, unpackArrays } from './array-bytes.ts';
import { hashOf, writeFileAtomic } from './atomic-write.ts';
import type { Workspace } from './workspace.ts';

/** What is kept of a data set to tell what changed in the next one: no cell, and under a key nothing that a guess could be held against. */
export interface RowSketch {
  /** Which key it was made with: only sketches of one key can be compared. 16 hexadecimal digits. */
  readonly key: string;
  /** A keyed 53-bit number per row: equal rows have equal ones, whatever the order of columns. */
  readonly rows: Float64Array;
  /** The same of the identifiers alone; `null` when no column identifies. */
  readonly ids: Float64Array | null;
  /** Every column with a keyed hash of its cells in order, 16 hexadecimal digits. */
  readonly columns: readonly SketchedColumn[];
}

/** A column by name and content. */
export interface SketchedColumn {
  readonly name: string;
  readonly hash: string;
}

/** The sketch of a table. */
export async function sketchTable(workspace: Workspace, table: Table): Promise<RowSketch> {
  return sketchBlocks(workspace, [table]);
}

/** The sketch of a table that comes in blocks; memory: 8 or 16 bytes a row. */
export async function sketchBlocks(
  workspace: Workspace,
  blocks: AsyncIterable<Table> | Iterable<Table>,
): Promise<RowSketch> {
  const begun = await beginSketch(workspace);
  for await (const table of blocks) begun.add(table);
  return begun.end();
}

/** A sketch of blocks that somebody else goes through, such as while they are written. */
export interface BegunSketch {
  add(block: Table): void;
  end(): RowSketch;
}

/** Begins {@link BegunSketch}. */
export async function beginSketch(workspace: Workspace): Promise<BegunSketch> {
  const key = await sketchKey(workspace);
  const rows: Float64Array[] = [];
  const ids: Float64Array[] = [];
  const columns = new Map<string, Hmac>();
  return {
    add(table) {
      const names = table.spec.columns.map(({ name }) => name).sort();
      const identifying = names.filter((name) => columnKinds[kindOf(table, name)].identifies);
      rows.push(keyed(takeColumns(table, names), key));
      if (identifying.length > 0) ids.push(keyed(takeColumns(table, identifying), key));
      for (const name of names) {
        const hmac = columns.get(name) ?? createHmac('sha256', key);
        columns.set(name, hmac.update(hashBytes(takeColumns(table, [name]))));
      }
    },
    end() {
      const hashes = [...columns].map(([name, hmac]) => ({ name, hash: hmac.digest('hex').slice(0, 16) }));
      return { key: keyName(key), rows: joined(rows), ids: ids.length > 0 ? joined(ids) : null, columns: hashes };
    },
  };
}

/** The bytes of a sketch's file. */
export function sketchBytes({ key, rows, ids, columns }: RowSketch): Buffer {
  const arrays: Record<string, StateArray> = ids === null ? { rows } : { rows, ids };
  const { bytes, headerBytes } = packArrays(
    { key, columns: columns.map(({ name, hash }) => ({ name, hash })) },
    arrays,
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(headerBytes);
  return Buffer.concat([size, bytes]);
}

/** Where the sketch of a version lies. */
export function sketchPath(workspace: Workspace, version: string): string {
  return workspace.path('versions', `${version.slice(0, 32)}.rows`);
}

/** The sketch of a version, `null` when it is not there or is none. */
export async function readSketch(workspace: Workspace, version: string): Promise<RowSketch | null> {
  const file = await readFile(sketchPath(workspace, version)).catch(() => null);
  if (file === null || file.length < 4) return null;
  try {
    const packed = { bytes: file.subarray(4), headerBytes: file.readUInt32LE() };
    const { json, arrays } = unpackArrays<Pick<RowSketch, 'key' | 'columns'>>(packed);
    const ids = (arrays.ids as Float64Array | undefined) ?? null;
    return { ...json, rows: arrays.rows as Float64Array, ids };
  } catch {
    return null;
  }
}

/** The name of the key that is there now, `null` when there is none. */
export async function presentKey(workspace: Workspace): Promise<string | null> {
  const found = await readFile(workspace.path('versions', 'key')).catch(() => null);
  return found === null ? null : keyName(found);
}

function keyName(key: Uint8Array): string {
  return hashOf(key).slice(0, 16);
}

async function sketchKey(workspace: Workspace): Promise<Buffer> {
  const path = workspace.path('versions', 'key');
  const found = await readFile(path).catch(() => null);
  if (found?.length === 32) return found;
  const key = randomBytes(32);
  await writeFileAtomic(path, key);
  return key;
}

/** Row hashes under a key: AES over each as one block, of which 53 bits stay. */
function keyed(table: Table, key: Buffer): Float64Array {
  const { high, low } = rowHashes(table);
  const blocks = new Uint32Array(4 * table.rows);
  for (let row = 0; row < table.rows; row++) {
    blocks[4 * row] = high[row];
    blocks[4 * row + 1] = low[row];
  }
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const bytes = cipher.update(new Uint8Array(blocks.buffer));
  const out = new Float64Array(table.rows);
  for (let row = 0; row < out.length; row++) {
    out[row] = bytes.readUInt32LE(16 * row) * 0x200000 + (bytes.readUInt32LE(16 * row + 4) & 0x1fffff);
  }
  return out;
}

function hashBytes(column: Table): Uint8Array {
  const { high, low } = rowHashes(column);
  // In pairs, so that it does not matter where one block ends and the next begins.
  const pairs = new Uint32Array(2 * high.length);
  for (let row = 0; row < high.length; row++) {
    pairs[2 * row] = high[row];
    pairs[2 * row + 1] = low[row];
  }
  return new Uint8Array(pairs.buffer);
}

function kindOf(table: Table, name: string) {
  return table.spec.columns.find((spec) => spec.name === name)!.kind;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0];
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
