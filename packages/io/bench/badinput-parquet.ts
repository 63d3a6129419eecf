import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Read, Truth } from './badinput-score.ts';

interface KnownColumn {
  readonly name: string;
  readonly nested?: boolean;
  readonly number?: string | null;
  readonly text?: string | null;
}
type Known = { readonly error: string } | { readonly rows?: number; readonly columns: readonly KnownColumn[] };

/** parquet-testing: what pyarrow reads, written down by `badinput-parquet-truth.py`; what it refuses must be refused. */
export function parquetCases(shared: string, folder: string): Case[] {
  const truths: { files: Record<string, Known> } = JSON.parse(
    readFileSync(new URL('./badinput-parquet-truth.json', import.meta.url), 'utf8'),
  );
  return Object.entries(truths.files).map(([name, known], i): Case => {
    const path = join(folder, `${i}-${name.replaceAll('/', '-').replace('.encrypted', '')}`);
    symlinkSync(join(shared, 'parquet-testing', name), path);
    return { name, path, truth: truthOf(known) };
  });
}

function truthOf(known: Known): Truth {
  return (read) => {
    if ('error' in known) return { score: 'failed', why: `accepted without a word, and pyarrow says: ${known.error}` };
    const names = known.columns.map(({ name }) => name);
    if (names.join('\0') !== read.names.join('\0'))
      return { score: 'failed', why: `columns ${read.names.join(', ')} in place of ${names.join(', ')}` };
    let score: 'right' | 'changed' = 'right';
    for (const [i, column] of known.columns.entries()) {
      if (column.nested) return { score: 'failed', why: `"${column.name}" is nested and was read` };
      if (sameDigest(column, read, i)) continue;
      if (!read.changed.includes(column.name))
        return { score: 'failed', why: `silently different: column "${column.name}"` };
      score = 'changed';
    }
    return { score };
  };
}

function sameDigest(column: KnownColumn, { cells, specs }: Read, i: number): boolean {
  const numeric = ['number', 'integer', 'datetime'].includes(specs[i].kind);
  const hash = createHash('sha256');
  for (const cell of cells[i]) {
    if (cell === null) hash.update(numeric ? Buffer.alloc(8, 0xff) : '-');
    else if (typeof cell === 'string') hash.update(`${Buffer.byteLength(cell)}:${cell}`);
    else {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(cell);
      hash.update(bytes);
    }
  }
  return hash.digest('hex').slice(0, 16) === (numeric ? column.number : column.text);
}
