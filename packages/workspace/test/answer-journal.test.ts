import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type AnswerEntry, type AnswerJournalFile, openAnswerJournal, openJournal } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

let path: string;

beforeEach(async () => {
  path = join(await temporaryFolder(), 'answers.journal');
});

async function entriesOf(journal: AnswerJournalFile): Promise<AnswerEntry[]> {
  const entries: AnswerEntry[] = [];
  for await (const entry of journal.entries()) entries.push(entry);
  return entries;
}

const bytesOf = (i: number) => Buffer.from(`answer ${i} `.repeat(i % 7));

test('records given at once share a write, and are found again with their own bytes', async () => {
  const journal = await openAnswerJournal(path);
  await Promise.all(Array.from({ length: 200 }, (_, i) => journal.append({ i }, bytesOf(i))));
  const one = await journal.append({ i: 200 }, bytesOf(200));
  expect(Buffer.from(await journal.body(one))).toEqual(bytesOf(200));
  await journal.close();
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  const again = await openAnswerJournal(path);
  const entries = await entriesOf(again);
  expect(entries.map(({ record }) => record)).toEqual(Array.from({ length: 201 }, (_, i) => ({ i })));
  // In any order.
  for (const i of [150, 3, 200, 0, 77]) {
    expect(entries[i].bytes).toBe(bytesOf(i).length);
    expect(Buffer.from(await again.body(entries[i]))).toEqual(bytesOf(i));
  }
  await again.close();
  const frames = await openJournal(path, { recipe: { holds: 'answers', format: 1 } });
  expect(frames.records.length).toBeLessThan(10);
  await frames.close();
});

test('a flipped bit is named, and what stands around it is used', async () => {
  const journal = await openAnswerJournal(path);
  for (let i = 0; i < 10; i++) await journal.append({ i }, Buffer.from(`needle ${i}`));
  await journal.close();
  const bytes = await readFile(path);
  bytes[bytes.indexOf('needle 4') + 7] ^= 1;
  await writeFile(path, bytes);
  const again = await openAnswerJournal(path);
  expect(again.damaged).toHaveLength(1);
  expect((await entriesOf(again)).map(({ record }) => (record as { i: number }).i)).toEqual([
    0, 1, 2, 3, 5, 6, 7, 8, 9,
  ]);
  await again.close();
});

test('a body damaged while the journal is open is not given out', async () => {
  const journal = await openAnswerJournal(path);
  const entry = await journal.append({ i: 1 }, Buffer.from('needle'));
  const bytes = await readFile(path);
  bytes[bytes.indexOf('needle')] ^= 1;
  await writeFile(path, bytes);
  await expect(journal.body(entry)).rejects.toMatchObject({ code: 'workspace/journal-damaged' });
  await journal.close();
});

test('another kind of journal is refused, and so is a second process', async () => {
  const other = await openJournal(path, { recipe: { task: 'blocks' } });
  await expect(openAnswerJournal(path)).rejects.toMatchObject({ code: 'workspace/locked' });
  await other.close();
  await expect(openAnswerJournal(path)).rejects.toMatchObject({ code: 'workspace/another-journal' });
});

test('after a failed write nothing more is taken', async () => {
  const journal = await openAnswerJournal(path);
  await journal.close();
  await expect(journal.append({ i: 1 })).rejects.toMatchObject({ code: 'workspace/cannot-write' });
  await expect(journal.append({ i: 2 })).rejects.toMatchObject({ code: 'workspace/journal-failed' });
});
