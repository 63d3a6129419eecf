import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isVerisimError, tableHash } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { describe, expect, it } from 'vitest';
import { at, cells, errorOf, shared } from './folder.ts';

const spectrum = shared('badinput/csv-spectrum');
describe.skipIf(spectrum === null)('csv-spectrum', () => {
  const names = spectrum === null ? [] : readdirSync(`${spectrum}/json`).map((name) => name.replace('.json', ''));
  it.each(names)('%s', async (name) => {
    const wanted = JSON.parse(readFileSync(`${spectrum}/json/${name}.json`, 'utf8')) as Record<string, string>[];
    const { table } = await readTable(`${spectrum}/csvs/${name}.csv`);
    const rows = cells(table).map((row) => row.map((cell) => String(cell ?? '')));
    expect(table.spec.columns.map((spec) => spec.name)).toEqual(Object.keys(wanted[0]));
    expect(rows).toEqual(wanted.map((row) => Object.values(row)));
  });
});

const naughty = shared('badinput/naughty-strings/blns.json');
describe.skipIf(naughty === null)('the big list of naughty strings', () => {
  const strings = naughty === null ? [] : (JSON.parse(readFileSync(naughty, 'utf8')) as string[]);
  it.each(['csv', 'parquet'])('round-trips as cells and as column names in %s', async (format) => {
    const values = [...new Set(strings)].filter((text) => text.isWellFormed());
    const lower = new Set(['']);
    const names = values.filter((name) => lower.size < lower.add(name.toLowerCase()).size);
    const column = { storage: 'text' as const, values };
    const spec = (name: string) => ({ name, kind: 'text' as const, nullable: false, role: 'ignore' as const });
    const table = { spec: { columns: [spec('text')] }, rows: values.length, columns: [column] };
    await writeTable(table, at(`naughty.${format}`));
    const again = await readTable(at(`naughty.${format}`), { like: table.spec });
    expect(again.table.columns[0]).toEqual(column);
    const one = { storage: 'text' as const, values: ['x'] };
    const wide = { spec: { columns: names.map(spec) }, rows: 1, columns: names.map(() => one) };
    await writeTable(wide, at(`names.${format}`));
    const { table: named } = await readTable(at(`names.${format}`));
    expect(named.spec.columns.map(({ name }) => name)).toEqual(names);
  });
});

const parquet = shared('badinput/parquet-testing');
describe.skipIf(parquet === null)('parquet-testing', () => {
  it('reads flat files and refuses the others in a sentence', async () => {
    const files = ['bad_data', 'data'].flatMap((part) =>
      readdirSync(`${parquet}/${part}`)
        .filter((name) => name.endsWith('.parquet'))
        .map((name) => `${part}/${name}`),
    );
    const outcomes: Record<string, number> = { read: 0 };
    for (const name of files) {
      const reading = readTable(`${parquet}/${name}`);
      const outcome = await reading.then(
        () => 'read',
        async (error) => (isVerisimError(error) ? (await errorOf(reading)).code : `${name}: ${error}`),
      );
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    expect(Object.keys(outcomes).sort()).toEqual([
      'io/no-rows',
      'io/unreadable-parquet',
      'io/unsupported-type',
      'read',
    ]);
    expect(outcomes.read).toBeGreaterThan(30);
  });

  it('reads the rows that Impala wrote: ids 0 to 7, a minute and an alternation apart, two to a month', async () => {
    const { table } = await readTable(`${parquet}/data/alltypes_plain.parquet`);
    const read = cells(table).map(([id, bool, , , , big, , double, day, text, when]) => [
      id,
      bool,
      big,
      double,
      day,
      text,
      when,
    ]);
    const wanted = [4, 5, 6, 7, 2, 3, 0, 1].map((id) => {
      const [odd, month] = [id % 2, Math.floor(id / 2)];
      return [
        id,
        String(odd === 0),
        odd * 10,
        odd * 10.1,
        `0${month + 1}/01/09`,
        String(odd),
        Date.UTC(2009, month, 1, 0, odd),
      ];
    });
    expect(read).toEqual(wanted);
  });
});

const adult = shared('data/adult/train.csv');
describe.skipIf(adult === null)('Adult', () => {
  it('is read in the kinds its documentation gives, and round-trips', async () => {
    const { table, report } = await readTable(adult!);
    expect([table.rows, report.changes]).toEqual([32561, []]);
    expect(table.spec.columns.filter(({ kind }) => kind === 'integer').map(({ name }) => name)).toEqual([
      'age',
      'fnlwgt',
      'education.num',
      'capital.gain',
      'capital.loss',
      'hours.per.week',
    ]);
    expect(table.spec.columns.filter(({ kind }) => kind === 'category')).toHaveLength(9);
    await writeTable(table, at('adult.csv'));
    expect(readFileSync(at('adult.csv'), 'utf8')).toBe(readFileSync(adult!, 'utf8').replaceAll('\r\n', '\n'));
    await writeTable(table, at('adult.parquet'));
    expect(tableHash((await readTable(at('adult.parquet'))).table)).toBe(tableHash(table));
  });
});

const strikes = birdstrikes();
describe.skipIf(strikes === null)('bird strikes', () => {
  it('keeps None as a level, costs as integers and dates as dates', async () => {
    const { table, report } = await readTable(strikes!);
    const kinds = Object.fromEntries(report.columns.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({
      'Flight Date': 'datetime',
      'Cost Total $': 'integer',
      'Speed IAS in knots': 'integer',
      'Wildlife Size': 'category',
    });
    expect(table.spec.columns[2].levels).toContain('None');
    expect(table.spec.columns.filter(({ nullable }) => nullable).map(({ name }) => name)).toContain(
      'Speed IAS in knots',
    );
    expect([table.rows, report.changes]).toEqual([10_000, []]);
  });
});

function birdstrikes(): string | null {
  const found = fileURLToPath(new URL('../../cli/node_modules/vega-datasets/data/birdstrikes.csv', import.meta.url));
  if (existsSync(found)) return found;
  console.warn('SKIPPED: vega-datasets is not installed, so birdstrikes.csv is not tested');
  return null;
}
