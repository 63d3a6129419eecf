/** The whole numbers among the top fields of a structure, by field number, and its length in bytes. */
export interface ThriftStruct {
  readonly fields: ReadonlyMap<number, number>;
  readonly length: number;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Types of the compact protocol. */
const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const INTEGERS: readonly number[] = [4, 5, 6];
const DOUBLE = 7;
const BINARY = 8;
const LISTS: readonly number[] = [9, 10];
const MAP = 11;
const STRUCT = 12;

const DEEPEST = 32;

/**
 * Reads a structure in Thrift's compact protocol (thrift-compact-protocol.md) and passes over everything in it but whole
 * numbers. Throws a `RangeError` for bytes that are none.
 */
export function readThriftStruct(bytes: Uint8Array): ThriftStruct {
  const cursor = { bytes, at: 0 };
  const fields = new Map<number, number>();
  readFields(cursor, 0, (field, type) => {
    if (INTEGERS.includes(type)) fields.set(field, zigzag(varint(cursor)));
    else skip(cursor, type, 0);
  });
  return { fields, length: cursor.at };
}

function readFields(cursor: Cursor, depth: number, on: (field: number, type: number) => void): void {
  if (depth > DEEPEST) throw new RangeError('nested too deep');
  for (let field = 0; ; ) {
    const head = byte(cursor);
    const type = head & 0x0f;
    if (type === STOP) return;
    field = head >> 4 === 0 ? zigzag(varint(cursor)) : field + (head >> 4);
    on(field, type);
  }
}

function skip(cursor: Cursor, type: number, depth: number): void {
  if (type === TRUE || type === FALSE) return;
  if (type === BYTE) cursor.at++;
  else if (INTEGERS.includes(type)) varint(cursor);
  else if (type === DOUBLE) cursor.at += 8;
  else if (type === BINARY) cursor.at += varint(cursor);
  else if (type === STRUCT) readFields(cursor, depth + 1, (_, inner) => skip(cursor, inner, depth + 1));
  else if (LISTS.includes(type)) skipList(cursor, depth + 1);
  else if (type === MAP) throw new RangeError('a map has no place in a page header');
  else throw new RangeError(`type ${type} is not known`);
  if (cursor.at > cursor.bytes.length) throw new RangeError('cut off');
}

function skipList(cursor: Cursor, depth: number): void {
  if (depth > DEEPEST) throw new RangeError('nested too deep');
  const head = byte(cursor);
  const count = head >> 4 === 15 ? varint(cursor) : head >> 4;
  const type = head & 0x0f;
  for (let i = 0; i < count; i++) {
    if (type === TRUE || type === FALSE) byte(cursor);
    else skip(cursor, type, depth);
  }
}

function byte(cursor: Cursor): number {
  if (cursor.at >= cursor.bytes.length) throw new RangeError('cut off');
  return cursor.bytes[cursor.at++];
}

function varint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; scale < 2 ** 64; scale *= 128) {
    const next = byte(cursor);
    value += (next & 0x7f) * scale;
    if (next < 0x80) return value;
  }
  throw new RangeError('a number is too long');
}

const zigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
