import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellOf, createTable, isVerisimError, type Table } from '@verisim/core';
import { readTable } from '../src/read-table.ts';
import { writeTable } from '../src/write-table.ts';
import type { Score } from './badinput-score.ts';

const FORMATS = ['csv', 'tsv', 'jsonl', 'json', 'parquet', 'arrow', 'sqlite'];

/** What became of a text in a format. */
export interface NamedScore {
  readonly name: string;
  readonly score: Score;
  readonly why: string;
}

/** naughty-strings as cells and as column names, through every format of files and back, without a word about kinds. */
export async function naughtyScores(shared: string, folder: string): Promise<NamedScore[]> {
  const texts: string[] = JSON.parse(readFileSync(join(shared, 'naughty-strings', 'blns.json'), 'utf8'));
  const distinct = [...new Set(texts)];
  const scores: NamedScore[] = [];
  for (const format of FORMATS) {
    scores.push(...(await asCells(distinct, join(folder, `cells.${format}`), format)));
    scores.push(
      ...(await asNames(
        distinct.filter((text) => text !== ''),
        join(folder, `names.${format}`),
        format,
      )),
    );
  }
  return scores;
}

async function asCells(texts: readonly string[], path: string, format: string): Promise<NamedScore[]> {
  const table = createTable(
    [{ name: 'v', kind: 'text', nullable: true, role: 'feature' }],
    [{ storage: 'text', values: texts }],
  );
  const back = await throughFile(table, path);
  return texts.map((text, row): NamedScore => {
    const name = `${format} cell ${JSON.stringify(text).slice(0, 60)}`;
    if (typeof back === 'string') return { name, score: 'failed', why: back };
    const cell = cellOf(back.columns[0], row);
    return cell === text
      ? { name, score: 'right', why: '' }
      : { name, score: 'failed', why: `became ${JSON.stringify(cell)}` };
  });
}

/** All names in one table; those that are refused by name are taken out, one after the other. */
async function asNames(texts: readonly string[], path: string, format: string): Promise<NamedScore[]> {
  const refused: NamedScore[] = [];
  let names = [...texts];
  for (;;) {
    const columns = names.map((_, i) => ({ storage: 'numeric', values: Float64Array.of(i) }) as const);
    const table = createTable(
      names.map((name) => ({ name, kind: 'integer', nullable: false, role: 'feature' }) as const),
      columns,
    );
    const back = await throughFile(table, path);
    if (typeof back !== 'string') {
      const right = back.columns.length === names.length;
      return [
        ...refused,
        ...names.map((name, i): NamedScore => {
          const same = right && back.spec.columns[i].name === name && cellOf(back.columns[i], 0) === i;
          const why = same ? '' : `became ${JSON.stringify(back.spec.columns[i]?.name)}`;
          return {
            name: `${format} column ${JSON.stringify(name).slice(0, 60)}`,
            score: same ? 'right' : 'failed',
            why,
          };
        }),
      ];
    }
    const named = names.find(
      (name) => back.startsWith('io/') && back.includes(`column name ${JSON.stringify(name).slice(0, 55)}`),
    );
    if (named === undefined)
      return [
        ...refused,
        ...names.map((name) => ({ name: `${format} column ${name}`, score: 'failed' as const, why: back })),
      ];
    refused.push({ name: `${format} column ${JSON.stringify(named)}`, score: 'refused', why: back });
    names = names.filter((name) => name !== named);
  }
}

async function throughFile(table: Table, path: string): Promise<Table | string> {
  try {
    await writeTable(table, path);
    return (await readTable(path)).table;
  } catch (error) {
    return isVerisimError(error) ? `${error.code}: ${error.message}` : `not a sentence: ${String(error)}`;
  }
}
