import { copyFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { createTable, type Table } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { readTable, writeTable } from '../src/index.ts';
import { at, errorOf, valuesOf } from './folder.ts';

/** Makes a database by SQL and returns its path. */
function made(name: string, sql: string): string {
  const db = new DatabaseSync(at(name));
  db.exec(sql);
  db.close();
  return at(name);
}

const kinds = async (path: string) => {
  const { report } = await readTable(path);
  return Object.fromEntries(report.columns.map(({ name, kind }) => [name, kind]));
};

const twoColumns = (a: readonly (string | null)[], name = 'a'): Table =>
  createTable(
    [
      { name, kind: 'text', nullable: true, role: 'feature' },
      { name: 'b', kind: 'integer', nullable: false, role: 'feature' },
    ],
    [
      { storage: 'text', values: a },
      { storage: 'numeric', values: Float64Array.from(a, (_, i) => i) },
    ],
  );

describe('reading SQLite', () => {
  it('takes a column for what its values are, not for what it is declared', async () => {
    const path = made(
      'classes.sqlite',
      `CREATE TABLE t (whole TEXT, half ANY, flag BOOLEAN, big, born DATE, small, money DECIMAL(10,2));
       INSERT INTO t VALUES (7, 0.5, 0, 9007199254740993, '2024-02-29', 1, 1.5), (8, 2, 1, -1, '2024-03-01', 2, 2)`,
    );
    const { table, report } = await readTable(path);
    expect(report.columns.map(({ kind }) => kind)).toEqual([
      ...['category', 'number', 'boolean', 'category', 'datetime', 'integer', 'number'],
    ]);
    expect(valuesOf(table, 'whole')).toEqual(['7', '8']);
    expect(valuesOf(table, 'half')).toEqual([0.5, 2]);
    expect(valuesOf(table, 'flag')).toEqual(['false', 'true']);
    expect(valuesOf(table, 'big')).toEqual(['9007199254740993', '-1']);
    expect(valuesOf(table, 'born')).toEqual([Date.UTC(2024, 1, 29), Date.UTC(2024, 2, 1)]);
    expect(valuesOf(table, 'money')).toEqual([1.5, 2]);
    expect(report.columns[3].reason).toContain('2^53');
    expect(report.changes).toEqual([]);
  });

  it('keeps several classes in one column as text, and says how many there are of each', async () => {
    const path = made(
      'mixed.sqlite',
      `CREATE TABLE t (m); INSERT INTO t VALUES (1), (1.0), (0.1), (NULL), (''), ('x,y'), (x'c3a9'), (9223372036854775807), (1e300)`,
    );
    const { table, report } = await readTable(path);
    expect(valuesOf(table, 'm')).toEqual(['1', '1.0', '0.1', null, '', 'x,y', 'é', '9223372036854775807', '1e+300']);
    expect(report.changes).toHaveLength(1);
    expect(report.changes[0]).toMatchObject({ column: 'm', rows: 8 });
    expect(report.changes[0].what).toContain('2 integer, 3 real, 2 text, 1 blob');
  });

  it('lists infinite numbers as missing', async () => {
    const path = made(
      'infinite.sqlite',
      'CREATE TABLE t (x REAL); INSERT INTO t VALUES (1.5), (9e999), (-9e999), (NULL)',
    );
    const { table, report } = await readTable(path);
    expect(valuesOf(table, 'x')).toEqual([1.5, null, null, null]);
    expect(report.changes).toEqual([expect.objectContaining({ column: 'x', rows: 2 })]);
  });

  it('reads texts byte for byte: NUL, BOM, quotes, 64 KB, empty beside missing', async () => {
    const long = 'ü'.repeat(32_768);
    const path = made(
      'texts.sqlite',
      `CREATE TABLE t (n INTEGER, a TEXT, b TEXT); INSERT INTO t VALUES (1, CAST(x'610062' AS TEXT), char(65279) || 'x'),
       (2, '', NULL), (3, NULL, ''), (4, '"''', '${long}'), (5, '00123', 'NA')`,
    );
    const { table } = await readTable(path);
    expect(valuesOf(table, 'a')).toEqual(['a\0b', '', null, `"'`, '00123']);
    expect(valuesOf(table, 'b')).toEqual(['\ufeffx', null, '', long, 'NA']);
  });

  it('refuses bytes that are not text, naming row and column, also where the next cell would complete them', async () => {
    const path = made(
      'bytes.sqlite',
      `CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('x', 'y'), (CAST(x'61c3' AS TEXT), CAST(x'a9' AS TEXT))`,
    );
    const error = await errorOf(readTable(path));
    expect(error.code).toBe('io/not-utf8');
    expect(error.message).toContain('row 2: column "a"');
    const blob = made('blob.sqlite', `CREATE TABLE t (photo BLOB); INSERT INTO t VALUES (x'ff00')`);
    const refused = await errorOf(readTable(blob));
    expect(refused.code).toBe('io/unsupported-type');
    expect(refused.message).toContain('"photo"');
  });

  it.each(['UTF-16le', 'UTF-16be'])('reads a database in %s, and refuses half a character in it', async (encoding) => {
    const path = made(
      `${encoding}.sqlite`,
      `PRAGMA encoding = '${encoding}'; CREATE TABLE t (a TEXT, b); INSERT INTO t VALUES ('é😀', 1), ('', 'x'), (NULL, 2.5)`,
    );
    const { table } = await readTable(path);
    expect(valuesOf(table, 'a')).toEqual(['é😀', '', null]);
    expect(valuesOf(table, 'b')).toEqual(['1', 'x', '2.5']);
    const lone = encoding === 'UTF-16le' ? '00d8' : 'd800';
    const broken = made(
      `lone-${encoding}.sqlite`,
      `PRAGMA encoding = '${encoding}'; CREATE TABLE t (a TEXT); INSERT INTO t VALUES (CAST(x'${lone}' AS TEXT))`,
    );
    expect((await errorOf(readTable(broken))).code).toBe('io/not-utf8');
  });

  it('asks for a table where there are several, views too, and takes names as they are meant', async () => {
    const path = made(
      'several.db',
      `CREATE TABLE people (a); INSERT INTO people VALUES (1); CREATE TABLE "a#b.c" (a); INSERT INTO "a#b.c" VALUES (2);
       CREATE VIEW older AS SELECT a + 1 AS a FROM people`,
    );
    const error = await errorOf(readTable(path));
    expect(error.code).toBe('io/name-a-table');
    for (const name of ['people', 'older', 'a#b.c']) expect(error.message).toContain(name);
    expect((await errorOf(readTable(`${path}#peopel`))).next).toContain('Did you mean "people"?');
    expect(valuesOf((await readTable(`${path}#People`)).table, 'a')).toEqual([1]);
    expect(valuesOf((await readTable(`${path}#a#b.c`)).table, 'a')).toEqual([2]);
    expect(valuesOf((await readTable(`${path}#older`)).table, 'a')).toEqual([2]);
  });

  it('runs a query in its own order, and refuses one that writes, several, or one whose rows differ each time', async () => {
    const path = made('query.sqlite', 'CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (2, 3), (3, 1)');
    const { table } = await readTable(path, { query: 'SELECT a * 10 AS x FROM t ORDER BY b DESC -- all\n;' });
    expect(valuesOf(table, 'x')).toEqual([20, 10, 30]);
    for (const query of [
      'DELETE FROM t RETURNING a',
      'SELECT 1; SELECT 2',
      'SELEC',
      'SELECT nothing FROM t',
      "ATTACH 'x' AS y",
    ]) {
      expect((await errorOf(readTable(path, { query }))).code).toBe('io/bad-query');
    }
    expect((await errorOf(readTable(path, { query: 'SELECT a, a FROM t' }))).code).toBe('io/duplicate-column');
    const random =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 99) SELECT random() % 9 AS r FROM n';
    expect((await errorOf(readTable(path, { query: random }))).code).toBe('io/changed-while-reading');
    expect((await errorOf(readTable(`${path}#t`, { query: 'SELECT 1' }))).code).toBe('io/query-and-table');
    expect(valuesOf((await readTable(path)).table, 'a')).toEqual([1, 2, 3]);
  });

  it('keeps the order of row numbers or of the key, whatever index there is', async () => {
    const path = made(
      'order.sqlite',
      `CREATE TABLE t (a); INSERT INTO t VALUES (3), (1), (2); CREATE INDEX i ON t (a);
       CREATE TABLE k (a, b PRIMARY KEY) WITHOUT ROWID; INSERT INTO k VALUES (1, 'z'), (2, 'y'), (3, 'x');
       CREATE TABLE r (rowid TEXT, _rowid_ TEXT, oid TEXT); INSERT INTO r VALUES ('b', 'c', 'd'), ('a', 'c', 'd')`,
    );
    expect(valuesOf((await readTable(`${path}#t`)).table, 'a')).toEqual([3, 1, 2]);
    expect(valuesOf((await readTable(`${path}#k`)).table, 'a')).toEqual([3, 2, 1]);
    expect(valuesOf((await readTable(`${path}#r`)).table, 'rowid')).toEqual(['b', 'a']);
  });

  it('sees one state of the file while another connection writes to it', async () => {
    const path = made(
      'busy.sqlite',
      `PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER, s TEXT);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 70000) INSERT INTO t SELECT i, 'row ' || i FROM n`,
    );
    const { sqlite } = await import('../src/sqlite/sqlite.ts');
    const source = await sqlite.open(path, {});
    const writer = new DatabaseSync(path);
    const rows: number[] = [];
    for (let pass = 0; pass < 2; pass++) {
      let count = 0;
      for await (const batch of source.batches()) {
        writer.exec('INSERT INTO t SELECT a + 1000000, s FROM t LIMIT 20000; DELETE FROM t WHERE a % 7 = 0');
        count += batch.rows;
      }
      rows.push(count);
    }
    await source.close();
    writer.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    writer.close();
    expect(rows).toEqual([70_000, 70_000]);
  });

  it('leaves nothing beside a file in WAL mode, and reads what its log says', async () => {
    const path = made('log.sqlite', 'PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const beside = async () => (await readdir(at('.'))).filter((name) => name.startsWith('log.sqlite-'));
    expect(valuesOf((await readTable(path)).table, 'a')).toEqual([1]);
    expect(await beside()).toEqual([]);
    const writer = new DatabaseSync(path);
    writer.exec('INSERT INTO t VALUES (2)');
    expect(valuesOf((await readTable(path)).table, 'a')).toEqual([1, 2]);
    writer.close();
    expect(await beside()).toEqual([]);
  });

  it('notices that a file was changed behind the back of SQLite', async () => {
    const path = made('behind.sqlite', 'CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const { sqlite } = await import('../src/sqlite/sqlite.ts');
    const source = await sqlite.open(path, {});
    await utimes(path, new Date(0), new Date(0));
    const pass = async () => {
      for await (const batch of source.batches()) expect(batch.rows).toBe(1);
    };
    expect((await errorOf(pass())).code).toBe('io/changed-while-reading');
    await source.close();
  });

  it('says what is wrong with a file that is no database, locked, or missing', async () => {
    await writeFile(at('text.sqlite'), 'this is no database at all, but it is long enough to have a header'.repeat(20));
    expect((await errorOf(readTable(at('text.sqlite')))).code).toBe('io/unreadable-sqlite');
    await writeFile(at('empty.sqlite'), '');
    expect((await errorOf(readTable(at('empty.sqlite')))).code).toBe('io/empty-file');
    expect((await errorOf(readTable(at('none.sqlite')))).code).toBe('io/file-not-found');
    expect((await errorOf(readTable(made('bare.sqlite', 'PRAGMA user_version = 1')))).code).toBe('io/no-tables');
    expect((await errorOf(readTable(made('rowless.sqlite', 'CREATE TABLE t (a)')))).code).toBe('io/no-rows');
    const path = made('locked.sqlite', 'CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const other = new DatabaseSync(path);
    other.exec('BEGIN EXCLUSIVE');
    expect((await errorOf(readTable(path))).code).toBe('io/database-busy');
    other.close();
  });

  it('never reads a cut-off file, and a flipped byte gives the same rows, a refusal, or other bytes of a value', async () => {
    const path = made(
      'whole.sqlite',
      `PRAGMA page_size = 512; CREATE TABLE t (a INTEGER, s TEXT);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60) INSERT INTO t SELECT i, 'some text ' || i FROM n`,
    );
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(path);
    for (let length = 1; length < bytes.length; length += 97) {
      await writeFile(at('cut.sqlite'), bytes.subarray(0, length));
      expect((await errorOf(readTable(at('cut.sqlite')))).code).toMatch(/^io\/(unreadable-sqlite|no-tables)$/);
    }
    let refused = 0;
    for (let offset = 0; offset < bytes.length; offset += 23) {
      const flipped = Buffer.from(bytes);
      flipped[offset] ^= 0xff;
      await writeFile(at('flipped.sqlite'), flipped);
      await readTable(at('flipped.sqlite')).catch((error: { code: string }) => {
        refused++;
        expect(error.code).toMatch(/^io\//);
      });
    }
    expect(refused).toBeGreaterThan(10);
  });

  it('does not run what the file itself brings along', async () => {
    const path = made(
      'hostile.sqlite',
      `CREATE TABLE t (a); INSERT INTO t VALUES (1);
       CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
       CREATE VIEW load AS SELECT load_extension('x') AS a`,
    );
    expect(await kinds(`${path}#t`)).toEqual({ a: 'integer' });
    expect((await errorOf(readTable(`${path}#load`))).code).toMatch(/^io\/(unreadable-sqlite|bad-query)$/);
  });

  it('stops when aborted', async () => {
    const path = made('abort.sqlite', 'CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const reason = new Error('enough');
    await expect(readTable(path, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('writing SQLite', () => {
  it('names the table after the file and declares the kinds', async () => {
    const table = createTable(
      [
        { name: 'b', kind: 'boolean', nullable: true, role: 'feature' },
        { name: 'x', kind: 'number', nullable: false, role: 'feature' },
        { name: 'd', kind: 'datetime', format: '%Y', nullable: false, role: 'feature' },
      ],
      [
        { storage: 'coded', codes: Int32Array.of(1, -1), levels: ['false', 'true'] },
        { storage: 'numeric', values: Float64Array.of(2, 0.1) },
        { storage: 'numeric', values: Float64Array.of(Date.UTC(2024), Date.UTC(1999)) },
      ],
    );
    await writeTable(table, at('named.sqlite'));
    const db = new DatabaseSync(at('named.sqlite'), { readOnly: true });
    expect(
      db
        .prepare('SELECT b, typeof(b) AS tb, x, typeof(x) AS tx, d FROM named')
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([
      { b: 1, tb: 'integer', x: 2, tx: 'real', d: '2024' },
      { b: null, tb: 'null', x: 0.1, tx: 'real', d: '1999' },
    ]);
    db.close();
    await writeTable(table, at('again.sqlite#named'));
    const [one, other] = await Promise.all(['named', 'again'].map((name) => readTable(at(`${name}.sqlite`))));
    expect(other.report.hash).toBe(one.report.hash);
  });

  it('adds a table to a file, fills an empty one of the same columns, and refuses any other', async () => {
    const path = made(
      'grow.sqlite',
      'CREATE TABLE old (a); INSERT INTO old VALUES (1); CREATE TABLE e (a TEXT, b INTEGER); CREATE VIEW v AS SELECT 1',
    );
    await writeTable(twoColumns(['x', null]), `${path}#new`);
    await writeTable(twoColumns(['x', null]), `${path}#e`);
    expect(valuesOf((await readTable(`${path}#e`)).table, 'a')).toEqual(['x', null]);
    expect(valuesOf((await readTable(`${path}#old`)).table, 'a')).toEqual([1]);
    for (const name of ['old', 'new', 'NEW', 'v']) {
      expect((await errorOf(writeTable(twoColumns(['x']), `${path}#${name}`))).code).toBe('io/table-exists');
    }
  });

  it('leaves the file as it was when the stream fails or is aborted, and nothing beside it', async () => {
    const path = made('kept.sqlite', 'CREATE TABLE old (a); INSERT INTO old VALUES (1)');
    async function* failing() {
      yield twoColumns(['x']);
      throw new Error('broken');
    }
    await expect(writeTable(failing(), `${path}#new`)).rejects.toThrow('broken');
    await expect(writeTable(failing(), at('never.sqlite'))).rejects.toThrow('broken');
    expect(await kinds(path)).toEqual({ a: 'integer' });
    await expect(stat(at('never.sqlite'))).rejects.toThrow('ENOENT');
    expect((await readdir(at('.'))).filter((name) => /never|tmp$|journal/.test(name))).toEqual([]);
  });

  it('refuses by name what SQLite cannot hold', async () => {
    const refuse = async (table: Table, target = at('refused.sqlite')) => errorOf(writeTable(table, target));
    expect((await refuse(twoColumns(['x'], 'B'))).message).toContain('"B"');
    expect((await refuse(twoColumns(['x'], 'a\0b'))).code).toBe('io/bad-column-name');
    expect((await refuse(twoColumns(['x']), at('refused.sqlite#sqlite_x'))).code).toBe('io/bad-table-name');
    const zero = createTable(
      [{ name: 'x', kind: 'number', nullable: false, role: 'feature' }],
      [{ storage: 'numeric', values: Float64Array.of(1, -0) }],
    );
    expect(await refuse(zero)).toMatchObject({ code: 'io/bad-table', message: expect.stringContaining('row 2') });
    await writeFile(at('other.sqlite'), 'not a database, whatever it is called, and longer than a header'.repeat(9));
    expect((await refuse(zero, at('other.sqlite'))).code).toBe('io/database-failed');
  });

  it('holds 2,000 columns and refuses 2,001', async () => {
    const wide = (count: number) =>
      createTable(
        Array.from(
          { length: count },
          (_, i) => ({ name: `c${i}`, kind: 'text', nullable: true, role: 'feature' }) as const,
        ),
        Array.from(
          { length: count },
          (_, i) => ({ storage: 'text', values: [i % 3 === 0 ? null : `v${i}`, `${i}`] }) as const,
        ),
      );
    await writeTable(wide(2000), at('wide.sqlite'));
    const { table } = await readTable(at('wide.sqlite'), { like: wide(2000).spec });
    expect(table.columns).toEqual(wide(2000).columns);
    expect((await errorOf(writeTable(wide(2001), at('wider.sqlite')))).code).toBe('io/too-many-columns');
  });

  it('undoes a write that was killed', async () => {
    const path = made('killed.sqlite', 'CREATE TABLE old (a); INSERT INTO old VALUES (1)');
    const { spawnSync } = await import('node:child_process');
    // Spills to the file before it is killed, so that a journal is left behind.
    const script = `const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync(process.argv[1]);
      db.exec("PRAGMA cache_size = 1; BEGIN; UPDATE old SET a = 2; CREATE TABLE new (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) INSERT INTO new SELECT hex(randomblob(50)) FROM n");
      process.kill(process.pid, 'SIGKILL')`;
    spawnSync(process.execPath, ['-e', script, path]);
    await copyFile(path, at('copied.sqlite'));
    expect((await stat(`${path}-journal`)).size).toBeGreaterThan(0);
    const error = await errorOf(readTable(path));
    expect(error.code).toBe('io/unreadable-sqlite');
    expect(error.message).toContain('interrupted');
    await writeTable(twoColumns(['x']), `${path}#new`);
    expect(valuesOf((await readTable(`${path}#old`)).table, 'a')).toEqual([1]);
  });
});
