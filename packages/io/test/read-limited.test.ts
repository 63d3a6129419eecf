import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createGzip } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { readTable } from '../src/index.ts';
import { readTableLimited } from '../src/limits/read-limited.ts';
import { at, errorOf, file } from './folder.ts';

// A temporary folder of our own, so that what is left in it is ours.
const temporary = at('temporary');
await mkdir(temporary);
process.env.TMPDIR = temporary;
afterEach(async () => expect(await readdir(temporary)).toEqual([]));

/** The processes that this one started and that read a file, by their numbers. */
async function readers(parent: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [status, command] = await Promise.all(
      ['stat', 'cmdline'].map((part) => readFile(`/proc/${name}/${part}`, 'utf8').catch(() => '')),
    );
    if (command.includes('read-one-file') && Number(status.replace(/^.*\) /s, '').split(' ')[1]) === parent)
      found.push(Number(name));
  }
  return found;
}

/** A database whose one view never ends. */
function endless(name: string): string {
  const db = new DatabaseSync(at(name));
  db.exec(`CREATE TABLE t (a); INSERT INTO t VALUES (1);
    CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n`);
  db.close();
  return `${at(name)}#endless`;
}

/** A file of many times the same piece, written without being held. */
async function repeated(name: string, first: string, piece: string, times: number, packed = false): Promise<string> {
  const pieces = function* () {
    yield first;
    for (let i = 0; i < times; i++) yield piece;
  };
  const target = createWriteStream(at(name));
  if (packed) await pipeline(Readable.from(pieces()), createGzip({ level: 1 }), target);
  else await pipeline(Readable.from(pieces()), target);
  return at(name);
}

describe('readTableLimited', () => {
  it('gives what readTable gives, and its errors', async () => {
    const rows = Array.from(
      { length: 70_000 },
      (_, i) => `${i % 3 ? i / 7 : ''},2024-01-0${(i % 9) + 1},"a ""${i}""\n😀",${i % 2 ? 'yes' : 'no'},${i},l${i % 9}`,
    );
    const path = await file('same.csv', `n,d,t,b,i,__proto__\n${rows.join('\n')}\n`);
    const [limited, free] = await Promise.all([
      readTableLimited(path, { kinds: { i: 'text' } }),
      readTable(path, { kinds: { i: 'text' } }),
    ]);
    expect(limited.report).toEqual(free.report);
    expect(limited.table).toEqual(free.table);
    expect(limited.table.spec.columns[3].levels).toBe((limited.table.columns[3] as { levels: unknown }).levels);
    expect(await errorOf(readTableLimited(at('none.csv')))).toMatchObject({ code: 'io/file-not-found', kind: 'usage' });
    const ragged = await errorOf(readTableLimited(await file('ragged.csv', 'a,b\n1\n')));
    expect(ragged).toMatchObject(
      await errorOf(readTable(at('ragged.csv'))).then(({ code, message, next }) => ({ code, message, next })),
    );
  });

  it('ends a reader that takes too much memory outside the heap of JavaScript', async () => {
    const query = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 900)
      SELECT length(group_concat(hex(zeroblob(500000)))) AS l FROM n`;
    const error = await errorOf(
      readTableLimited(endless('memory.sqlite').split('#')[0], { query, memoryMegabytes: 256 }),
    );
    expect(error).toMatchObject({ code: 'io/memory-limit', message: expect.stringContaining('256 MB') });
  });

  it('ends a reader that takes too long, also inside one native call', async () => {
    const started = performance.now();
    const error = await errorOf(readTableLimited(endless('time.sqlite'), { seconds: 1.5 }));
    expect(error).toMatchObject({ code: 'io/time-limit', message: expect.stringContaining('1.5 seconds') });
    expect(performance.now() - started).toBeLessThan(6000);
  });

  it('ends when aborted', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const reading = readTableLimited(endless('abort.sqlite'), { signal: abort.signal });
    await setTimeout(700);
    abort.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect(readTableLimited(at('x.csv'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it.skipIf(!existsSync('/proc/self/environ'))('shows the reader none of the secrets in the environment', async () => {
    process.env.VERISIM_TEST_SECRET = 'geheim';
    const abort = new AbortController();
    const reading = readTableLimited(endless('secret.sqlite'), { signal: abort.signal }).catch(() => {});
    let found: number[] = [];
    while (found.length === 0) found = await readers(process.pid);
    await setTimeout(100);
    const environment = await readFile(`/proc/${found[0]}/environ`, 'utf8');
    abort.abort();
    await reading;
    delete process.env.VERISIM_TEST_SECRET;
    const names = environment.split('\0').flatMap((line) => (line === '' ? [] : [line.split('=')[0]]));
    expect(names.filter((name) => !['TMPDIR', 'TEMP', 'TMP', 'TZ', '__CF_USER_TEXT_ENCODING'].includes(name))).toEqual(
      [],
    );
    expect(await readers(process.pid)).toEqual([]);
  });

  it.skipIf(!existsSync('/proc/self/environ'))('ends with the process that waits for it', async () => {
    const module = fileURLToPath(new URL('../src/limits/read-limited.ts', import.meta.url));
    const script = `import { readTableLimited } from ${JSON.stringify(module)}; await readTableLimited(process.argv[1])`;
    const parent = spawn(
      process.execPath,
      ['--conditions=verisim-source', '--input-type=module', '-e', script, endless('orphan.sqlite')],
      { stdio: 'ignore' },
    );
    let found: number[] = [];
    while (found.length === 0) found = await readers(parent.pid ?? 0);
    // Time for its watch to start.
    await setTimeout(1000);
    const folder = (await readFile(`/proc/${found[0]}/environ`, 'utf8')).match(/TMPDIR=([^\0]*)/)?.[1] ?? '';
    parent.kill('SIGKILL');
    for (let i = 0; i < 50 && existsSync(`/proc/${found[0]}`); i++) await setTimeout(100);
    expect(existsSync(`/proc/${found[0]}`)).toBe(false);
    // Nobody is left to remove it but us.
    await rm(folder, { recursive: true, force: true });
  });

  it('refuses limits that make no sense, and servers', async () => {
    expect((await errorOf(readTableLimited('x.csv', { memoryMegabytes: 64 }))).code).toBe('io/bad-limit');
    expect((await errorOf(readTableLimited('x.csv', { seconds: 0 }))).code).toBe('io/bad-limit');
    expect((await errorOf(readTableLimited('postgres://u:geheim@h/d'))).code).toBe('io/not-limited');
  });
});

it('importing this package into a thread starts no watch there', async () => {
  const program = `import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)})`;
  const thread = new Worker(
    `${program}.then((io) => require('node:worker_threads').parentPort.postMessage(typeof io.readTable))`,
    {
      eval: true,
    },
  );
  expect(await once(thread, 'message')).toEqual(['function']);
});

describe('hostile files within 512 MB', () => {
  const limits = { memoryMegabytes: 512, seconds: 60 };
  const codeOf = async (path: string) => (await errorOf(readTableLimited(path, limits))).code;

  it('refuses one cell of 66 MB, a quote that is never closed, and a line without end', async () => {
    const piece = 'x'.repeat(1 << 20);
    expect(await codeOf(await repeated('cell.csv', 'a,b\n1,', piece, 66))).toBe('io/row-too-long');
    expect(await codeOf(await repeated('quote.csv', 'a,b\n1,"', `${piece}\n`, 66))).toMatch(
      /^io\/(row-too-long|bad-quoting)$/,
    );
    expect(await codeOf(await repeated('cell.jsonl', '{"a":"', piece, 66))).toMatch(/^io\//);
  });

  it('reads or refuses a million columns', async () => {
    const path = await repeated('wide.csv', 'a0', Array.from({ length: 1000 }, (_, i) => `,b${i}`).join(''), 1000);
    expect(await codeOf(path)).toMatch(/^io\//);
  });

  it('refuses a file that unpacks to 1,000 times its size', async () => {
    const path = await repeated('bomb.csv.gz', 'a,b\n', '0,0\n'.repeat(1 << 18), 300, true);
    expect(await codeOf(path)).toMatch(/^io\/(unpacks-too-large|disk-limit)$/);
  });
});
