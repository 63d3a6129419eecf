import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { createTable, type Table } from '@verisim/core';
import { writeTable } from '../src/write-table.ts';
import { type Case, saysAnything, saysNothingWhole, type Truth } from './badinput-score.ts';

const FORMATS = ['arrow', 'parquet', 'sqlite', 'csv.gz', 'csv.zst'];

/** A small table of every kind. */
export function smallTable(rows = 40): Table {
  const some = { nullable: true, role: 'feature' } as const;
  const numbers = (make: (i: number) => number) =>
    Float64Array.from({ length: rows }, (_, i) => (i % 7 === 3 ? Number.NaN : make(i)));
  return createTable(
    [
      { name: 'i', kind: 'integer', ...some },
      { name: 'x', kind: 'number', ...some },
      { name: 'd', kind: 'datetime', format: '%Y-%m-%d', ...some },
      { name: 'c', kind: 'category', ...some },
      { name: 't', kind: 'text', ...some },
    ],
    [
      { storage: 'numeric', values: numbers((i) => i * 1000) },
      { storage: 'numeric', values: numbers((i) => i / 7) },
      { storage: 'numeric', values: numbers((i) => i * 86_400_000) },
      { storage: 'coded', codes: Int32Array.from({ length: rows }, (_, i) => (i % 4) - 1), levels: ['a', 'ö', '😀'] },
      { storage: 'text', values: Array.from({ length: rows }, (_, i) => (i % 5 === 0 ? null : `text number ${i}`)) },
    ],
  );
}

/**
 * Our own files cut off and with bytes flipped. A cut file must be refused. A flipped byte must be where the format keeps checksums
 * (gzip, zstd); elsewhere no reader can know, and only a crash or a hang counts.
 */
export async function damagedCases(folder: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const format of FORMATS) {
    const whole = join(folder, `whole.${format}`);
    await writeTable(smallTable(), format.endsWith('z') || format.endsWith('st') ? join(folder, 'whole.csv') : whole);
    const bytes = bytesOf(folder, whole, format);
    const add = (name: string, changed: Uint8Array, truth: Truth) => {
      const path = join(folder, `${name}.${format}`);
      writeFileSync(path, changed);
      cases.push({ name: `${format} ${name}`, path, truth });
    };
    for (let i = 1; i < 24; i++) {
      const at = Math.floor((bytes.length * i) / 24);
      // A packed file that is cut says half of what it said; SQLite may be cut where nothing is kept.
      add(`cut-${at}`, bytes.subarray(0, at), saysNothingWhole('a file that was cut off'));
    }
    const checked = format === 'csv.gz' ? saysNothingWhole('a flipped byte under a checksum') : saysAnything;
    for (let i = 0; i < 60; i++) {
      const at = 10 + Math.floor(((bytes.length - 10) * i) / 60);
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 1 << (i % 8);
      add(`flip-${at}-${i % 8}`, flipped, checked);
    }
    add('garbage', Buffer.from('this is no such file, '.repeat(50)), saysNothingWhole('no such file'));
    add('zeros', Buffer.alloc(bytes.length), saysNothingWhole('zeros'));
  }
  return cases;
}

function bytesOf(folder: string, whole: string, format: string): Buffer {
  if (format === 'csv.gz') return gzipSync(readFileSync(join(folder, 'whole.csv')));
  return format === 'csv.zst' ? zstdCompressSync(readFileSync(join(folder, 'whole.csv'))) : readFileSync(whole);
}
