const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

const SHORT: Readonly<Record<string, number>> = { b: 0x08, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09 };
/** What a sign behind a backslash stands for. */
const UNESCAPED = Uint8Array.from({ length: 256 }, (_, byte) => SHORT[String.fromCharCode(byte)] ?? byte);

/**
 * Undoes the escapes of a scanned string (`start` to `end` without its quotes) in place: it cannot grow. Returns where the text
 * ends now, or -1 for a surrogate without its other half, which no UTF-8 can hold; the bytes are then spoilt.
 */
export function unescapeInPlace(bytes: Uint8Array, start: number, end: number): number {
  let to = start;
  for (let i = start; i < end; ) {
    const byte = bytes[i];
    if (byte !== BACKSLASH) {
      bytes[to++] = byte;
      i++;
    } else if (bytes[i + 1] !== LOWER_U) {
      bytes[to++] = UNESCAPED[bytes[i + 1]];
      i += 2;
    } else {
      const unit = codeUnit(bytes, i);
      const low = unit >= 0xd800 && unit < 0xdc00 && i + 12 <= end ? codeUnit(bytes, i + 6) : -1;
      const paired = low >= 0xdc00 && low < 0xe000;
      if (unit >= 0xd800 && unit < 0xe000 && !paired) return -1;
      to = putCharacter(bytes, to, paired ? 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff) : unit);
      i += paired ? 12 : 6;
    }
  }
  return to;
}

/** The UTF-16 code unit of a `\uXXXX` at `at`; -1 when there is none. */
function codeUnit(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== LOWER_U) return -1;
  let unit = 0;
  for (let i = at + 2; i < at + 6; i++) unit = unit * 16 + digitOf(bytes[i]);
  return unit;
}

function putCharacter(bytes: Uint8Array, at: number, point: number): number {
  let to = at;
  if (point < 0x80) {
    bytes[to++] = point;
    return to;
  }
  if (point < 0x800) {
    bytes[to++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) bytes[to++] = 0xe0 | (point >> 12);
    else {
      bytes[to++] = 0xf0 | (point >> 18);
      bytes[to++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[to++] = 0x80 | (point & 0x3f);
  return to;
}

const digitOf = (byte: number): number => (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
