/** Where a scan leaves what it found beside the position it returns. One object serves a whole file. */
export interface JsonScan {
  /** Whether the string scanned last holds an escape. */
  escaped: boolean;
  /** After `wrong`: what is wrong, as the end of a sentence, and at which byte. */
  what: string;
  at: number;
}

/** The bytes end where the text does not: more must be read, or the file is cut off. */
export const CUT = -1;
/** The text is not JSON; `scan` says why. */
export const WRONG = -2;
/** The deepest nesting of objects and arrays. */
export const deepestNesting = 512;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
export const QUOTE = 0x22;
const PLUS = 0x2b;
export const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
export const COLON = 0x3a;
const UPPER_E = 0x45;
export const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
const LOWER_E = 0x65;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const LOWER_U = 0x75;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

export const createScan = (): JsonScan => ({ escaped: false, what: '', at: 0 });

/** Notes what is wrong. */
export function wrong(scan: JsonScan, at: number, what: string): number {
  scan.what = what;
  scan.at = at;
  return WRONG;
}

/** The first byte from `at` on that is no white space. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  for (; i < end; i++) {
    const byte = bytes[i];
    if (byte > SPACE || (byte !== SPACE && byte !== NEWLINE && byte !== RETURN && byte !== TAB)) break;
  }
  return i;
}

/**
 * Scans one value of RFC 8259 that begins at `at`, in bytes known to be UTF-8, and returns where it ends, {@link CUT} or
 * {@link WRONG}. A number that touches `end` may go on. Needs no stack: nesting beyond {@link deepestNesting} is wrong.
 */
export function scanValue(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  const open: number[] = [];
  let i = at;
  for (;;) {
    i = skipSpace(bytes, i, end);
    if (i >= end) return CUT;
    const first = bytes[i];
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
      if (open.length === deepestNesting) return wrong(scan, i, `the nesting is deeper than ${deepestNesting} levels`);
      i = skipSpace(bytes, i + 1, end);
      if (i >= end) return CUT;
      open.push(first);
      // In ASCII a closing bracket stands two places behind its opening one.
      if (bytes[i] !== first + 2) {
        if (first === OPEN_OBJECT) i = scanKey(bytes, i, end, scan);
        if (i < 0) return i;
        continue;
      }
    } else {
      i = scanScalar(bytes, i, end, scan);
      if (i < 0) return i;
    }
    i = closeAll(bytes, i, end, scan, open);
    if (i < 0 || open.length === 0) return i;
  }
}

/** After a value: closes what ends here, and goes on to where the next value begins. */
function closeAll(bytes: Uint8Array, at: number, end: number, scan: JsonScan, open: number[]): number {
  let i = at;
  while (open.length > 0) {
    i = skipSpace(bytes, i, end);
    if (i >= end) return CUT;
    const inside = open[open.length - 1];
    if (bytes[i] === COMMA) {
      return inside === OPEN_OBJECT
        ? scanKey(bytes, skipSpace(bytes, i + 1, end), end, scan)
        : afterComma(bytes, i, end, scan);
    }
    if (bytes[i] !== inside + 2)
      return wrong(scan, i, `${seen(bytes, i)} stands where a comma or a closing bracket must`);
    open.pop();
    i++;
  }
  return i;
}

function afterComma(bytes: Uint8Array, comma: number, end: number, scan: JsonScan): number {
  const i = skipSpace(bytes, comma + 1, end);
  return i < end && bytes[i] === CLOSE_ARRAY ? wrong(scan, i, 'a comma stands before a closing bracket') : i;
}

/** Scans a key and its colon. */
function scanKey(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  if (at >= end) return CUT;
  if (bytes[at] !== QUOTE) return wrong(scan, at, `${seen(bytes, at)} stands where a key in double quotes must`);
  const key = scanString(bytes, at + 1, end, scan);
  return key < 0 ? key : scanColon(bytes, key, end, scan);
}

/** Scans white space and the colon after a key. */
export function scanColon(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  const i = skipSpace(bytes, at, end);
  if (i >= end) return CUT;
  return bytes[i] === COLON ? i + 1 : wrong(scan, i, `${seen(bytes, i)} stands where a colon must`);
}

/** Scans a string, number, `true`, `false` or `null`. */
export function scanScalar(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  const first = bytes[at];
  if (first === QUOTE) return scanString(bytes, at + 1, end, scan);
  if (first === MINUS || (first >= ZERO && first <= NINE)) return scanNumber(bytes, at, end, scan);
  if (first === LOWER_T) return scanWord(bytes, at, end, scan, 'true');
  if (first === LOWER_F) return scanWord(bytes, at, end, scan, 'false');
  if (first === LOWER_N) return scanWord(bytes, at, end, scan, 'null');
  return wrong(scan, at, `${seen(bytes, at)} stands where a value must`);
}

/** Scans a string from behind its opening quote to behind its closing one. */
export function scanString(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  scan.escaped = false;
  for (let i = at; i < end; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH) {
      scan.escaped = true;
      i = scanEscape(bytes, i + 1, end, scan) - 1;
      if (i < 0) return i + 1;
    } else if (byte < SPACE) {
      return wrong(scan, i, `a string holds the control character ${hex(byte)}, which must be escaped`);
    }
  }
  return CUT;
}

/** 1 for the signs that may stand behind a backslash. */
const SINGLE = Uint8Array.from({ length: 256 }, (_, byte) => Number('"\\/bfnrt'.includes(String.fromCharCode(byte))));

function scanEscape(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  if (at >= end) return CUT;
  if (SINGLE[bytes[at]] === 1) return at + 1;
  if (bytes[at] !== LOWER_U)
    return wrong(scan, at, `a string holds the escape \\${seen(bytes, at)}, which JSON does not have`);
  for (let i = at + 1; i < at + 5; i++) {
    if (i >= end) return CUT;
    if (!isHexDigit(bytes[i])) return wrong(scan, i, 'a string holds \\u without four hexadecimal digits');
  }
  return at + 5;
}

function scanNumber(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  let i = bytes[at] === MINUS ? at + 1 : at;
  const whole = i;
  i = scanDigits(bytes, i, end, scan);
  if (i < 0) return i;
  if (bytes[whole] === ZERO && i > whole + 1) return wrong(scan, whole, 'a number begins with 0');
  if (i < end && bytes[i] === DOT) {
    i = scanDigits(bytes, i + 1, end, scan);
    if (i < 0) return i;
  }
  if (i < end && (bytes[i] === LOWER_E || bytes[i] === UPPER_E)) {
    i++;
    if (i < end && (bytes[i] === PLUS || bytes[i] === MINUS)) i++;
    i = scanDigits(bytes, i, end, scan);
  }
  return i;
}

function scanDigits(bytes: Uint8Array, at: number, end: number, scan: JsonScan): number {
  let i = at;
  while (i < end && bytes[i] >= ZERO && bytes[i] <= NINE) i++;
  if (i > at) return i;
  return i >= end ? CUT : wrong(scan, i, `${seen(bytes, i)} stands where a digit must`);
}

function scanWord(bytes: Uint8Array, at: number, end: number, scan: JsonScan, word: string): number {
  for (let i = 0; i < word.length; i++) {
    if (at + i >= end) return CUT;
    if (bytes[at + i] !== word.charCodeAt(i)) return wrong(scan, at, `${seen(bytes, at)} stands where a value must`);
  }
  return at + word.length;
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return (byte >= ZERO && byte <= NINE) || (letter >= 0x61 && letter <= 0x66);
}

const hex = (byte: number): string => `U+${byte.toString(16).toUpperCase().padStart(4, '0')}`;

/** What stands at a byte, for messages. */
export function seen(bytes: Uint8Array, at: number): string {
  const byte = bytes[at];
  if (byte < SPACE || byte === 0x7f) return hex(byte);
  let end = at + 1;
  while (end < bytes.length && bytes[end] >= 0x80 && bytes[end] < 0xc0) end++;
  return `"${Buffer.from(bytes.subarray(at, end)).toString('utf8')}"`;
}
