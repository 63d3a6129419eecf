import { existsSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, concatTables, createContext, dropColumns, fit, type Generator, type Table } from '@verisim/core';
import { marginals } from '@verisim/generator-tabular';
import { expect, test } from 'vitest';
import { drawJournalPath } from '../src/draw/resumable-draw.ts';
import { openResumableDraw, type RowSource } from '../src/index.ts';
import { learnedTable } from './learned-table.ts';

const output = async () => join(await mkdtemp(join(tmpdir(), 'verisim-draw-')), 'out.csv');
const ctx = (parts: Partial<Context> = {}) => ({ ...createContext({ seed: 6 }), ...parts });
const generator = { ...marginals, traits: { ...marginals.traits, blockRows: 50 } } as Generator<unknown, 'data'>;
/** Without its texts, which are never held in memory. */
const train = dropColumns(learnedTable, ['key']);
const model = await fit(generator, train, {}, ctx());
const source: RowSource = { generator, model, train, run: 'run' };
const BLOCKS = 8;
const rows = 50 * BLOCKS;

async function all(parts: AsyncIterable<Table>): Promise<Table> {
  const found: Table[] = [];
  for await (const part of parts) found.push(part);
  return concatTables(found);
}

async function drawn(every: number): Promise<{ readonly table: Table; readonly kept: number }> {
  const path = await output();
  const draw = await openResumableDraw(path, {}, { every });
  await draw.draw(source, { rows }, () => ({}), ctx());
  const found = { table: await all(draw.rows()), kept: draw.finished };
  await draw.remove();
  expect(existsSync(drawJournalPath(path))).toBe(false);
  return found;
}

test('what takes less than the time is not written down; the rows are the same', async () => {
  const [each, none] = [await drawn(0), await drawn(60_000)];
  expect(each.kept).toBeGreaterThanOrEqual(BLOCKS);
  expect(none.kept).toBe(0);
  expect(each.table.rows).toBe(rows);
  expect(none.table).toEqual(each.table);
});

test('an interrupted draw writes down what it has, and goes on from there', async () => {
  const path = await output();
  const stop = new AbortController();
  const first = await openResumableDraw(path, {}, { every: 60_000 });
  await first.keepModel({ state: await model.save(), notes: {} });
  const begun = statSync(drawJournalPath(path)).size;
  const progress = ({ done }: { done: number }) => {
    if (done >= 3 * 50) stop.abort();
  };
  await expect(first.draw(source, { rows }, () => ({}), ctx({ signal: stop.signal, progress }))).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(statSync(drawJournalPath(path)).size).toBe(begun);
  await first.close();
  const kept = first.finished;
  expect(kept).toBeGreaterThanOrEqual(3);
  const second = await openResumableDraw(path, {});
  expect(second.resumed).toBe(kept);
  await second.draw(source, { rows }, () => ({}), ctx());
  expect(await all(second.rows())).toEqual((await drawn(0)).table);
  await second.remove();
});
