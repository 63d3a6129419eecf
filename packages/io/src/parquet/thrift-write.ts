import { appendByte, appendBytes, appendText, type GrowingBytes } from '../growing-bytes.ts';

/** A value of a structure. */
export type ThriftValue =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly flag: boolean }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly struct: ThriftFields }
  | { readonly list: readonly ThriftValue[] };

/** The fields of a structure by number, 1 to 15 more than the one before; `undefined` = left out. */
export type ThriftFields = { readonly [field: number]: ThriftValue | undefined };

/** Types of the compact protocol. */
const TYPES = { i32: 5, i64: 6, bytes: 8, text: 8, list: 9, struct: 12 } as const;

/** Appends a structure in Thrift's compact protocol (thrift-compact-protocol.md). Whole numbers are safe integers. */
export function appendThrift(out: GrowingBytes, fields: ThriftFields): void {
  let last = 0;
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    appendByte(out, ((Number(key) - last) << 4) | typeOf(value));
    last = Number(key);
    if (!('flag' in value)) appendValue(out, value);
  }
  appendByte(out, 0);
}

/** Appends a whole number from 0 on in seven bits a byte, the lowest first. */
export function appendVarint(out: GrowingBytes, value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) appendByte(out, (rest % 0x80) | 0x80);
  appendByte(out, rest);
}

function typeOf(value: ThriftValue): number {
  if ('flag' in value) return value.flag ? 1 : 2;
  return TYPES[Object.keys(value)[0] as keyof typeof TYPES];
}

function appendValue(out: GrowingBytes, value: Exclude<ThriftValue, { flag: boolean }>): void {
  if ('i32' in value) appendVarint(out, zigzag(value.i32));
  else if ('i64' in value) appendVarint(out, zigzag(value.i64));
  else if ('struct' in value) appendThrift(out, value.struct);
  else if ('list' in value) appendList(out, value.list);
  else if ('bytes' in value) {
    appendVarint(out, value.bytes.length);
    appendBytes(out, value.bytes);
  } else {
    appendVarint(out, Buffer.byteLength(value.text));
    appendText(out, value.text);
  }
}

/** A list of values of one type. */
function appendList(out: GrowingBytes, list: readonly ThriftValue[]): void {
  const type = list.length === 0 ? TYPES.struct : typeOf(list[0]);
  if (list.length < 15) appendByte(out, (list.length << 4) | type);
  else {
    appendByte(out, 0xf0 | type);
    appendVarint(out, list.length);
  }
  for (const value of list) if (!('flag' in value)) appendValue(out, value);
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
