import { type FileHandle, open } from 'node:fs/promises';
import type { Table, TableSpec } from '@verisim/core';
import { declarationOf } from '../declaration.ts';
import { noColumns } from '../errors.ts';
import { type GrowingBytes, growingBytes } from '../growing-bytes.ts';
import { writeAll } from '../write-all.ts';
import { writeAtomically } from '../write-atomically.ts';
import { appendColumnChunk, type ChunkRoom, type ColumnChunk, createChunkRoom } from './column-chunk.ts';
import { fileMetaData, type WrittenGroup } from './parquet-footer.ts';
import { type PhysicalType, physicalType } from './physical-type.ts';
import { type RowGroup, rowGroups } from './row-groups.ts';
import { appendThrift } from './thrift-write.ts';
import { holdsDays, requireDays } from './whole-days.ts';

const MAGIC = Buffer.from('PAR1');

/** What is known of the columns so far. */
interface Columns {
  spec: TableSpec | null;
  /** Per coded column, every level so far in order; `null` for the others. */
  levels: readonly (Map<string, number> | null)[];
}

/** A file that is being written. */
interface Writing {
  readonly file: FileHandle;
  readonly out: GrowingBytes;
  readonly room: ChunkRoom;
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes tables to a Parquet file, one row group at a time: nothing else is held in memory. Pages carry checksums; the file says under the key `verisim`
 * what its columns are. See `writeTable`.
 */
export async function writeParquet(
  path: string,
  blocks: AsyncIterable<Table>,
  { signal }: { readonly signal?: AbortSignal },
): Promise<void> {
  await writeAtomically(path, [], signal, async (temporary) => {
    const file = await open(temporary, 'w', 0o666);
    try {
      await writeGroups({ file, out: growingBytes(1 << 21), room: createChunkRoom(), signal }, path, blocks);
    } finally {
      await file.close();
    }
  });
}

async function writeGroups(writing: Writing, path: string, blocks: AsyncIterable<Table>): Promise<void> {
  const columns: Columns = { spec: null, levels: [] };
  const groups: WrittenGroup[] = [];
  let types: readonly PhysicalType[] | null = null;
  let offset = MAGIC.length;
  await writeAll(writing.file, MAGIC, MAGIC.length);
  for await (const group of rowGroups(noted(blocks, columns))) {
    types ??= typesOf(columns.spec!, group);
    const chunks = await writeGroup(writing, columns.spec!, group, types);
    groups.push({ rows: group.rows, offset, chunks });
    offset += chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  }
  if (columns.spec === null) throw noColumns(path);
  const end = footer(writing.out, columns, types ?? typesOf(columns.spec, null), groups);
  await writeAll(writing.file, end, end.length);
}

const typesOf = ({ columns }: TableSpec, first: RowGroup | null): readonly PhysicalType[] =>
  columns.map((spec, i) => physicalType(spec, holdsDays(spec, first, i)));

/** The blocks as they are, their levels noted. */
async function* noted(blocks: AsyncIterable<Table>, columns: Columns): AsyncGenerator<Table> {
  for await (const block of blocks) {
    if (columns.spec === null) {
      columns.spec = block.spec;
      columns.levels = block.columns.map(({ storage }) => (storage === 'coded' ? new Map<string, number>() : null));
    }
    block.columns.forEach((column, i) => {
      const levels = columns.levels[i];
      if (column.storage !== 'coded' || levels === null) return;
      for (const level of column.levels) if (!levels.has(level)) levels.set(level, levels.size);
    });
    yield block;
  }
}

async function writeGroup(
  { file, out, room, signal }: Writing,
  { columns }: TableSpec,
  group: RowGroup,
  types: readonly PhysicalType[],
): Promise<readonly ColumnChunk[]> {
  const chunks: ColumnChunk[] = [];
  for (const [i, type] of types.entries()) {
    signal?.throwIfAborted();
    if (type.days) requireDays(columns[i], group, i);
    out.used = 0;
    chunks.push(appendColumnChunk(out, group, i, type, room));
    await writeAll(file, out.bytes, out.used);
  }
  return chunks;
}

function footer(
  out: GrowingBytes,
  { spec, levels }: Columns,
  types: readonly PhysicalType[],
  groups: readonly WrittenGroup[],
): Uint8Array {
  out.used = 0;
  appendThrift(out, fileMetaData(spec!.columns, types, groups, declarationOf(spec!, levels)));
  const end = Buffer.alloc(8);
  end.writeUInt32LE(out.used);
  MAGIC.copy(end, 4);
  return Buffer.concat([out.bytes.subarray(0, out.used), end]);
}
