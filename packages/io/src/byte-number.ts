/** How a text reads as a number. `canonical` and `plain` numbers stay the same when read and written again. */
export const numberClasses = { other: 0, canonical: 1, plain: 2, odd: 3 } as const;

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Where {@link readNumber} puts the value and the decimals it shows. */
export interface NumberRead {
  value: number;
  decimals: number;
}

/**
 * Reads the bytes of a cell as a decimal number in one pass, and classes its spelling:
 * `canonical` (1) a whole number of at most 2^53 - 1 without leading zeros or plus sign; `plain` (2) another number, also `-0`,
 * `.5` and `1e3`, that a double holds as it is written; `odd` (3) a finite number in another spelling (`007`, `+1`, `1.`) or
 * with more digits than a double holds; `other` (0) anything else, also beyond the range of a double.
 *
 * At most 15 digits and a power of ten up to 22 are exact by one division or product (Clinger, How to read floating point
 * numbers accurately, 1990); the rest is left to the engine's own parser.
 */
export function readNumber(bytes: Uint8Array, start: number, end: number, read: NumberRead): number {
  let at = start;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  const whole = at;
  let mantissa = 0;
  while (at < end && bytes[at] >= ZERO && bytes[at] <= NINE) mantissa = mantissa * 10 + bytes[at++] - ZERO;
  const wholeDigits = at - whole;
  if (at === end && wholeDigits > 0 && wholeDigits <= 15) {
    read.value = sign === MINUS ? -mantissa : mantissa;
    read.decimals = 0;
    if (sign === PLUS || (bytes[whole] === ZERO && wholeDigits > 1)) return numberClasses.odd;
    return mantissa === 0 && sign === MINUS ? numberClasses.plain : numberClasses.canonical;
  }
  let fraction = 0;
  const dotted = at < end && bytes[at] === DOT;
  if (dotted) {
    const from = ++at;
    while (at < end && bytes[at] >= ZERO && bytes[at] <= NINE) mantissa = mantissa * 10 + bytes[at++] - ZERO;
    fraction = at - from;
  }
  if (wholeDigits + fraction === 0) return numberClasses.other;
  const digitsEnd = at;
  let exponent = 0;
  if (at < end && (bytes[at] === LOWER_E || bytes[at] === UPPER_E)) {
    at = exponentEnd(bytes, at, end);
    if (at < 0) return numberClasses.other;
    exponent = Number(latin1(bytes, digitsEnd + 1, at));
  }
  if (at !== end) return numberClasses.other;
  const spelling = {
    plain: sign !== PLUS && !(wholeDigits > 1 && bytes[whole] === ZERO) && (!dotted || fraction > 0),
    integer: !dotted && digitsEnd === end,
  };
  read.decimals = Math.max(0, fraction - exponent);
  const power = exponent - fraction;
  if (wholeDigits + fraction <= 15 && power <= 22 && power >= -22) {
    const value = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
    read.value = sign === MINUS ? -value : value;
    // `.5e3` is spelt oddly; `.5` is not.
    return spelling.plain && (wholeDigits > 0 || digitsEnd === end) ? numberClasses.plain : numberClasses.odd;
  }
  return longNumber(latin1(bytes, start, end), spelling, read);
}

function exponentEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 1;
  if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at++;
  const digits = at;
  while (at < end && bytes[at] >= ZERO && bytes[at] <= NINE) at++;
  return at === digits ? -1 : at;
}

function longNumber(text: string, spelling: { plain: boolean; integer: boolean }, read: NumberRead): number {
  const value = Number(text);
  if (!Number.isFinite(value)) return numberClasses.other;
  read.value = value;
  if (!spelling.plain) return numberClasses.odd;
  if (spelling.integer) {
    return Number.isSafeInteger(value) && String(value) === text ? numberClasses.canonical : numberClasses.odd;
  }
  if (String(value) === text) return numberClasses.plain;
  return keepsDigits(text, value) ? numberClasses.plain : numberClasses.odd;
}

/** Whether a double shows the same digits, in its shortest spelling or printed with as many significant digits as the text has. */
function keepsDigits(text: string, value: number): boolean {
  const digits = significant(text);
  if (digits === '') return value === 0;
  if (value === 0 || digits.length > 17) return false;
  return significant(value.toExponential(digits.length - 1)) === digits || significant(String(value)) === digits;
}

function significant(text: string): string {
  return text
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
}

const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
