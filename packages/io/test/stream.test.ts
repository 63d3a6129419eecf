import { appendFile } from 'node:fs/promises';
import { concatTables, createRandom, sliceRows, tableHash } from '@verisim/core';
import { expect, it } from 'vitest';
import { openTable, readTable, writeTable } from '../src/index.ts';
import { at, errorOf, file } from './folder.ts';
import { randomTable } from './random-table.ts';

it.each(['csv', 'parquet', 'jsonl'])(
  'blocks of a %s file make up its table, as often as they are asked for',
  async (format) => {
    const table = randomTable(createRandom('blocks'), 9000, false);
    await writeTable(table, at(`blocks.${format}`));
    const opened = await openTable(at(`blocks.${format}`), { like: table.spec });
    try {
      expect(opened.rows).toBe(9000);
      for (let pass = 0; pass < 2; pass++) {
        const blocks = [];
        for await (const block of opened.blocks()) {
          expect(block.spec).toEqual(opened.spec);
          blocks.push(block);
        }
        expect(tableHash(concatTables(blocks))).toBe(tableHash(table));
      }
      expect(tableHash(await opened.table())).toBe(tableHash(table));
    } finally {
      await opened.close();
    }
  },
);

it('a file that grows between two passes is refused', async () => {
  const path = await file('grows.csv', 'a,b\n1,x\n2,y\n');
  const opened = await openTable(path);
  await appendFile(path, '3,z\n');
  expect(await errorOf(opened.table())).toMatchObject({ code: 'io/changed-while-reading' });
  await opened.close();
});

it('parts of one Parquet table are read by a pattern, in order of their names', async () => {
  const { table } = await readTable(
    await file('whole.csv', `a,b\n${Array.from({ length: 60 }, (_, i) => `${i * i},w${i % 7}`).join('\n')}\n`),
  );
  for (const [name, from, to] of [
    ['part-0.parquet', 0, 10],
    ['part-1.parquet', 10, 35],
    ['part-2.parquet', 35, 60],
  ] as const) {
    await writeTable(sliceRows(table, from, to), at(name));
  }
  const read = await readTable(at('part-*.parquet'), { like: table.spec });
  expect(tableHash(read.table)).toBe(tableHash(table));
  expect(read.report).toMatchObject({ notes: ['3 parts: part-0.parquet, part-1.parquet, part-2.parquet'] });
  await writeTable(sliceRows(readTableColumns(table), 0, 3), at('part-9.parquet'));
  expect(await errorOf(readTable(at('part-*.parquet')))).toMatchObject({ code: 'io/unreadable-parquet' });
  expect(await errorOf(readTable(at('none-*.parquet')))).toMatchObject({ code: 'io/file-not-found' });
});

function readTableColumns(table: Awaited<ReturnType<typeof readTable>>['table']): typeof table {
  return { ...table, spec: { columns: [{ ...table.spec.columns[0], name: 'other' }, table.spec.columns[1]] } };
}
