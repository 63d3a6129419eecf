import { columnKinds, type Table } from '@verisim/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryTable } from '../src/index.ts';
import { demandOnAnyTable, showTable } from '../src/try-tables.ts';
import { independent } from './independent-generator.ts';

const subject = { plugin: independent, options: {}, imports: null, examples: 60 };
const tables: readonly Table[] = fc.sample(arbitraryTable(), { seed: 1, numRuns: 200 });

test('random tables have all kinds, missing cells, awkward names, no rows and many', () => {
  const specs = tables.flatMap((table) => table.spec.columns);
  expect(new Set(specs.map((spec) => spec.kind))).toEqual(new Set(Object.keys(columnKinds)));
  expect(specs.some((spec) => spec.name === '__proto__')).toBe(true);
  expect(tables.some((table) => table.rows === 0) && tables.some((table) => table.rows === 40)).toBe(true);
  expect(tables.every((table) => table.rows <= 40 && table.columns.length <= 6)).toBe(true);
  expect(tables.some((table) => table.columns.some((c) => c.storage === 'coded' && c.codes.includes(-1)))).toBe(true);
});

test('the same tables are tried in every run, and the smallest that fails is shown', async () => {
  const seen: string[][] = [[], []];
  for (const list of seen) {
    const trial = async (table: Table) => {
      list.push(showTable(table));
      const kinds = table.spec.columns.map((spec) => spec.kind);
      return table.rows >= 3 && kinds.includes('integer') ? { what: 'fails on three integers' } : null;
    };
    await expect(demandOnAnyTable(subject, trial)).rejects.toMatchObject({
      code: 'conformance/broken-contract',
      message: expect.stringMatching(
        /^The generator "independent" on a random table fails on three integers; the smallest found is 3 rows: "[^"]*" \(integer\) \[null, null, null\]\.$/,
      ),
    });
  }
  expect(seen[0]).toEqual(seen[1]);
});

test('a table without trouble passes', async () => {
  let tried = 0;
  await demandOnAnyTable(subject, async () => {
    tried++;
    return null;
  });
  expect(tried).toBe(60);
});
