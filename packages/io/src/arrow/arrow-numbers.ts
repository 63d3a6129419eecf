import type { ArrowType } from './arrow-schema.ts';
import { type ArrowSlice, aligned } from './arrow-slice.ts';

/** Whole numbers as doubles: exact up to 2^53, the nearest beyond. */
export function integersOf(type: ArrowType, { values }: ArrowSlice): Float64Array {
  const { buffer } = aligned(values);
  const width = type.layout.storage === 'fixed' ? type.layout.width : 1;
  if (width === 1) return Float64Array.from(type.signed ? new Int8Array(buffer) : new Uint8Array(buffer));
  if (width === 2) return Float64Array.from(type.signed ? new Int16Array(buffer) : new Uint16Array(buffer));
  if (width === 4) return Float64Array.from(type.signed ? new Int32Array(buffer) : new Uint32Array(buffer));
  const low = new Uint32Array(buffer);
  const high = type.signed ? new Int32Array(buffer) : low;
  const numbers = new Float64Array(low.length / 2);
  for (let i = 0; i < numbers.length; i++) numbers[i] = high[2 * i + 1] * 2 ** 32 + low[2 * i];
  return numbers;
}

/** Floats as doubles, `NaN` and infinities among them. */
export function floatsOf(type: ArrowType, { values }: ArrowSlice): Float64Array {
  const { buffer } = aligned(values);
  const width = type.layout.storage === 'fixed' ? type.layout.width : 8;
  if (width === 8) return new Float64Array(buffer);
  return width === 4
    ? Float64Array.from(new Float32Array(buffer))
    : Float64Array.from(new Uint16Array(buffer), halfFloat);
}

/** An IEEE 754 half: a sign, 5 bits of exponent, 10 of fraction. */
function halfFloat(bits: number): number {
  const sign = bits >> 15 === 1 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** A whole number of any width as its digits, with the decimal point `scale` digits from the right. */
export function exactText(type: ArrowType, { values }: ArrowSlice, row: number): string {
  const width = type.layout.storage === 'fixed' ? type.layout.width : 8;
  const view = new DataView(values.buffer, values.byteOffset + row * width, width);
  let number = 0n;
  for (let word = width / 4 - 1; word >= 0; word--) number = (number << 32n) | BigInt(view.getUint32(4 * word, true));
  if (type.signed !== false) number = BigInt.asIntN(8 * width, number);
  return withPoint(number, type.scale ?? 0);
}

function withPoint(number: bigint, scale: number): string {
  if (scale <= 0) return String(number * 10n ** BigInt(-scale));
  const digits = String(number < 0n ? -number : number).padStart(scale + 1, '0');
  return `${number < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * A decimal as a double, and whether the double shows the same digits when it is printed with as many decimals. Up to 15
 * digits it always does.
 */
export function decimalOf(
  type: ArrowType,
  slice: ArrowSlice,
  row: number,
): { readonly value: number; readonly exact: boolean } {
  const scale = type.scale ?? 0;
  const small = smallDecimal(type, slice, row);
  if (small !== null && scale >= 0 && scale <= 22) return { value: small / POWERS[scale], exact: true };
  const text = exactText(type, slice, row);
  const value = Number(text);
  return { value, exact: scale > 0 ? value.toFixed(scale) === text : Number.isSafeInteger(value) };
}

/** The digits of a decimal of at most 15, signed; `null` for a longer one. */
function smallDecimal(type: ArrowType, { values }: ArrowSlice, row: number): number | null {
  const width = type.layout.storage === 'fixed' ? type.layout.width : 16;
  const view = new DataView(values.buffer, values.byteOffset + row * width, width);
  const low = width === 4 ? view.getInt32(0, true) : view.getInt32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (Math.abs(low) >= 1e15) return null;
  const sign = low < 0 ? -1 : 0;
  for (let word = 2; word < width / 4; word++) if (view.getInt32(4 * word, true) !== sign) return null;
  return low;
}
