import { constants, crc32, zstdCompressSync } from 'node:zlib';
import { appendBytes, type GrowingBytes } from '../growing-bytes.ts';
import { appendThrift, type ThriftFields } from './thrift-write.ts';

/** `Encoding` in parquet.thrift. */
export const encodings = { plain: 0, hybrid: 3, dictionary: 8 } as const;

/** `CompressionCodec` in parquet.thrift. */
export const codecs = { none: 0, zstd: 6 } as const;

/** A page of a column chunk. */
export interface Page {
  /** A page of the chunk's dictionary, or of its cells. */
  readonly type: 'dictionary' | 'data';
  /** Distinct values, or cells with the missing ones. */
  readonly values: number;
  readonly encoding: number;
  readonly codec: number;
  readonly body: Uint8Array;
}

const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Appends a page with its header and checksum. Returns the bytes it would take if it were not packed. */
export function appendPage(out: GrowingBytes, { type, values, encoding, codec, body }: Page): number {
  const packed = codec === codecs.zstd ? zstdCompressSync(body, ZSTD) : body;
  const sizes: ThriftFields = {
    1: { i32: type === 'data' ? 0 : 2 },
    2: { i32: body.length },
    3: { i32: packed.length },
    4: { i32: crc32(packed) | 0 },
  };
  const start = out.used;
  appendThrift(
    out,
    type === 'data'
      ? {
          ...sizes,
          5: {
            struct: {
              1: { i32: values },
              2: { i32: encoding },
              3: { i32: encodings.hybrid },
              4: { i32: encodings.hybrid },
            },
          },
        }
      : { ...sizes, 7: { struct: { 1: { i32: values }, 2: { i32: encodings.plain } } } },
  );
  const header = out.used - start;
  appendBytes(out, packed);
  return header + body.length;
}
