import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTable, writeTable } from '../src/index.ts';
import { awkwardTables } from './awkward-tables.ts';
import { at } from './folder.ts';

it('gives every table back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(awkwardTables({ nul: true, counted: false }), async (table) => {
      await rm(at('round.sqlite'), { force: true });
      await writeTable(table, at('round.sqlite'));
      const { table: back, report } = await readTable(at('round.sqlite'), { like: table.spec });
      expect(back.columns).toEqual(table.columns);
      expect(back.spec.columns.map(({ name, kind, format, zone }) => [name, kind, format, zone])).toEqual(
        table.spec.columns.map(({ name, kind, format, zone }) => [name, kind, format, zone]),
      );
      expect(report.changes).toEqual([]);
    }),
    { numRuns: 150 },
  );
}, 30_000);
