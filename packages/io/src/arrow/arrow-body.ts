import { zstdDecompressSync } from 'node:zlib';
import { type ArrowFile, readBytes } from './arrow-file.ts';
import { unpackLz4 } from './arrow-lz4.ts';
import type { ArrowBatch } from './arrow-message.ts';

/** The buffers of a record batch. */
export interface ArrowBody {
  /** Bytes of a buffer, unpacked. */
  length(buffer: number): Promise<number>;
  /** Some bytes of a buffer. Throws a `RangeError` for bytes that it does not have. */
  read(buffer: number, from: number, length: number): Promise<Uint8Array>;
}

/** A body up to this size is read at once. */
const WHOLE = 1 << 24;
/** The most that the buffers of one batch may unpack to. */
const MOST_UNPACKED = 2 ** 31;

/** How much larger than itself the formats can make a byte: a length byte of 255, a block of 128 KiB in 4 bytes. */
const MOST_RATIO = { lz4: 255, zstd: 32_768 };

/** Opens the body of a record batch that begins at `at`. Large bodies are read piece by piece, unless they are compressed. */
export async function openBody(file: ArrowFile, batch: ArrowBatch, at: number, bodyLength: number): Promise<ArrowBody> {
  const { buffers } = batch;
  const whole = bodyLength <= WHOLE ? await readBytes(file, at, bodyLength) : null;
  const stored = async (buffer: number, from: number, length: number): Promise<Uint8Array> => {
    const place = buffers[buffer];
    if (place === undefined || from < 0 || length < 0 || from + length > place.length) {
      throw new RangeError('a column is declared to have more rows than its buffers hold');
    }
    const start = place.offset + from;
    return whole === null ? readBytes(file, at + start, length) : whole.subarray(start, start + length);
  };
  const sizeOf = (buffer: number) => buffers[buffer]?.length ?? 0;
  if (batch.compression === null) return { length: async (buffer) => sizeOf(buffer), read: stored };
  const unpacked = new Map<number, Uint8Array>();
  let total = 0;
  const unpack = async (buffer: number): Promise<Uint8Array> => {
    const known = unpacked.get(buffer);
    if (known !== undefined) return known;
    const bytes =
      sizeOf(buffer) === 0
        ? new Uint8Array(0)
        : unpackBuffer(await stored(buffer, 0, sizeOf(buffer)), batch.compression!);
    total += bytes.length;
    if (total > MOST_UNPACKED) throw new RangeError('its rows unpack to over 2 GB at once');
    unpacked.set(buffer, bytes);
    return bytes;
  };
  return {
    length: async (buffer) => (await unpack(buffer)).length,
    async read(buffer, from, length) {
      const bytes = await unpack(buffer);
      if (from < 0 || length < 0 || from + length > bytes.length) {
        throw new RangeError('a column is declared to have more rows than its buffers hold');
      }
      return bytes.subarray(from, from + length);
    },
  };
}

/** A compressed buffer: its length unpacked, -1 for one that is not packed, and its bytes. */
function unpackBuffer(bytes: Uint8Array, compression: 'lz4' | 'zstd'): Uint8Array {
  if (bytes.length < 8) throw new RangeError('a compressed buffer is damaged');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true));
  const packed = bytes.subarray(8);
  if (length === -1) return packed;
  if (length < 0 || length > Math.min(MOST_UNPACKED / 2, 64 + packed.length * MOST_RATIO[compression]))
    throw new RangeError(`a buffer is declared to unpack to ${length} bytes`);
  if (compression === 'lz4') return unpackLz4(packed, length);
  const unpacked = unpackZstd(packed, length);
  if (unpacked.length !== length) throw new RangeError('a compressed buffer is damaged');
  return unpacked;
}

function unpackZstd(packed: Uint8Array, length: number): Uint8Array {
  try {
    return zstdDecompressSync(packed, { maxOutputLength: Math.max(1, length) });
  } catch (cause) {
    throw new RangeError('a compressed buffer is damaged', { cause });
  }
}
