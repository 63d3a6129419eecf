const MAGIC = 0x184d2204;

const broken = (): RangeError => new RangeError('a compressed buffer is damaged');

/**
 * Unpacks an LZ4 frame (lz4_Frame_format.md and lz4_Block_format.md of the LZ4 project) that must give `length` bytes.
 * Checksums are passed over. Throws a `RangeError` for a frame that is broken or gives another length.
 */
export function unpackLz4(bytes: Uint8Array, length: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const output = new Uint8Array(length);
  if (view.getUint32(0, true) !== MAGIC) throw broken();
  const flags = bytes[4];
  if (flags >> 6 !== 1) throw broken();
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  let written = 0;
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) break;
    const end = at + (size & 0x7fffffff);
    if (end > bytes.length) throw broken();
    written =
      size >>> 31 === 1 ? copyBlock(bytes, at, end, output, written) : unpackBlock(bytes, at, end, output, written);
    at = end + (flags & 0x10 ? 4 : 0);
  }
  if (written !== length) throw broken();
  return output;
}

function copyBlock(bytes: Uint8Array, at: number, end: number, output: Uint8Array, written: number): number {
  if (written + end - at > output.length) throw broken();
  output.set(bytes.subarray(at, end), written);
  return written + end - at;
}

/** Sequences of literals and of matches: stretches of what was unpacked before. */
function unpackBlock(bytes: Uint8Array, from: number, end: number, output: Uint8Array, start: number): number {
  let at = from;
  let to = start;
  while (at < end) {
    const token = bytes[at++];
    let literals = token >> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255 && at < end) {
        more = bytes[at++];
        literals += more;
      }
    }
    if (at + literals > end || to + literals > output.length) throw broken();
    output.set(bytes.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === end) return to;
    if (at + 2 > end) throw broken();
    const distance = bytes[at] | (bytes[at + 1] << 8);
    at += 2;
    let match = (token & 15) + 4;
    if (match === 19) {
      let more = 255;
      while (more === 255 && at < end) {
        more = bytes[at++];
        match += more;
      }
    }
    if (distance === 0 || distance > to || to + match > output.length) throw broken();
    // Byte by byte: a match may overlap what it writes.
    for (let i = 0; i < match; i++, to++) output[to] = output[to - distance];
  }
  return to;
}
