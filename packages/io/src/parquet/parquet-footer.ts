import type { ColumnSpec } from '@verisim/core';
import type { ColumnChunk } from './column-chunk.ts';
import type { PhysicalType } from './physical-type.ts';
import type { ThriftFields, ThriftValue } from './thrift-write.ts';

/** A row group as it stands in the file. */
export interface WrittenGroup {
  readonly rows: number;
  /** Bytes before it. */
  readonly offset: number;
  readonly chunks: readonly ColumnChunk[];
}

const OPTIONAL = 1;

/** `FileMetaData` of parquet.thrift; `declared` is what the file says of its columns under the key `verisim`. */
export function fileMetaData(
  specs: readonly ColumnSpec[],
  types: readonly PhysicalType[],
  groups: readonly WrittenGroup[],
  declared: string,
): ThriftFields {
  const root: ThriftFields = { 4: { text: 'schema' }, 5: { i32: specs.length } };
  const schema = [root, ...specs.map(({ name }, i) => schemaElement(name, types[i]))];
  return {
    1: { i32: 2 },
    2: { list: schema.map((struct) => ({ struct })) },
    3: { i64: groups.reduce((sum, { rows }) => sum + rows, 0) },
    4: { list: groups.map((group) => ({ struct: rowGroup(specs, types, group) })) },
    5: { list: [{ struct: { 1: { text: 'verisim' }, 2: { text: declared } } }] },
    6: { text: 'verisim' },
    7: { list: specs.map(() => ({ struct: { 1: { struct: {} } } })) },
  };
}

function schemaElement(name: string, { type, converted, logical }: PhysicalType): ThriftFields {
  return {
    1: { i32: type },
    3: { i32: OPTIONAL },
    4: { text: name },
    6: converted === undefined ? undefined : { i32: converted },
    10: logical === undefined ? undefined : { struct: logical },
  };
}

function rowGroup(
  specs: readonly ColumnSpec[],
  types: readonly PhysicalType[],
  { rows, offset, chunks }: WrittenGroup,
): ThriftFields {
  let at = offset;
  const columns = chunks.map((chunk, i): ThriftValue => {
    const meta = columnMetaData(specs[i].name, types[i].type, rows, at, chunk);
    at += chunk.bytes;
    return { struct: { 2: { i64: 0 }, 3: { struct: meta } } };
  });
  return {
    1: { list: columns },
    2: { i64: chunks.reduce((sum, { unpacked }) => sum + unpacked, 0) },
    3: { i64: rows },
    5: { i64: offset },
    6: { i64: at - offset },
  };
}

function columnMetaData(name: string, type: number, rows: number, offset: number, chunk: ColumnChunk): ThriftFields {
  const { dictionary, range, missing } = chunk;
  return {
    1: { i32: type },
    2: { list: chunk.encodings.map((i32) => ({ i32 })) },
    3: { list: [{ text: name }] },
    4: { i32: chunk.codec },
    5: { i64: rows },
    6: { i64: chunk.unpacked },
    7: { i64: chunk.bytes },
    9: { i64: offset + chunk.data },
    11: dictionary === null ? undefined : { i64: offset + dictionary },
    12: {
      struct: {
        3: { i64: missing },
        5: range === null ? undefined : { bytes: range[1] },
        6: range === null ? undefined : { bytes: range[0] },
      },
    },
  };
}
