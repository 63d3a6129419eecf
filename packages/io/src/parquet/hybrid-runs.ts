import { type GrowingBytes, reserve } from '../growing-bytes.ts';
import { appendVarint } from './thrift-write.ts';

/** Bits that hold the whole numbers from 0 up to, not including, `count`. */
export const bitsFor = (count: number): number => 32 - Math.clz32(Math.max(0, count - 1));

/**
 * Appends whole numbers in Parquet's hybrid of runs and bit packing (parquet-format, Encodings.md, "RLE = 3"): numbers of
 * `bits` bits, 0 to 24; eight or more equal ones from a multiple of eight on become a run.
 */
export function appendHybrid(out: GrowingBytes, values: Int32Array | Uint8Array, count: number, bits: number): void {
  for (let at = 0; at < count; ) {
    const run = runFrom(values, at, count);
    if (run >= 8 || at + run === count) {
      appendRun(out, values[at], run, bits);
      at += run;
      continue;
    }
    const end = packedEnd(values, at + 8, count);
    appendPacked(out, values, at, end, bits);
    at = end;
  }
}

/** Where the next run of eight begins, from a multiple of eight on; `count` when none does. */
function packedEnd(values: Int32Array | Uint8Array, from: number, count: number): number {
  let end = from;
  while (end < count && runFrom(values, end, Math.min(count, end + 8)) < 8) end += 8;
  return Math.min(end, count);
}

/** How many numbers from `at` on are the same. */
function runFrom(values: Int32Array | Uint8Array, at: number, count: number): number {
  const value = values[at];
  let end = at + 1;
  while (end < count && values[end] === value) end++;
  return end - at;
}

/** Appends one number `count` times. */
export function appendRun(out: GrowingBytes, value: number, count: number, bits: number): void {
  appendVarint(out, count * 2);
  reserve(out, 4);
  for (let shift = 0; shift < bits; shift += 8) out.bytes[out.used++] = value >>> shift;
}

/** Which cells are present (definition levels), behind the number of bytes that they take. */
export function appendPresence(body: GrowingBytes, present: Uint8Array, rows: number, missing: number): void {
  const start = body.used;
  reserve(body, 4);
  body.used += 4;
  if (missing === 0) appendRun(body, 1, rows, 1);
  else appendHybrid(body, present, rows, 1);
  body.bytes.writeUInt32LE(body.used - start - 4, start);
}

/** Groups of eight, the last filled up with zeros. */
function appendPacked(
  out: GrowingBytes,
  values: Int32Array | Uint8Array,
  from: number,
  to: number,
  bits: number,
): void {
  const groups = Math.ceil((to - from) / 8);
  appendVarint(out, groups * 2 + 1);
  reserve(out, groups * bits);
  const whole = from + 8 * Math.floor((to - from) / 8);
  const at = packGroups(out.bytes, out.used, values, from, whole, bits);
  if (whole < to) {
    const last = new Int32Array(8);
    last.set(values.subarray(whole, to));
    packGroups(out.bytes, at, last, 0, 8, bits);
  }
  out.used += groups * bits;
}

/** Packs whole groups and returns the place behind them. */
function packGroups(
  bytes: Uint8Array,
  start: number,
  values: Int32Array | Uint8Array,
  from: number,
  to: number,
  bits: number,
): number {
  let at = start;
  let held = 0;
  let filled = 0;
  for (let i = from; i < to; i++) {
    held |= values[i] << filled;
    for (filled += bits; filled >= 8; filled -= 8) {
      bytes[at++] = held;
      held >>>= 8;
    }
  }
  return at;
}
