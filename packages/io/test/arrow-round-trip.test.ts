import { readFile } from 'node:fs/promises';
import { sliceRows, type Table, tableHash } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrow } from '../src/arrow/arrow.ts';
import { anyTable, awkwardNames } from './any-table.ts';
import { at, cells } from './folder.ts';
import { readSource } from './source-rows.ts';

const specOf = (table: Table) => table.spec.columns.map(({ reason: _, nullable: __, decimals: ___, ...rest }) => rest);

async function* halves(table: Table): AsyncGenerator<Table> {
  const middle = Math.ceil(table.rows / 2);
  yield sliceRows(table, 0, middle);
  yield sliceRows(table, middle, table.rows);
}

it('a written Arrow file reads back as the same table, whatever is in it, by its own word', async () => {
  const path = at('trip.arrow');
  await fc.assert(
    fc.asyncProperty(anyTable, async (table) => {
      await writeTable(table, path);
      const bytes = await readFile(path);
      for (const options of [{ like: table.spec }, {}]) {
        const { table: again, report } = await readTable(path, options);
        expect(cells(again)).toEqual(cells(table));
        expect(specOf(again)).toEqual(specOf(table));
        expect(tableHash(again)).toBe(tableHash(table));
        expect(report.changes).toEqual([]);
      }
      await writeTable(table, path);
      expect((await readFile(path)).equals(bytes)).toBe(true);
      await writeTable(halves(table), path);
      expect(cells((await readTable(path, { like: table.spec })).table)).toEqual(cells(table));
    }),
    { numRuns: 40, seed: 7 },
  );
});

it('10,000 columns and awkward names are kept', async () => {
  const names = [...awkwardNames, ...Array.from({ length: 10_000 }, (_, i) => `column ${i}`)];
  const spec = (name: string) => ({ name, kind: 'text' as const, nullable: false, role: 'ignore' as const });
  const wide: Table = {
    spec: { columns: names.map(spec) },
    rows: 2,
    columns: names.map((name) => ({ storage: 'text', values: [name, 'x'] })),
  };
  await writeTable(wide, at('wide.arrow'));
  const read = await readSource(arrow, at('wide.arrow'));
  expect(read.names).toEqual(names);
  expect(read.rows).toEqual([names, names.map(() => 'x')]);
});
