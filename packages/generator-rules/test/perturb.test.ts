import { readFileSync } from 'node:fs';
import { cellOf, columnOf, dropColumns, type Table, takeRows, withRoles } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { attacks, perturb, perturbations, revertEdits } from '../src/index.ts';
import { changed, numbersIn, textsIn, tickets } from './perturb-tables.ts';

const rowsOf = (table: Table): unknown[][] =>
  Array.from({ length: table.rows }, (_, row) => table.columns.map((column) => cellOf(column, row)));
const parentsOf = (said: Table): number[] => textsIn(said, 'parents').map(Number);
const cells = (table: Table, name: string) =>
  Array.from({ length: table.rows }, (_, row) => cellOf(columnOf(table, name), row));

describe.each(perturbations.map(({ name }) => name))('perturb with %s', (kinds) => {
  test('every row is taken back to its parent by the edits of the lineage, ids aside', async () => {
    const source = tickets();
    const { table, said } = await changed(perturb, source, { kinds, strength: 0.7, labels: 'clear' }, 200, kinds);
    const back = revertEdits(table, textsIn(said, 'edits'));
    const parents = takeRows(source, parentsOf(said));
    expect(rowsOf(dropColumns(back, ['id']))).toEqual(rowsOf(dropColumns(parents, ['id'])));
    expect(rowsOf(dropColumns(table, ['id']))).not.toEqual(rowsOf(dropColumns(parents, ['id'])));
    const known = new Set(textsIn(source, 'id'));
    const ids = textsIn(table, 'id');
    expect([ids.some((id) => known.has(id)), new Set(ids).size]).toEqual([false, 200]);
  });

  test('the label is kept or the change declared, row by row', async () => {
    const source = tickets();
    const kind = perturbations.find(({ name }) => name === kinds)!;
    for (const labels of ['flag', 'clear']) {
      const { table, said } = await changed(perturb, source, { kinds, strength: 0.5, labels }, 100, 2);
      const before = cells(takeRows(source, parentsOf(said)), 'topic');
      const after = cells(table, 'topic');
      const tags = cells(said, 'tags') as string[];
      tags.forEach((tag, row) => {
        expect(tag).toBe(tag === 'unchanged' ? tag : kind.label === 'keeps' ? kinds : `${kinds}; label-may-change`);
        const cleared = labels === 'clear' && tag.includes('label-may-change');
        expect(after[row]).toBe(cleared ? null : before[row]);
      });
      expect(tags.some((tag) => tag !== 'unchanged')).toBe(true);
    }
    const kept = changed(perturb, source, { kinds, labels: 'keep' });
    if (kind.label === 'keeps') await expect(kept).resolves.toBeDefined();
    else await expect(kept).rejects.toMatchObject({ code: 'generator-rules/label-may-change' });
  });
});

test('the same rows under three seeds as ever', async () => {
  for (const seed of [1, 2, 3]) {
    const { table, said } = await changed(
      perturb,
      tickets(6),
      { kinds: 'typos+casing,jitter,units,scaling+missing-blocks,sensor-noise', strength: 0.3 },
      6,
      seed,
    );
    expect({ rows: rowsOf(table), said: rowsOf(said) }).toMatchSnapshot();
  }
});

test('kinds parted by commas share the rows out evenly, kinds joined by + are done to one row in order', async () => {
  const { said, table } = await changed(
    perturb,
    tickets(),
    { kinds: 'typos+casing, emoji', column: 'text', strength: 0.5 },
    4000,
  );
  const tags = cells(said, 'tags') as string[];
  const both = tags.filter((tag) => tag === 'typos; casing').length;
  expect(both).toBeGreaterThan(1800);
  expect(both).toBeLessThan(2200);
  const edits = textsIn(said, 'edits').map((text) => JSON.parse(text!) as { kind: string; column: string }[]);
  const kindsIn = new Set(edits.map((list) => list.map(({ kind }) => kind).join('+')));
  expect([...kindsIn].sort()).toEqual(['emoji', 'typos+casing']);
  expect(rowsOf(dropColumns(revertEdits(table, textsIn(said, 'edits')), ['id']))).toEqual(
    rowsOf(dropColumns(takeRows(tickets(), parentsOf(said)), ['id'])),
  );
});

test('parents: each once before any comes again; or in their order, round and round, over blocks', async () => {
  const { said } = await changed(perturb, tickets(), {}, 100);
  const parents = parentsOf(said);
  expect(parents.slice(0, 40).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, row) => row));
  expect(parents.slice(0, 40)).not.toEqual(parents.slice(40, 80));
  const kept = await changed(perturb, tickets(), { order: 'kept' }, 100);
  expect(parentsOf(kept.said)).toEqual(Array.from({ length: 100 }, (_, row) => row % 40));
});

test('numbers keep to their grid and range, dates to days, untouched columns to their parents', async () => {
  const source = tickets();
  const { table, said } = await changed(perturb, source, { kinds: 'jitter+scaling+sensor-noise', strength: 1 }, 500);
  const [low, high] = [Math.min(...numbersIn(source, 'amount')), Math.max(...numbersIn(source, 'amount'))];
  for (const amount of numbersIn(table, 'amount')) {
    expect(Number(amount.toFixed(2))).toBe(amount);
    expect(amount >= low && amount <= high).toBe(true);
  }
  for (const items of numbersIn(table, 'items'))
    expect(Number.isInteger(items) && items >= 0 && items <= 50).toBe(true);
  for (const day of numbersIn(table, 'day')) expect(day % 86_400_000).toBe(0);
  const parents = takeRows(source, parentsOf(said));
  for (const name of ['text', 'channel', 'topic']) expect(cells(table, name)).toEqual(cells(parents, name));
});

test('difficulty follows what was done: more of it is harder', async () => {
  const bands: Record<number, string[]> = {};
  for (const strength of [0, 0.02, 0.1, 0.6]) {
    const { said } = await changed(perturb, tickets(), { kinds: 'typos', column: 'text', strength }, 200);
    const touched = numbersIn(said, 'touched');
    bands[strength] = cells(said, 'difficulty') as string[];
    bands[strength].forEach((band, row) => {
      expect(band).toBe(touched[row] < 0.05 ? 'easy' : touched[row] < 0.2 ? 'medium' : 'hard');
    });
  }
  expect(new Set(bands[0])).toEqual(new Set(['easy']));
  expect(bands[0.02].filter((band) => band === 'easy').length).toBeGreaterThan(150);
  expect(bands[0.1].filter((band) => band === 'medium').length).toBeGreaterThan(150);
  expect(new Set(bands[0.6])).toEqual(new Set(['hard']));
  const cut = await changed(perturb, tickets(), { kinds: 'truncation', strength: 0.01 }, 200);
  cells(cut.said, 'tags').forEach((tag, row) => {
    if (tag !== 'unchanged') expect(cells(cut.said, 'difficulty')[row]).not.toBe('easy');
  });
});

test('says what is wrong with a request, and what would do', async () => {
  const source = tickets();
  const refused = (options: unknown, table = source) => expect(changed(perturb, table, options)).rejects;
  await refused({ kinds: 'typo' }).toMatchObject({
    code: 'generator-rules/unknown-kind',
    next: expect.stringContaining('"typos"'),
  });
  await refused({ column: 'txt' }).toMatchObject({ code: 'core/unknown-column' });
  await refused({ column: 'amount', kinds: 'typos' }).toMatchObject({ code: 'generator-rules/cannot-perturb' });
  await refused({ column: ['text', 'amount'], kinds: 'typos' }).toMatchObject({
    code: 'generator-rules/cannot-perturb',
    next: expect.stringContaining('jitter'),
  });
  await refused({ column: 'channel' }).toMatchObject({
    code: 'generator-rules/cannot-perturb',
    next: expect.stringContaining('--kinds channel=text'),
  });
  await refused({ column: 'topic' }).toMatchObject({ code: 'generator-rules/cannot-perturb' });
  await refused({ column: 'id', kinds: 'typos' }).toMatchObject({ code: 'generator-rules/cannot-perturb' });
  await refused({ kinds: 'typos' }, dropColumns(source, ['text'])).toMatchObject({
    code: 'generator-rules/nothing-to-perturb',
  });
  await refused({ strength: 1.1 }).toMatchObject({ code: 'core/bad-options' });
  await refused({}, takeRows(source, [])).toMatchObject({ code: 'generator-rules/no-rows' });
});

test('edits are taken back only from the rows that they were made of', async () => {
  const { table, said } = await changed(perturb, tickets(), { kinds: 'typos', strength: 0.3 }, 10);
  const edits = textsIn(said, 'edits');
  const code = { code: 'generator-rules/edits-differ' };
  expect(() => revertEdits(table, edits.slice(1))).toThrow(expect.objectContaining(code));
  expect(() => revertEdits(table, [...edits.slice(1), edits[0]])).toThrow(expect.objectContaining(code));
  expect(() =>
    revertEdits(
      table,
      edits.map(() => '{'),
    ),
  ).toThrow(expect.objectContaining({ ...code, message: expect.stringContaining('Row 1 ') }));
  const without = await changed(perturb, tickets(), { edits: false }, 10);
  expect(without.said.spec.columns.map(({ name }) => name)).toEqual(['parents', 'tags', 'difficulty', 'touched']);
});

test('ids that repeat say what a row belongs to and are kept; ignored columns are', async () => {
  const source = tickets();
  const twice = {
    ...source,
    columns: source.columns.map((column, i) =>
      i === 0 ? { storage: 'text' as const, values: Array.from({ length: 40 }, (_, row) => `T${row >> 1}`) } : column,
    ),
  };
  const { table, said } = await changed(
    perturb,
    withRoles(twice, { amount: 'ignore' }),
    { kinds: 'jitter', strength: 1 },
    40,
  );
  const parents = takeRows(twice, parentsOf(said));
  for (const name of ['id', 'amount']) expect(cells(table, name)).toEqual(cells(parents, name));
});

test('the guides list every kind, and whether it keeps the label', () => {
  for (const [guide, kinds] of [
    ['perturb', perturbations],
    ['adversarial', attacks],
  ] as const) {
    const text = readFileSync(new URL(`../../../docs/guide/generators/${guide}.md`, import.meta.url), 'utf8');
    for (const { name, label } of kinds) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      expect(row, name).toBeDefined();
      if (guide === 'perturb') expect(row, name).toMatch(label === 'keeps' ? /\| keeps +\|$/ : /\| may change +\|$/);
    }
  }
});
