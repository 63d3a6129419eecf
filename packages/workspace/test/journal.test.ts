import { appendFile, chmod, cp, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Journal, openJournal } from '../src/index.ts';
import { countOf, runChild } from './run-child.ts';
import { temporaryFolder } from './temporary.ts';

const recipe = { task: 'test', generator: { name: 'trees', version: '0.1.0' }, seed: '1' };
const CHILD = new URL('./journal-child.ts', import.meta.url);
let path: string;

beforeEach(async () => {
  path = join(await temporaryFolder(), '.x.journal');
});

async function fill(count: number, at = path): Promise<void> {
  const journal = await openJournal(at, { recipe });
  for (let i = 0; i < count; i++) await journal.append({ i, word: 'schön' }, Buffer.alloc(20 + i, i));
  await journal.close();
}

const numbers = ({ records }: Journal) => records.map(({ json }) => (json as { i: number }).i);

async function opened<T>(look: (journal: Journal) => T | Promise<T>): Promise<T> {
  const journal = await openJournal(path, { recipe });
  try {
    return await look(journal);
  } finally {
    await journal.close();
  }
}

test('a body in pieces, some of which hold nothing, is the body in one', async () => {
  const pieces = [Buffer.from('abc'), Buffer.concat([]), Buffer.alloc(40_000, 7), new Uint8Array(0), Buffer.from('z')];
  const body = await opened(async (journal) => journal.body(await journal.append({ i: 0 }, pieces)));
  expect(Buffer.concat(pieces).equals(body)).toBe(true);
});

/** The end of each frame, worked out from the description of the format alone; the first is the header's. */
function frameEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    expect(bytes.toString('latin1', at, at + 4)).toBe('vsJr');
    const end = at + 24 + bytes.readUInt32LE(at + 8) + bytes.readUInt32LE(at + 12);
    expect(bytes.readUInt32LE(at + 16)).toBe(crc32(bytes.subarray(at + 24, end)));
    ends.push(end);
    at = end;
  }
  return ends;
}

describe('a journal', () => {
  test('keeps records, their bytes and their order, from one opening to the next', async () => {
    await fill(3);
    await opened(async (journal) => {
      expect(numbers(journal)).toEqual([0, 1, 2]);
      expect(Buffer.from(await journal.body(journal.records[2]))).toEqual(Buffer.alloc(22, 2));
      expect((await journal.append({ i: 3, word: 'x' })).number).toBe(4);
      expect(await journal.body(journal.records[3])).toHaveLength(0);
    });
    await opened((journal) => expect(numbers(journal)).toEqual([0, 1, 2, 3]));
    expect(frameEnds(await readFile(path))).toHaveLength(5);
  });

  test('takes calls at once, one after another', async () => {
    await opened((journal) =>
      Promise.all(Array.from({ length: 50 }, (_, i) => journal.append({ i }, Buffer.alloc(i)))),
    );
    await opened((journal) => expect(numbers(journal)).toEqual([...Array(50).keys()]));
  });

  test('is for its owner alone, whatever the umask, and gone when it is removed', async () => {
    const before = process.umask(0);
    try {
      const journal = await openJournal(path, { recipe });
      await journal.append({ i: 0 });
      const folder = join(path, '..');
      for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
      await journal.remove();
      expect(await readdir(folder)).toEqual([]);
    } finally {
      process.umask(before);
    }
  });

  test('can be copied and gone on with elsewhere: no path stands in it', async () => {
    await fill(2);
    const elsewhere = join(await temporaryFolder(), 'other-name');
    await cp(path, elsewhere);
    await fill(1, elsewhere);
    const copy = await openJournal(elsewhere, { recipe });
    expect(numbers(copy)).toEqual([0, 1, 0]);
    await copy.close();
    expect((await readFile(elsewhere)).includes(join(path, '..'))).toBe(false);
  });
});

describe('fault 7 [P D]: a journal cut at every byte', () => {
  test('loses the record that was cut, and no other', async () => {
    await fill(5);
    const whole = await readFile(path);
    const ends = frameEnds(whole);
    for (let size = whole.length; size >= 0; size--) {
      await writeFile(path, whole.subarray(0, size));
      await opened(async (journal) => {
        const left = Math.max(0, ends.filter((end) => end <= size).length - 1);
        expect(numbers(journal), `${size} bytes`).toEqual([...Array(left).keys()]);
        expect(journal.damaged).toEqual([]);
        for (const record of journal.records) {
          expect(await journal.body(record)).toEqual(Buffer.alloc(record.bodyBytes, record.number - 1));
        }
      });
    }
  });

  test('goes on behind the last whole record, and reads as if it had never been cut', async () => {
    await fill(5);
    const whole = await readFile(path);
    await truncate(path, whole.length - 7);
    await opened((journal) => journal.append({ i: 4, word: 'schön' }, Buffer.alloc(24, 4)));
    expect(await readFile(path)).toEqual(whole);
  });
});

describe('fault 8 [P M]: a byte flipped at 200 places', () => {
  test('is found, its record named and never used, every other record still there', async () => {
    await fill(8);
    const whole = await readFile(path);
    const ends = frameEnds(whole);
    for (let i = 0; i < 200; i++) {
      const at = Math.floor((i * whole.length) / 200);
      const changed = Buffer.from(whole);
      changed[at] ^= 1 << (i % 8);
      await writeFile(path, changed);
      const hit = ends.findIndex((end) => at < end);
      await opened(async (journal) => {
        expect(journal.damaged, `byte ${at}`).toMatchObject([{ number: hit }]);
        expect(numbers(journal), `byte ${at}`).toEqual([...Array(8).keys()].filter((number) => number !== hit - 1));
        expect((await journal.append({ i: 99 })).number).toBe(9);
      });
    }
  });

  test('while it is open is found when the record is read', async () => {
    await fill(2);
    await opened(async (journal) => {
      const bytes = await readFile(path);
      bytes[bytes.length - 1] ^= 1;
      await writeFile(path, bytes);
      await expect(journal.body(journal.records[1])).rejects.toMatchObject({ code: 'workspace/journal-damaged' });
      expect(await journal.body(journal.records[0])).toHaveLength(20);
    });
  });

  test('rubbish behind the last record is named and left where it is', async () => {
    await fill(2);
    await appendFile(path, Buffer.alloc(100, 7));
    await opened(async (journal) => {
      expect(journal.damaged).toMatchObject([{ number: 3, bytes: 100 }]);
      await journal.append({ i: 2 });
    });
    await opened((journal) => expect(numbers(journal)).toEqual([0, 1, 2]));
  });
});

describe('faults 9 and 33 [M]: a journal of other work', () => {
  const code = 'workspace/another-journal';

  test('of another recipe is refused, saying in what it differs, and left as it is', async () => {
    await fill(2);
    const before = await readFile(path);
    const other = { ...recipe, generator: { name: 'trees', version: '0.2.0' }, seed: '2' };
    const failing = openJournal(path, { recipe: other });
    await expect(failing).rejects.toMatchObject({ code });
    await expect(failing).rejects.toThrow('generator.version was "0.1.0" and is "0.2.0", seed was "1" and is "2"');
    expect(await readFile(path)).toEqual(before);
    const replaced = await openJournal(path, { recipe: other, other: 'replace' });
    expect(replaced.replaced).toContain('seed was "1"');
    expect(replaced.records).toEqual([]);
    await replaced.close();
  });

  test('of another version, or no journal at all', async () => {
    await fill(1);
    const bytes = await readFile(path);
    const end = frameEnds(bytes)[0];
    const text = bytes.toString('utf8', 24, end).replace('"format":1', '"format":2');
    bytes.write(text, 24);
    bytes.writeUInt32LE(crc32(text), 16);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 20)), 20);
    await writeFile(path, bytes);
    await expect(openJournal(path, { recipe })).rejects.toThrow('format 2 and this version reads format 1');
    await writeFile(path, 'a,b\n1,2\n'.repeat(100));
    await expect(openJournal(path, { recipe })).rejects.toMatchObject({ code });
  });

  test('records of another recipe are not taken for ours, whatever the header says', async () => {
    await fill(3);
    const ours = await readFile(path);
    const theirs = join(path, '..', 'theirs');
    const other = await openJournal(theirs, { recipe: { ...recipe, seed: '2' } });
    await other.append({ i: 7 });
    await other.close();
    const bytes = await readFile(theirs);
    await writeFile(path, Buffer.concat([ours, bytes.subarray(frameEnds(bytes)[0])]));
    await opened((journal) => {
      expect(numbers(journal)).toEqual([0, 1, 2]);
      expect(journal.damaged).toHaveLength(1);
    });
  });
});

describe('fault 6 [M]: a write or sync that fails', () => {
  test.each(['EIO', 'ENOSPC'] as const)(
    '%s is told, nothing is reported as kept, and the rest is there',
    async (does) => {
      for (const calls of [['write'], ['sync']] as const) {
        const fault = { file: 'faulty$', calls, nth: 4, does };
        const at = join(path, '..', 'faulty');
        const { code, stdout, stderr } = await runChild(CHILD, [at, '9'], { fault });
        expect(code).toBe(1);
        expect(stderr).toContain('workspace/cannot-write');
        const told = stdout.trim().split('\n').filter(Boolean).length;
        const journal = await openJournal(at, { recipe: { made: 'by a test' } });
        expect(journal.records).toHaveLength(told);
        expect(journal.damaged).toEqual([]);
        await journal.remove();
      }
    },
  );
});

describe('faults 1 and 26: kill -9 and two processes', () => {
  test('[P] killed at every write and sync: what was reported is there, and work goes on', async () => {
    const fault = { file: 'x.journal$', calls: ['write', 'sync'] as const, nth: 0 };
    const points = countOf(await runChild(CHILD, [path, '3'], { fault: { ...fault, does: 'count' } }));
    expect(points).toBeGreaterThanOrEqual(11);
    for (let nth = 1; nth <= points; nth += 2) {
      const at = join(await temporaryFolder(), '.x.journal');
      const does = (['tear', 'kill-before', 'kill-after'] as const)[nth % 3];
      const { code, stdout } = await runChild(CHILD, [at, '3'], { fault: { ...fault, nth, does } });
      expect(code).toBe(137);
      const told = stdout.split('\n').filter(Boolean).length;
      const journal = await openJournal(at, { recipe: { made: 'by a test' } });
      expect(journal.records.length).toBeGreaterThanOrEqual(told);
      expect(journal.records.length).toBeLessThanOrEqual(told + 1);
      expect(journal.damaged).toEqual([]);
      await journal.remove();
    }
  });

  test('[M] the second of two is refused naming the first; a killed one is taken over', async () => {
    let stop: (signal: NodeJS.Signals) => void = () => {};
    const running = runChild(CHILD, [path, '2', 'hold'], {
      onStart: (kill) => {
        stop = kill;
      },
    });
    while ((await stat(path).catch(() => ({ size: 0 }))).size < 200) await new Promise((done) => setTimeout(done, 20));
    const recipe = { made: 'by a test' };
    const failing = openJournal(path, { recipe });
    await expect(failing).rejects.toMatchObject({ code: 'workspace/locked' });
    await expect(failing).rejects.toThrow(new RegExp(`in use by process \\d+ on ${hostname()}`));
    stop('SIGKILL');
    expect((await running).code).toBe(137);
    const journal = await openJournal(path, { recipe });
    expect(journal.records.length).toBeGreaterThan(0);
    await journal.close();
  });
});

describe('fault 5 [M]: a folder that may not be written to', () => {
  test('is told', async (context) => {
    if (process.getuid?.() === 0) {
      console.warn('skipped: root may write everywhere; the command-line test of fault 5 runs as another user');
      return context.skip();
    }
    await chmod(join(path, '..'), 0o500);
    await expect(openJournal(path, { recipe })).rejects.toMatchObject({ code: 'workspace/cannot-write' });
  });
});
