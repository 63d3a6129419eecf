import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Column, type ColumnSpec, createTable, type Table } from '@verisim/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable, writeTable } from '../src/index.ts';
import { cells, errorOf, valuesOf } from './folder.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from './postgres-server.ts';

const programs = postgresPrograms();
let server: PostgresServer;
const url = (table = '', parameters = '', database = 'postgres') =>
  `${server.url}${database}${parameters}${table === '' ? '' : `#${table}`}`;

beforeAll(async () => {
  if (programs !== null) server = await startPostgres(programs);
}, 60_000);
afterAll(() => server?.stop());

const single = (kind: ColumnSpec['kind'], column: Column, name = 'x', more: Partial<ColumnSpec> = {}): Table =>
  createTable([{ name, kind, nullable: true, role: 'feature', ...more }], [column]);
const texts = (...values: (string | null)[]): Column => ({ storage: 'text', values });
const numbers = (...values: number[]): Column => ({ storage: 'numeric', values: Float64Array.from(values) });

describe.skipIf(programs === null)('reading Postgres', () => {
  it('reads every type for what it is, and lists what it is not', async () => {
    server.sql(`CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN age AS int CHECK (VALUE > 0);
      CREATE TABLE types (id int PRIMARY KEY, i2 int2, i8 int8, big int8, f4 float4, f8 float8, n numeric, n2 numeric(10,2), n0 numeric(20,0),
        deep numeric, b bool, t text, c char(5), v varchar(9), u uuid, d date, ts timestamp, tz timestamptz, m mood, a age,
        j jsonb, arr int[], iv interval, tm time, net inet);
      INSERT INTO types VALUES
       (2, -7, 9007199254740991, 9007199254740993, 0.1, 0.1, 1.50, 3.10, 12, 0.1234567890123456789, true, E'a\\tb\\\\N\\n"', 'ab', 'é😀', '00000000-0000-0000-0000-000000000001',
         '2024-02-29', '2024-02-29 12:34:56', '2024-02-29 12:34:56+02', 'ok', 33, '{"a": 1}', '{1,NULL}', '1 day 2 hours', '12:00', '10.0.0.1'),
       (1, NULL, NULL, 1, 'NaN', '-Infinity', 'NaN', NULL, NULL, 2, NULL, '', NULL, '00123', NULL,
         'infinity', '0001-01-01 00:00:00', '9999-12-31 23:59:59Z', NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    const { table, report } = await readTable(url('types'));
    expect(report.notes).toEqual([expect.stringContaining('primary key (id)')]);
    expect(report.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(cells(table)[1]).toEqual([
      ...[
        2,
        -7,
        9007199254740991,
        '9007199254740993',
        Math.fround(0.1),
        0.1,
        1.5,
        3.1,
        12,
        '0.1234567890123456789',
        'true',
        'a\tb\\N\n"',
      ],
      ...[
        'ab',
        'é😀',
        '00000000-0000-0000-0000-000000000001',
        Date.UTC(2024, 1, 29),
        Date.UTC(2024, 1, 29, 12, 34, 56),
      ],
      ...[
        Date.UTC(2024, 1, 29, 10, 34, 56),
        'ok',
        33,
        '{"a": 1}',
        '{1,NULL}',
        '1 day 02:00:00',
        '12:00:00',
        '10.0.0.1',
      ],
    ]);
    expect(cells(table)[0].slice(1, 11)).toEqual([null, null, '1', null, null, null, null, null, '2', null]);
    expect(cells(table)[0].slice(11, 18)).toEqual([
      '',
      null,
      '00123',
      null,
      null,
      Date.parse('0001-01-01'),
      Date.parse('9999-12-31T23:59:59Z'),
    ]);
    expect(table.spec.columns.find(({ name }) => name === 'tz')?.zone).toBe('Z');
    const listed = Object.fromEntries(report.changes.map(({ column, what, rows }) => [column, `${rows} ${what}`]));
    expect(Object.keys(listed).sort()).toEqual(['arr', 'c', 'd', 'f4', 'f8', 'iv', 'j', 'n', 'net', 'tm']);
    expect(listed.d).toBe('1 an infinite date, read as missing');
    expect(listed.c).toContain('padding');
  });

  it('says that microseconds are cut, and refuses dates before the year 1 and binary columns', async () => {
    server.sql(`CREATE TABLE fine (ts timestamp); INSERT INTO fine VALUES ('2024-01-01 00:00:00.123456'), ('1969-12-31 23:59:59.999');
      CREATE TABLE old (d date); INSERT INTO old VALUES ('0044-03-15 BC'); CREATE TABLE far (d timestamp); INSERT INTO far VALUES ('12024-01-01');
      CREATE TABLE bin (photo bytea); INSERT INTO bin VALUES ('\\x00')`);
    const { table, report } = await readTable(url('fine'));
    expect(valuesOf(table, 'ts').sort()).toEqual([-1, Date.UTC(2024, 0, 1) + 123]);
    expect(report.changes).toEqual([
      expect.objectContaining({ column: 'ts', rows: 1, example: '2024-01-01 00:00:00.123456' }),
    ]);
    expect(await errorOf(readTable(url('old')))).toMatchObject({
      code: 'io/date-out-of-range',
      message: expect.stringContaining('BC'),
    });
    expect((await errorOf(readTable(url('far')))).code).toBe('io/date-out-of-range');
    expect(await errorOf(readTable(url('bin')))).toMatchObject({
      code: 'io/unsupported-type',
      message: expect.stringContaining('"photo"'),
    });
  });

  it('sorts a table without a key by all columns and says so, also one with types that have no order', async () => {
    server.sql(
      `CREATE TABLE heap (r int, j json); INSERT INTO heap SELECT i, '{}' FROM generate_series(1, 50) i ORDER BY random()`,
    );
    const { table, report } = await readTable(url('heap'));
    const order = valuesOf(table, 'r').map(String);
    expect(order).toEqual([...order].sort());
    expect(report.notes[0]).toContain('no primary key');
  });

  it('finds the table that is meant, or lists those that there are', async () => {
    server.sql(`CREATE DATABASE few; `);
    expect((await errorOf(readTable(url('', '', 'few')))).code).toBe('io/no-tables');
    server.sql(`CREATE TABLE "People" (a int); INSERT INTO "People" VALUES (1); CREATE SCHEMA other`, 'few');
    expect((await readTable(url('', '', 'few'))).table.rows).toBe(1);
    server.sql(
      `CREATE TABLE other."a.b" (a int); INSERT INTO other."a.b" VALUES (2); CREATE VIEW other.v AS SELECT 3 AS a`,
      'few',
    );
    const several = await errorOf(readTable(url('', '', 'few')));
    expect(several).toMatchObject({ code: 'io/name-a-table', message: expect.stringContaining('"other.a.b"') });
    expect((await errorOf(readTable(url('Peopel', '', 'few')))).next).toContain('Did you mean "People"?');
    for (const [name, value] of [
      ['People', 1],
      ['people', 1],
      ['public.People', 1],
      ['other.a.b', 2],
      ['other.v', 3],
    ] as const) {
      expect(valuesOf((await readTable(url(name, '', 'few'))).table, 'a')).toEqual([value]);
    }
  });

  it('runs a query in its own order, and refuses one that writes or is several', async () => {
    server.sql('CREATE TABLE q (a int PRIMARY KEY, b int); INSERT INTO q VALUES (1, 2), (2, 3), (3, 1)');
    const query = 'SELECT a * 10 AS x FROM q ORDER BY b DESC -- all\n;';
    expect(valuesOf((await readTable(url(), { query })).table, 'x')).toEqual([20, 10, 30]);
    for (const bad of [
      'DELETE FROM q RETURNING a',
      'SELECT 1) TO STDOUT; DROP TABLE q; --',
      'SELECT 1; COMMIT; DROP TABLE q',
      'SELECT nothing FROM q',
      "SELECT nextval('s') FROM q",
      'SELECT 1 / (a - 1) AS x FROM q',
    ]) {
      expect((await errorOf(readTable(url(), { query: bad }))).code, bad).toBe('io/bad-query');
    }
    expect((await errorOf(readTable(url(), { query: 'SELECT a, a FROM q' }))).code).toBe('io/duplicate-column');
    expect((await errorOf(readTable(url(), { query: 'SELECT random() AS r FROM q' }))).code).toBe(
      'io/changed-while-reading',
    );
    expect((await errorOf(readTable(url('q'), { query: 'SELECT 1' }))).code).toBe('io/query-and-table');
    expect(server.sql('SELECT count(*) FROM q')).toBe('3');
  });

  it('sees one state while others write, and can leave a pass early and read again', async () => {
    server.sql(
      `CREATE TABLE busy (a int PRIMARY KEY, s text); INSERT INTO busy SELECT i, repeat('x', 100) FROM generate_series(1, 200000) i`,
    );
    const { postgres } = await import('../src/postgres/postgres.ts');
    const source = await postgres.open(url('busy'), {});
    for await (const batch of source.batches()) {
      expect(batch.rows).toBe(65_536);
      break;
    }
    server.sql('DELETE FROM busy WHERE a % 2 = 0; INSERT INTO busy VALUES (0, NULL)');
    let rows = 0;
    for await (const batch of source.batches()) rows += batch.rows;
    await source.close();
    expect(rows).toBe(200_000);
    expect(server.sql(`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'verisim'`)).toBe('0');
  });

  it('stops the server when aborted', async () => {
    const query = 'SELECT i FROM generate_series(1, 100000000) i ORDER BY i DESC';
    const abort = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => abort.abort(reason), 300);
    await expect(readTable(url(), { query, signal: abort.signal })).rejects.toBe(reason);
    expect(
      server.sql(`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'verisim' AND state = 'active'`),
    ).toBe('0');
  });

  it('says so when the server breaks the connection', async () => {
    server.sql(
      `CREATE TABLE broken (a int PRIMARY KEY, s text); INSERT INTO broken SELECT i, repeat('x', 200) FROM generate_series(1, 200000) i`,
    );
    const { postgres } = await import('../src/postgres/postgres.ts');
    const source = await postgres.open(url('broken'), {});
    const read = async () => {
      for await (const _ of source.batches()) server.breakConnections();
    };
    expect(await errorOf(read())).toMatchObject({
      code: 'io/database-failed',
      message: expect.stringContaining('broke'),
    });
    await source.close();
  });

  it('reads bytes in a database without an encoding, and refuses those that are no UTF-8', async () => {
    server.sql(`CREATE DATABASE plain ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`);
    server.sql(
      `CREATE TABLE good (a text); INSERT INTO good VALUES (E'\\xc3\\xa9'); CREATE TABLE bad (a text); INSERT INTO bad VALUES (E'\\xe9')`,
      'plain',
    );
    expect(valuesOf((await readTable(url('good', '', 'plain'))).table, 'a')).toEqual(['é']);
    expect((await errorOf(readTable(url('bad', '', 'plain')))).code).toBe('io/not-utf8');
  });
});

describe.skipIf(programs === null)('connecting to Postgres', () => {
  it('says what is wrong, and never the password', async () => {
    server.sql('CREATE TABLE there (a int); INSERT INTO there VALUES (1); CREATE DATABASE sales');
    const failures: [string, string, string][] = [
      [url().replace(`:${server.port}/`, ':1/'), 'io/cannot-connect', 'ECONNREFUSED'],
      [url('there', '', 'sale'), 'io/cannot-connect', 'no database'],
      [url().replace(encodeURIComponent(server.password), 'falsch'), 'io/cannot-connect', 'does not accept'],
      [url().replace(`:${encodeURIComponent(server.password)}`, ''), 'io/cannot-connect', 'wants a password'],
      [url('there', '?sslmode=sometimes'), 'io/bad-database-url', 'sslmode'],
      [url('there', `?passwort=${encodeURIComponent(server.password)}`), 'io/bad-database-url', 'passwort'],
      [`postgres://tester:${server.password}@127.0.0.1/x`, 'io/bad-database-url', 'URL'],
      [url('nothere'), 'io/table-not-found', 'nothere'],
    ];
    for (const [address, code, part] of failures) {
      const error = await errorOf(readTable(address));
      expect(error).toMatchObject({ code, message: expect.stringContaining(part) });
      for (const secret of [server.password, encodeURIComponent(server.password), 'falsch']) {
        const { inspect } = await import('node:util');
        expect(inspect(error, { depth: 9, showHidden: true }).replace(/at .*|.*test\.ts.*/g, '')).not.toContain(secret);
      }
    }
    expect((await errorOf(readTable(url('there', '', 'sale')))).next).toContain('"sales"');
    const { report } = await readTable(url('there'));
    expect(JSON.stringify(report)).not.toContain('geheim');
  });

  it('takes the password from PGPASSWORD or a private password file, and a socket by its folder', async () => {
    server.sql('CREATE TABLE pass (a int); INSERT INTO pass VALUES (1)');
    const bare = url('pass').replace(`:${encodeURIComponent(server.password)}`, '');
    const folder = await mkdtemp(join(tmpdir(), 'verisim-pass-'));
    try {
      process.env.PGPASSWORD = server.password;
      expect((await readTable(bare)).table.rows).toBe(1);
      delete process.env.PGPASSWORD;
      process.env.PGPASSFILE = join(folder, 'pass');
      const line = `*:*:postgres:tester:${server.password.replaceAll(':', '\\:')}\n`;
      await writeFile(process.env.PGPASSFILE, `# mine\nelsewhere:1:a:b:c\n${line}`, { mode: 0o600 });
      expect((await readTable(bare)).table.rows).toBe(1);
      await writeFile(join(folder, 'open'), line, { mode: 0o644 });
      process.env.PGPASSFILE = join(folder, 'open');
      expect((await errorOf(readTable(bare))).code).toBe('io/cannot-connect');
    } finally {
      delete process.env.PGPASSWORD;
      delete process.env.PGPASSFILE;
      await rm(folder, { recursive: true });
    }
    const socket = `postgres:///postgres?host=${encodeURIComponent(server.folder)}&port=${server.port}&user=tester#pass`;
    expect((await readTable(socket)).table.rows).toBe(1);
  });

  it('encrypts as sslmode says', async ({ skip }) => {
    if (!server.hasSsl) skip();
    server.sql(
      `CREATE VIEW encrypted AS SELECT CASE WHEN ssl THEN 'yes' ELSE 'no' END AS s FROM pg_stat_ssl WHERE pid = pg_backend_pid()`,
    );
    const authority = `&sslrootcert=${encodeURIComponent(join(server.folder, 'server.crt'))}`;
    const seen = async (parameters: string) => valuesOf((await readTable(url('encrypted', parameters))).table, 's')[0];
    expect(await seen('')).toBe('yes');
    expect(await seen('?sslmode=disable')).toBe('no');
    expect(await seen('?sslmode=require')).toBe('yes');
    expect(await seen(`?sslmode=verify-ca${authority}`)).toBe('yes');
    expect((await errorOf(readTable(url('encrypted', '?sslmode=verify-ca')))).message).toContain('encryption failed');
    expect((await errorOf(readTable(url('encrypted', `?sslmode=verify-full${authority}`)))).code).toBe(
      'io/cannot-connect',
    );
  });
});

describe.skipIf(programs === null)('writing Postgres', () => {
  it('makes a table of the types that the kinds ask for', async () => {
    const table = createTable(
      [
        { name: 'i', kind: 'integer', nullable: true, role: 'feature' },
        { name: 'n', kind: 'number', nullable: true, role: 'feature' },
        { name: 'b', kind: 'boolean', nullable: true, role: 'feature' },
        { name: 'd', kind: 'datetime', format: '%d/%m/%Y', nullable: true, role: 'feature' },
        { name: 'z', kind: 'datetime', zone: 'Europe/Berlin', nullable: true, role: 'feature' },
        { name: 'Ü "q"', kind: 'text', nullable: true, role: 'feature' },
      ],
      [
        numbers(2 ** 53 - 1, Number.NaN),
        numbers(5e-324, -0),
        { storage: 'coded', codes: Int32Array.of(1, -1), levels: ['false', 'true'] },
        numbers(Date.UTC(2024, 1, 29), Number.NaN),
        numbers(Date.UTC(2024, 6, 1, 12), Number.NaN),
        texts('a\tb\\N\r\n', null),
      ],
    );
    await writeTable(table, url('made'));
    expect(
      server.sql(
        `SELECT string_agg(data_type, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'made'`,
      ),
    ).toBe('bigint,double precision,boolean,date,timestamp with time zone,text');
    expect(
      server
        .sql(`SET timezone = 'UTC'; SELECT row_to_json(made) FROM made`)
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { i: 2 ** 53 - 1, n: 5e-324, b: true, d: '2024-02-29', z: '2024-07-01T12:00:00+00:00', 'Ü "q"': 'a\tb\\N\r\n' },
      { i: null, n: -0, b: null, d: null, z: null, 'Ü "q"': null },
    ]);
  });

  it('fills an empty table of the same columns and refuses any other', async () => {
    server.sql(
      'CREATE SCHEMA s; CREATE TABLE s.e (x text); CREATE TABLE s.full (x text); INSERT INTO s.full VALUES (NULL); CREATE VIEW s.v AS SELECT 1 AS x',
    );
    const table = single('text', texts('x'));
    await writeTable(table, url('s.e'));
    expect(server.sql('SELECT x FROM s.e')).toBe('x');
    for (const name of ['s.e', 's.full', 's.v'])
      expect((await errorOf(writeTable(table, url(name)))).code).toBe('io/table-exists');
    expect((await errorOf(writeTable(single('text', texts('x'), 'y'), url('s.full')))).message).toContain(
      'other columns',
    );
    expect((await errorOf(writeTable(table, url('nowhere.t')))).code).toBe('io/bad-table-name');
    expect((await errorOf(writeTable(table, url()))).code).toBe('io/bad-table-name');
  });

  it('refuses by name what Postgres cannot hold, and leaves no table', async () => {
    const wide = Array.from({ length: 1601 }, (_, i) => `c${i}`);
    const day = { format: '%Y-%m-%d' };
    const refused: [Table, string, string][] = [
      [single('text', texts('a', 'b\0c')), 'io/bad-table', 'row 2'],
      [single('category', { storage: 'coded', codes: Int32Array.of(0), levels: ['\0'] }), 'io/bad-table', '"x"'],
      [single('integer', numbers(-0)), 'io/bad-table', 'zero'],
      [single('datetime', numbers(1), 'x', day), 'io/bad-instant', '"x"'],
      [single('datetime', numbers(Date.UTC(-1, 0)), 'x', day), 'io/bad-table', 'outside'],
      [single('text', texts('a'), 'ü'.repeat(32)), 'io/bad-column-name', '64 bytes'],
      [single('text', texts('a'), 'ctid'), 'io/bad-column-name', 'ctid'],
      [single('text', texts('a'), 'a\0'), 'io/bad-column-name', 'NUL'],
      [
        createTable(
          wide.map((name) => ({ name, kind: 'text', nullable: true, role: 'feature' })),
          wide.map(() => texts('a')),
        ),
        'io/too-many-columns',
        '1600',
      ],
    ];
    for (const [table, code, part] of refused) {
      expect(await errorOf(writeTable(table, url('refused')))).toMatchObject({
        code,
        message: expect.stringContaining(part),
      });
    }
    expect((await errorOf(writeTable(single('text', texts('a')), url('t'.repeat(64))))).code).toBe('io/bad-table-name');
    expect(server.sql(`SELECT count(*) FROM pg_class WHERE relname LIKE 'refused%' OR relname LIKE 'ttt%'`)).toBe('0');
    await writeTable(single('text', texts('a'), 'ü'.repeat(31)), url('ü'.repeat(31)));
  });

  it('leaves no half table when the stream fails, is aborted, or the server breaks the connection', async () => {
    const block = single('text', {
      storage: 'text',
      values: Array.from({ length: 20_000 }, (_, i) => `${i}`.repeat(20)),
    });
    const abort = new AbortController();
    const after = (what: () => void) =>
      (async function* () {
        yield block;
        what();
        yield block;
        yield block;
      })();
    const fail = () => {
      throw new Error('broken');
    };
    await expect(writeTable(after(fail), url('half'))).rejects.toThrow('broken');
    const stop = () => abort.abort(new Error('enough'));
    await expect(writeTable(after(stop), url('half'), { signal: abort.signal })).rejects.toThrow('enough');
    const error = await errorOf(writeTable(after(server.breakConnections), url('half')));
    expect(error).toMatchObject({ code: 'io/database-failed', message: expect.stringContaining('broke') });
    expect(server.sql(`SELECT count(*) FROM pg_class WHERE relname = 'half'`)).toBe('0');
    await writeTable(
      after(() => {}),
      url('half'),
    );
    expect(server.sql('SELECT count(*) FROM half')).toBe('60000');
  });
});
