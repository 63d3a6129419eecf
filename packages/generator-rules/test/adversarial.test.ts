import {
  cellOf,
  columnOf,
  concatLineages,
  createContext,
  createTable,
  dropColumns,
  fit,
  type Generator,
  realLineage,
  refuseAdversarial,
  sample,
  sayLineage,
  sharedLineage,
  stream,
  type Table,
  type TableSpec,
  takeRows,
} from '@verisim/core';
import { expect, test } from 'vitest';
import {
  adversarial,
  adversarialWith,
  attacks,
  boundary,
  boundaryCases,
  type Oracle,
  perturb,
  revertEdits,
} from '../src/index.ts';
import { changed, numbersIn, textsIn, tickets } from './perturb-tables.ts';

const cells = (table: Table, name: string) =>
  Array.from({ length: table.rows }, (_, row) => cellOf(columnOf(table, name), row));
const rowsOf = (table: Table) => table.spec.columns.map(({ name }) => cells(table, name));

test('every attacked row is tagged adversarial, keeps its label, and is taken back to its parent', async () => {
  const source = tickets();
  const { table, said } = await changed(adversarial, source, {}, 300);
  const tags = cells(said, 'tags') as string[];
  expect([...new Set(tags)].sort()).toEqual(attacks.map(({ name }) => `adversarial; ${name}`).sort());
  expect(new Set(cells(said, 'difficulty'))).toEqual(new Set(['adversarial']));
  const parents = takeRows(source, textsIn(said, 'parents').map(Number));
  expect(cells(table, 'topic')).toEqual(cells(parents, 'topic'));
  expect(rowsOf(dropColumns(revertEdits(table, textsIn(said, 'edits')), ['id']))).toEqual(
    rowsOf(dropColumns(parents, ['id'])),
  );
  const canaries = textsIn(table, 'text')
    .filter((_, row) => tags[row].endsWith('injection'))
    .map((text) => text!.match(/VERISIM-\d{6}/)![0]);
  expect(canaries.length).toBeGreaterThan(20);
});

test('the same attacks under three seeds as ever', async () => {
  for (const seed of [1, 2, 3])
    expect(textsIn((await changed(adversarial, tickets(8), {}, 8, seed)).table, 'text')).toMatchSnapshot();
});

/** A straight line through amount and items, with a step for mail. */
const line: Oracle = (rows) => {
  const [amount, items] = ['amount', 'items'].map((name) => numbersIn(rows, name));
  const channel = columnOf(rows, 'channel');
  return amount.map((one, row) => Number(one + 2 * items[row] + (cellOf(channel, row) === 'mail' ? 15 : 0) > 100));
};

const score = (table: Table, row: number): number => {
  const [amount, items] = ['amount', 'items'].map((name) => numbersIn(table, name)[row]);
  return amount + 2 * items + (cells(table, 'channel')[row] === 'mail' ? 15 : 0);
};

test('near-threshold rows lie beside the threshold of the oracle, on both sides, with two parents and no label', async () => {
  const source = tickets(200);
  const { table, said } = await changed(adversarialWith(line), source, { kinds: 'near-threshold' }, 400);
  const answers = Array.from(await line(source));
  const sides = Array.from(await line(table));
  expect(sides.filter((one) => one === 1).length).toBeGreaterThan(150);
  expect(sides.filter((one) => one === 0).length).toBeGreaterThan(150);
  const distance = numbersIn(said, 'distance');
  for (const [row, parents] of textsIn(said, 'parents').entries()) {
    const [from, to] = parents!.split('; ').map(Number);
    expect(answers[from]).not.toBe(answers[to]);
    // A whole item is two, a step of the channel fifteen.
    expect(Math.abs(score(table, row) - 100)).toBeLessThanOrEqual(15.1);
    expect(distance[row]).toBeLessThan(0.6);
  }
  const close = Array.from(sides, (_, row) => Math.abs(score(table, row) - 100)).filter((off) => off < 2.5).length;
  expect(close).toBeGreaterThan(350);
  expect(new Set(cells(table, 'topic'))).toEqual(new Set([null]));
  expect(new Set(cells(said, 'tags'))).toEqual(new Set(['adversarial; near-threshold; label-unknown']));
  const far = Array.from({ length: 200 }, (_, row) => Math.abs(score(source, row) - 100)).filter(
    (off) => off < 2.5,
  ).length;
  expect(far).toBeLessThan(20);
});

test('a near-threshold model is saved with the answers, and asks the oracle of who loads it', async () => {
  const ctx = createContext({ seed: 4 });
  const generator = adversarialWith(line);
  const model = await fit(generator, tickets(100), { kinds: 'near-threshold' }, ctx);
  const loaded = await generator.load(structuredClone(await model.save()));
  const [one, two] = [
    await sample(generator, model, { rows: 20 }, ctx),
    await sample(generator, loaded, { rows: 20 }, ctx),
  ];
  expect(rowsOf(one.table)).toEqual(rowsOf(two.table));
  const state = await model.save();
  await expect(async () => adversarial.load(state)).rejects.toMatchObject({ code: 'generator-rules/no-oracle' });
});

test('an oracle that is absent, blind or speaks out of turn is refused', async () => {
  const kinds = { kinds: 'near-threshold' };
  const refused = (oracle: Oracle | null) => expect(changed(adversarialWith(oracle), tickets(), kinds)).rejects;
  await refused(null).toMatchObject({
    code: 'generator-rules/no-oracle',
    next: expect.stringContaining('adversarialWith'),
  });
  for (const oracle of [
    () => [1],
    (rows: Table) => new Float64Array(rows.rows),
    (rows: Table) => new Float64Array(rows.rows).fill(Number.NaN),
  ])
    await refused(oracle).toMatchObject({ code: 'generator-rules/bad-oracle' });
});

test('rows tagged adversarial are not let through to training, disturbed ones are', async () => {
  const attacked = (await changed(adversarial, tickets(), {}, 10)).said;
  const typed = (await changed(perturb, tickets(), {}, 10)).said;
  const shared = { origin: 'synthetic', depth: 1 } as const;
  const [bad, fine] = [attacked, typed].map((said, i) => sayLineage(sharedLineage(10, shared, `${i}/`), said));
  const both = concatLineages([realLineage(5, 'real.csv'), fine, bad]);
  expect(() => refuseAdversarial(concatLineages([realLineage(5, 'real.csv'), fine]))).not.toThrow();
  const refusal = { code: 'core/bad-request', message: expect.stringContaining('row 16 is tagged adversarial') };
  expect(() => refuseAdversarial(both)).toThrow(expect.objectContaining(refusal));
});

const schema: TableSpec = {
  columns: [
    { name: 'age', kind: 'integer', nullable: false, role: 'feature', bounds: [18, 90] },
    { name: 'income', kind: 'number', nullable: true, role: 'feature', bounds: [0, 1000], decimals: 2 },
    { name: 'plan', kind: 'category', nullable: false, role: 'feature', levels: ['free', 'pro'] },
    { name: 'since', kind: 'datetime', nullable: false, role: 'feature', bounds: [0, 86_400_000 * 100] },
    { name: 'note', kind: 'text', nullable: true, role: 'feature' },
  ],
};

async function cases(as: string, rows: number): Promise<{ table: Table; said: Table }> {
  const ctx = createContext({ seed: 1 });
  const model = await fit(boundary as Generator<unknown, 'schema'>, schema, { as }, ctx);
  for await (const { table, said } of stream(boundary, model, { rows }, ctx)) return { table, said: said! };
  throw new Error('no block');
}

test('boundary values: min - 1, max + 1, empty, huge, NaN, wrong type; each alone in its row, all in turn', async () => {
  const all = schema.columns.flatMap((spec) => boundaryCases(spec).map(({ name }) => `${spec.name}: ${name}`));
  const { table, said } = await cases('text', all.length);
  expect(cells(said, 'case')).toEqual(all);
  const ages = textsIn(table, 'age');
  const of = (name: string) => ages[all.indexOf(`age: ${name}`)];
  expect(['min', 'max', 'min - 1', 'max + 1', 'min + 1', 'max - 1'].map(of)).toEqual([
    '18',
    '90',
    '17',
    '91',
    '19',
    '89',
  ]);
  expect(['empty', 'huge', 'not a number', 'wrong type: text', 'broken'].map(of)).toEqual([
    null,
    '9007199254740991',
    'NaN',
    'abc',
    '1.5',
  ]);
  expect(textsIn(table, 'income')[all.indexOf('income: max + 1')]).toBe('1000.01');
  expect(textsIn(table, 'since')[all.indexOf('since: min - 1')]).toBe('1969-12-31T00:00:00.000Z');
  expect(textsIn(table, 'since')[all.indexOf('since: no such day')]).toBe('2023-02-30');
  expect(new Set(cells(said, 'tags'))).toEqual(new Set(['adversarial; boundary']));
  // Held against the schema by hand: the tag is right, and every other cell of the row is fine.
  const fine: Readonly<Record<string, (cell: string | null) => boolean>> = {
    age: (cell) => /^\d+$/.test(cell ?? '') && Number(cell) >= 18 && Number(cell) <= 90,
    income: (cell) => cell === null || (/^\d+(\.\d+)?$/.test(cell) && Number(cell) <= 1000),
    plan: (cell) => cell === 'free' || cell === 'pro',
    since: (cell) =>
      /^\d{4}-\d\d-\d\dT/.test(cell ?? '') && Date.parse(cell!) >= 0 && Date.parse(cell!) <= 86_400_000 * 100,
    note: () => true,
  };
  for (let row = 0; row < table.rows; row++)
    for (const { name } of schema.columns) {
      const cell = textsIn(table, name)[row];
      const own = all[row].startsWith(`${name}: `);
      const valid = own ? cells(said, 'valid')[row] === 'true' : true;
      expect(fine[name](cell), `${all[row]}: ${name} = ${cell}`).toBe(valid);
    }
});

test('boundary values as typed columns: only what they can hold, missing where the schema allows it', async () => {
  const { table, said } = await cases('typed', 60);
  expect(table.spec.columns.map(({ kind }) => kind)).toEqual(schema.columns.map(({ kind }) => kind));
  const names = cells(said, 'case') as string[];
  expect(numbersIn(table, 'age')[names.indexOf('age: max + 1')]).toBe(91);
  expect(
    names
      .filter((name) => /empty/.test(name))
      .sort()
      .filter((name, i, list) => list[i - 1] !== name),
  ).toEqual(['income: empty', 'note: empty']);
  expect(cells(table, 'plan')[names.indexOf('plan: unknown level')]).toBe('unheard-of');
  const without = createTable([], []).spec;
  const model = await fit(boundary as Generator<unknown, 'schema'>, without, {}, createContext());
  expect(model.schema.columns.every(({ role }) => role === 'lineage')).toBe(true);
});

test('the same near-threshold and boundary rows under three seeds as ever', async () => {
  for (const seed of [1, 2, 3]) {
    const near = await changed(adversarialWith(line), tickets(30), { kinds: 'near-threshold' }, 4, seed);
    const ctx = createContext({ seed });
    const model = await fit(boundary as Generator<unknown, 'schema'>, schema, {}, ctx);
    const { table } = await sample(boundary, model, { rows: 6 }, ctx);
    expect({ near: [rowsOf(near.table), rowsOf(near.said)], boundary: rowsOf(table) }).toMatchSnapshot();
  }
});
