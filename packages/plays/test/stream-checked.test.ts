import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cellOf,
  columnOf,
  concatTables,
  createContext,
  createTable,
  type Generator,
  type Model,
  type Table,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { createHashSet } from '../src/draw/hash-set.ts';
import { blockFinding, mergeFindings } from '../src/draw/merge-findings.ts';
import { type CheckedBlock, drawChecked, openResumableDraw, type RowSource, streamChecked } from '../src/index.ts';

const SPEC = [
  { name: 'key', kind: 'id', nullable: false, role: 'feature' },
  { name: 'x', kind: 'number', nullable: false, role: 'feature', bounds: [0, 1] },
] as const;

const tableOf = (keys: readonly string[], values: readonly number[]): Table =>
  createTable(SPEC, [
    { storage: 'text', values: keys },
    { storage: 'numeric', values: Float64Array.from(values) },
  ]);

/** Numbers its rows anew in every block of ten and leaves the bounds now and then, as no good generator does. */
function forgetful(period: number): RowSource {
  const model: Model = {
    schema: { columns: SPEC },
    sample: ({ block, rows }, ctx) =>
      tableOf(
        Array.from({ length: rows }, (_, row) => `k${(block * 10 + row) % period}`),
        Array.from({ length: rows }, () => ctx.random.next() * 1.2),
      ),
    save: () => ({ generator: 'forgetful', version: '1', json: null, arrays: {} }),
  };
  const traits = { reproducible: true, memorises: false, conditional: false, blockRows: 10 };
  const generator = { name: 'forgetful', version: '1', traits } as Generator<unknown, 'data'>;
  return { generator, model, train: tableOf(['t0', 't1', 't2'], [0, 0.5, 1]), run: 'r' };
}

const context = () => createContext({ seed: 4 });
async function streamed(source: RowSource, rows: number, finished?: (block: number) => CheckedBlock | undefined) {
  const blocks: CheckedBlock[] = [];
  const from = (block: number) => {
    const found = finished?.(block);
    return found ? { account: found.account, table: async () => found.fresh!.table } : null;
  };
  for await (const block of streamChecked(source, { rows, finished: from }, context())) blocks.push(block);
  return blocks;
}

async function all(parts: AsyncIterable<Table>): Promise<Table[]> {
  const found: Table[] = [];
  for await (const part of parts) found.push(part);
  return found;
}

describe('streamChecked', () => {
  test('drops ids that an earlier block used, refills, and says both', async () => {
    const { tracked, dropped, shortfall, findings } = await drawChecked(forgetful(37), { rows: 30 }, context());
    const ids = Array.from({ length: tracked.table.rows }, (_, row) => cellOf(columnOf(tracked.table, 'key'), row));
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
    expect(shortfall).toBe(0);
    expect(dropped).toBeGreaterThan(5);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'out-of-bounds', level: 'warning' }));
    for (let row = 0; row < 30; row++) expect(cellOf(tracked.table.columns[1], row)).toBeLessThanOrEqual(1);
  });

  test('looks at the training rows of a private generator no more: copies and rows out of range stay', async () => {
    const open = forgetful(37);
    const copies = {
      ...open.model,
      sample: ({ rows }: { rows: number }) =>
        tableOf(['t0', 't1', 't2', 'x'].slice(0, rows), [0, 0.5, 1, 1.1].slice(0, rows)),
    };
    const source = (isPrivate: boolean): RowSource => ({
      ...open,
      model: { ...copies, schema: { columns: SPEC.map((spec) => ({ ...spec, bounds: undefined })) } },
      generator: { ...open.generator, traits: { ...open.generator.traits, blockRows: 4, private: isPrivate } },
    });
    const kept = async (isPrivate: boolean) => {
      const { tracked } = await drawChecked(source(isPrivate), { rows: 4 }, context());
      return Array.from(tracked.table.columns[1].storage === 'numeric' ? tracked.table.columns[1].values : []);
    };
    expect(await kept(true)).toEqual([0, 0.5, 1, 1.1]);
    expect(await kept(false)).toEqual([]);
  });

  test('moves what a generator says of its rows into the lineage, parents by the ids of training rows', async () => {
    const plain = forgetful(1e9);
    const told = [
      { name: 'lineage:parents', kind: 'text', nullable: true, role: 'lineage' },
      { name: 'lineage:tags', kind: 'category', nullable: true, role: 'lineage' },
      { name: 'lineage:edits', kind: 'text', nullable: true, role: 'lineage' },
    ] as const;
    const schema = { columns: [...SPEC, ...told] };
    const sample: Model['sample'] = async (request, ctx) => {
      const { columns } = await plain.model.sample(request, ctx);
      const cells = (of: (row: number) => string) => Array.from({ length: request.rows }, (_, row) => of(row));
      const codes = Int32Array.from({ length: request.rows }, (_, row) => (row % 2) - 1);
      return createTable(schema.columns, [
        ...columns,
        { storage: 'text', values: cells((row) => `${row}; ${request.block}`) },
        { storage: 'coded', codes, levels: ['odd'] },
        { storage: 'text', values: cells((row) => `edit ${request.block}/${row}`) },
      ]);
    };
    const source = { ...plain, model: { ...plain.model, schema, sample }, trainId: (row: number) => `a b:${row}` };
    const where = [{ column: 'x', from: 0.5 }];
    const { tracked, dropped } = await drawChecked(source, { rows: 25, where }, context());
    const { table, lineage } = tracked;
    expect(table.spec.columns.map(({ name }) => name)).toEqual(['key', 'x']);
    expect(dropped).toBeGreaterThan(0);
    for (let row = 0; row < table.rows; row++) {
      const say = (name: string) => cellOf(columnOf(lineage, name), row);
      const [, block, place] = /^edit (\d+)\/(\d+)$/.exec(String(say('edits')))!;
      expect(cellOf(columnOf(table, 'key'), row)).toBe(`k${Number(block) * 10 + Number(place)}`);
      expect(say('parents')).toBe(`a b:${place}; a b:${block}`);
      expect(say('tags')).toBe(Number(place) % 2 === 0 ? null : 'odd');
      expect(say('generator')).toBe('forgetful');
    }
    const kept = await openResumableDraw(join(await mkdtemp(join(tmpdir(), 'verisim-said-')), 'rows.csv'), {});
    await kept.draw(source, { rows: 25, where }, () => ({}), context());
    expect(concatTables(await all(kept.rows()))).toEqual(table);
    expect(concatTables(await all(kept.lineage(source)))).toEqual(lineage);
    await kept.remove();
  });

  test('ends with a shortfall when no new id can be had', async () => {
    const { tracked, shortfall } = await drawChecked(forgetful(20), { rows: 30 }, context());
    expect(tracked.table.rows).toBeLessThanOrEqual(20);
    expect(shortfall).toBe(30 - tracked.table.rows);
  });

  test('any finished blocks, holes between them, give the same rows', async () => {
    const all = await streamed(forgetful(200), 75);
    expect(all.length).toBeGreaterThan(8);
    const rowsOf = (blocks: readonly CheckedBlock[]) =>
      blocks.map(({ account, fresh }) => [account, fresh ? { ...fresh, places: [...fresh.places] } : null]);
    for (let mask = 1; mask < 1 << all.length; mask += 41) {
      const kept = (block: number) => (mask & (1 << block) ? all[block] : undefined);
      const again = await streamed(forgetful(200), 75, kept);
      expect(again.map(({ fresh }) => fresh === null)).toEqual(all.map((_, block) => kept(block) !== undefined));
      const completed = again.map((block, i) => (block.fresh ? block : { ...block, fresh: all[i].fresh }));
      expect(rowsOf(completed)).toEqual(rowsOf(all));
    }
  });

  test('a finished block that is not the one asked for is drawn again', async () => {
    const all = await streamed(forgetful(200), 20);
    const other = (block: number) => ({ ...all[block], account: { ...all[block].account, asked: 9 } });
    expect((await streamed(forgetful(200), 20, other)).every(({ fresh }) => fresh !== null)).toBe(true);
  });
});

describe('findings of blocks', () => {
  const finding = (rows: readonly number[], of: number, says = 'are odd.') => ({
    rule: 'odd',
    level: 'warning' as const,
    message: `${rows.length} of ${of} rows (first: row ${rows[0] + 1}) ${says}`,
    rows: Int32Array.from(rows),
    drops: true,
  });

  test('that say the same are counted together, rows numbered through', () => {
    const blocks = [
      { rows: 10, findings: [] },
      { rows: 10, findings: [blockFinding(finding([3, 4], 10), 10)] },
      { rows: 5, findings: [blockFinding(finding([0], 5), 5), blockFinding(finding([1], 5, 'are even.'), 5)] },
    ];
    expect(mergeFindings(blocks).map(({ message }) => message)).toEqual([
      '3 of 25 rows (first: row 14) are odd.',
      '1 of 25 rows (first: row 22) are even.',
    ]);
  });

  test('on the batch, or in other words, are said once', () => {
    const batch = { ...finding([], 10), message: 'No holdout is locked.' };
    const own = { ...finding([2], 10), message: 'Row 3 is odd.' };
    const block = { rows: 10, findings: [batch, own].map((found) => blockFinding(found, 10)) };
    expect(mergeFindings([block, block]).map(({ message }) => message)).toEqual([
      'No holdout is locked.',
      'Row 3 is odd.',
    ]);
  });
});

test('a hash set tells what it holds, through every growth', () => {
  const set = createHashSet();
  const known = new Set<number>();
  let state = 1;
  for (let i = 0; i < 50_000; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const [high, low] = [state % 977, (state >>> 5) % 4099];
    const key = high * 0x200000 + (low & 0x1fffff);
    expect(set.has(high, low)).toBe(known.has(key));
    set.add(high, low);
    known.add(key);
  }
  expect(set.size).toBe(known.size);
});
