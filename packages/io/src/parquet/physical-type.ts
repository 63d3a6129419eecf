import { type ColumnSpec, columnKinds } from '@verisim/core';
import { type GrowingBytes, reserve } from '../growing-bytes.ts';
import type { ThriftFields, ThriftValue } from './thrift-write.ts';

/** How a column's cells stand in a Parquet file (parquet.thrift). */
export interface PhysicalType {
  /** `Type`. */
  readonly type: number;
  /** `ConvertedType`, for older readers, and `LogicalType`. */
  readonly converted: number | undefined;
  readonly logical: ThriftFields | undefined;
  /** Whether instants are written as days. */
  readonly days: boolean;
  /** Appends numbers in the plain encoding; `null` for texts. */
  readonly append: ((out: GrowingBytes, values: Float64Array, count: number) => void) | null;
}

const INT32 = 1;
const INT64 = 2;
const DOUBLE = 5;
const BYTE_ARRAY = 6;

const UTF8 = 0;
const DATE = 6;
const TIMESTAMP_MICROS = 10;

const EMPTY: ThriftValue = { struct: {} };

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/**
 * The type of a column: integers are INT64, numbers DOUBLE, coded and text columns strings, instants TIMESTAMP in microseconds (in UTC when
 * they have a zone), or DATE when `days`.
 */
export function physicalType({ kind, zone }: ColumnSpec, days: boolean): PhysicalType {
  const { storage, whole } = columnKinds[kind];
  if (storage !== 'numeric') return { type: BYTE_ARRAY, converted: UTF8, logical: { 1: EMPTY }, days, append: null };
  if (kind !== 'datetime') {
    const append = whole ? wholes : doubles;
    return { type: whole ? INT64 : DOUBLE, converted: undefined, logical: undefined, days, append };
  }
  if (days) return { type: INT32, converted: DATE, logical: { 6: EMPTY }, days, append: dayNumbers };
  const utc = zone !== undefined;
  const unit: ThriftValue = { struct: { 2: EMPTY } };
  return {
    type: INT64,
    // The old type means UTC, so that times without a zone have the new one alone.
    converted: utc ? TIMESTAMP_MICROS : undefined,
    logical: { 8: { struct: { 1: { flag: utc }, 2: unit } } },
    days,
    append: microseconds,
  };
}

function doubles(out: GrowingBytes, values: Float64Array, count: number): void {
  reserve(out, 8 * count);
  out.bytes.set(new Uint8Array(values.buffer, values.byteOffset, 8 * count), out.used);
  out.used += 8 * count;
}

function wholes(out: GrowingBytes, values: Float64Array, count: number): void {
  reserve(out, 8 * count);
  for (let i = 0; i < count; i++) appendInt64(out, values[i] | 0, Math.floor(values[i] / 0x100000000) | 0);
}

/** Milliseconds as microseconds, in two halves because they may be beyond 2^53. */
function microseconds(out: GrowingBytes, values: Float64Array, count: number): void {
  reserve(out, 8 * count);
  for (let i = 0; i < count; i++) {
    const low = (values[i] >>> 0) * 1000;
    const high = Math.floor(values[i] / 0x100000000) * 1000 + Math.floor(low / 0x100000000);
    appendInt64(out, low | 0, high | 0);
  }
}

function dayNumbers(out: GrowingBytes, values: Float64Array, count: number): void {
  reserve(out, 4 * count);
  for (let i = 0; i < count; i++) appendInt32(out, values[i] / DAY);
}

/** There is room for it. */
function appendInt64(out: GrowingBytes, low: number, high: number): void {
  appendInt32(out, low);
  appendInt32(out, high);
}

function appendInt32(out: GrowingBytes, value: number): void {
  const { bytes, used } = out;
  bytes[used] = value;
  bytes[used + 1] = value >> 8;
  bytes[used + 2] = value >> 16;
  bytes[used + 3] = value >> 24;
  out.used = used + 4;
}
