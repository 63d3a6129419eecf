import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTable, writeTable } from '../src/index.ts';
import { awkwardTables } from './awkward-tables.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from './postgres-server.ts';

const programs = postgresPrograms();
let server: PostgresServer;

beforeAll(async () => {
  if (programs !== null) server = await startPostgres(programs);
}, 60_000);
afterAll(() => server?.stop());

it.skipIf(programs === null)(
  'gives every table back as it was, its rows counted because a table has no order',
  async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(awkwardTables({ nul: false, counted: true }), async (table) => {
        const location = `${server.url}postgres#round${++count}`;
        await writeTable(table, location);
        server.sql(`ALTER TABLE round${count} ADD PRIMARY KEY ("row")`);
        const { table: back, report } = await readTable(location, { like: table.spec });
        expect(back.columns).toEqual(table.columns);
        expect(report.changes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  },
  60_000,
);
