import {
  byteField,
  countAt,
  countField,
  type FlatTable,
  nameField,
  rootTable,
  shortField,
  tableField,
  vectorField,
} from './arrow-flatbuffer.ts';

/** A message's metadata. */
export interface ArrowMessage {
  readonly kind: 'schema' | 'dictionary' | 'batch';
  readonly header: FlatTable;
  readonly bodyLength: number;
}

/** Where a buffer lies in the body. */
export interface ArrowBuffer {
  readonly offset: number;
  readonly length: number;
}

/** The metadata of a record batch. */
export interface ArrowBatch {
  readonly rows: number;
  /** Per column: its rows and how many are missing. */
  readonly nodes: readonly { readonly length: number; readonly missing: number }[];
  readonly buffers: readonly ArrowBuffer[];
  readonly compression: 'lz4' | 'zstd' | null;
  /** Data buffers of each column of views. */
  readonly variadic: readonly number[];
}

/** The metadata of a dictionary batch. */
export interface ArrowDictionaryBatch {
  readonly id: string;
  readonly delta: boolean;
  readonly batch: ArrowBatch;
}

const KINDS = [null, 'schema', 'dictionary', 'batch'] as const;

/** Decodes a message (Message.fbs of Apache Arrow). Throws a `RangeError` for one that is broken. */
export function decodeMessage(bytes: Uint8Array): ArrowMessage {
  const root = rootTable(bytes);
  const version = shortField(root, 0);
  if (version < 3 || version > 4) throw new RangeError(`its metadata is of version ${version + 1}, not 4 or 5`);
  const kind = KINDS[byteField(root, 1)] ?? null;
  const header = tableField(root, 2);
  if (kind === null || header === null) throw new RangeError('a message is neither schema, dictionary nor rows');
  return { kind, header, bodyLength: countField(root, 3) };
}

export function decodeBatch(header: FlatTable, bodyLength: number): ArrowBatch {
  const nodes = vectorField(header, 1, 16);
  const buffers = vectorField(header, 2, 16);
  const variadic = vectorField(header, 4, 8);
  const packed = tableField(header, 3);
  const codec = packed === null ? null : (['lz4', 'zstd'] as const)[byteField(packed, 0)];
  if (codec === undefined) throw new RangeError('rows are compressed in an unknown way');
  const list = pairs(buffers).map(([offset, length]) => ({ offset, length }));
  if (list.some(({ offset, length }) => offset + length > bodyLength)) {
    throw new RangeError('a buffer is declared to reach beyond its rows');
  }
  return {
    rows: countField(header, 0),
    nodes: pairs(nodes).map(([length, missing]) => ({ length, missing })),
    buffers: list,
    compression: codec,
    variadic: Array.from({ length: variadic.length }, (_, i) => countAt(variadic.view, variadic.at + 8 * i)),
  };
}

function pairs({
  view,
  at,
  length,
}: {
  view: DataView;
  at: number;
  length: number;
}): readonly (readonly [number, number])[] {
  return Array.from({ length }, (_, i) => [countAt(view, at + 16 * i), countAt(view, at + 16 * i + 8)] as const);
}

export function decodeDictionaryBatch({ header, bodyLength }: ArrowMessage): ArrowDictionaryBatch {
  const data = tableField(header, 1);
  if (data === null) throw new RangeError('a dictionary without values is declared');
  return { id: nameField(header, 0), delta: byteField(header, 2) !== 0, batch: decodeBatch(data, bodyLength) };
}

/** A message's place in a file. */
export interface ArrowBlock {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** Decodes the footer of a file (File.fbs of Apache Arrow). */
export function decodeFooter(bytes: Uint8Array): {
  readonly schema: FlatTable;
  readonly dictionaries: readonly ArrowBlock[];
  readonly batches: readonly ArrowBlock[];
} {
  const root = rootTable(bytes);
  const schema = tableField(root, 1);
  if (schema === null) throw new RangeError('its footer holds no schema');
  return { schema, dictionaries: blocks(root, 2), batches: blocks(root, 3) };
}

function blocks(root: FlatTable, id: number): readonly ArrowBlock[] {
  const { view, at, length } = vectorField(root, id, 24);
  return Array.from({ length }, (_, i) => {
    const block = at + 24 * i;
    return {
      offset: countAt(view, block),
      metadataLength: view.getUint32(block + 8, true),
      bodyLength: countAt(view, block + 16),
    };
  });
}
