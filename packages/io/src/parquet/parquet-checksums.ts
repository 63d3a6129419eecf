import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { unreadableParquet } from '../errors.ts';
import type { Database } from './duckdb.ts';
import { sqlPath } from './sql.ts';
import { readThriftStruct, type ThriftStruct } from './thrift-compact.ts';

/** Bytes that a page header may take; it holds counts, sizes and statistics of one page. */
const HEADER = 1 << 16;

/** Field numbers of `PageHeader` in parquet.thrift. */
const COMPRESSED_SIZE = 3;
const CRC = 4;

/** Where the pages of one column in one row group lie. */
interface Chunk {
  readonly column: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Holds every page of a Parquet file that carries a checksum against it: CRC-32 of the page as it is stored (apache/parquet-format,
 * README, "Checksumming"). DuckDB reads such pages without looking. Throws `io/unreadable-parquet` naming column and offset.
 */
export async function checkPages(db: Database, path: string, signal?: AbortSignal): Promise<void> {
  const rows = await db.rows(`SELECT path_in_schema, dictionary_page_offset, data_page_offset, total_compressed_size
    FROM parquet_metadata(${sqlPath(resolve(path))})`);
  const file = await open(path);
  try {
    for (const row of rows) {
      signal?.throwIfAborted();
      const chunk = chunkOf(row);
      if (chunk !== null) await checkChunk(file, path, chunk);
    }
  } finally {
    await file.close();
  }
}

function chunkOf([column, dictionary, data, size]: readonly unknown[]): Chunk | null {
  if (data === null || size === null) return null;
  const first =
    dictionary === null || Number(dictionary) <= 0 ? Number(data) : Math.min(Number(dictionary), Number(data));
  return { column: String(column), start: first, end: first + Number(size) };
}

async function checkChunk(file: FileHandle, path: string, { column, start, end }: Chunk): Promise<void> {
  const { size } = await file.stat();
  for (let at = start; at < Math.min(end, size); ) {
    const head = await bytesAt(file, at, Math.min(HEADER, size - at));
    const header = headerOf(head);
    const length = header?.fields.get(COMPRESSED_SIZE);
    // What is no page header is left to DuckDB, which says what is wrong with the file.
    if (header === null || length === undefined || length < 0 || at + header.length + length > size) return;
    const crc = header.fields.get(CRC);
    const page = at + header.length;
    if (crc !== undefined && crc32(await bytesAt(file, page, length)) !== crc >>> 0) {
      throw unreadableParquet(path, `the checksum of a page of column "${column}" at byte ${at} is wrong`);
    }
    at = page + length;
  }
}

function headerOf(bytes: Buffer): ThriftStruct | null {
  try {
    return readThriftStruct(bytes);
  } catch {
    return null;
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}
