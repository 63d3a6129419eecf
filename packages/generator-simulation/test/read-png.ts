import { Buffer } from 'node:buffer';
import { crc32, inflateSync } from 'node:zlib';

/** Pixels of a PNG of eight bits a channel without filters, read by Node's own inflate and CRC. */
export function readPng(bytes: Uint8Array): {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
} {
  const buffer = Buffer.from(bytes);
  if (buffer.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    const named = buffer.subarray(at + 4, at + 8 + length);
    if (crc32(named) !== buffer.readUInt32BE(at + 8 + length)) throw new Error('a wrong CRC');
    chunks.set(named.subarray(0, 4).toString('latin1'), named.subarray(4));
    at += 12 + length;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (!header.subarray(8).equals(Buffer.from([8, 2, 0, 0, 0]))) throw new Error('another kind of PNG');
  if (!chunks.has('IEND')) throw new Error('no end');
  const rows = inflateSync(chunks.get('IDAT')!);
  const pixels = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    const from = y * (1 + 3 * width);
    if (rows[from] !== 0) throw new Error('a filter');
    pixels.set(rows.subarray(from + 1, from + 1 + 3 * width), 3 * width * y);
  }
  return { width, height, pixels };
}
