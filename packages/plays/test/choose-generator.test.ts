import {
  type Context,
  createContext,
  createRandom,
  createTable,
  type Generator,
  type Model,
  type Table,
  takeRows,
  verisimError,
  withTarget,
} from '@verisim/core';
import { copula, marginals, trees } from '@verisim/generator-tabular';
import {
  type ChooseRequest,
  choiceSection,
  choiceSentence,
  choiceTable,
  chooseGenerator,
  lacks,
  type Rung,
} from '@verisim/plays';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rowsForChoice, splitForChoice } from '../src/choose/choice-split.ts';
import { comparedColumns } from '../src/choose/compared-columns.ts';

const ladder = [marginals, copula, trees].map((generator) => ({ generator }) as unknown as Rung);

const choose = (train: Table, more: Partial<ChooseRequest> = {}, seed = 1) =>
  chooseGenerator({ rungs: ladder, train, ...more }, createContext({ seed }));

type Cell = (row: number, normal: () => number) => number | string;

/** A table whose cells a function gives; numbers and categories by what comes. */
function tableOf(rows: number, cells: Readonly<Record<string, Cell>>): Table {
  const random = createRandom('choose');
  const names = Object.keys(cells);
  const lists = names.map(() => [] as (number | string)[]);
  for (let row = 0; row < rows; row++)
    for (const [i, name] of names.entries()) lists[i].push(cells[name](row, random.normal));
  return createTable(
    names.map((name, i) => {
      const kind = typeof lists[i][0] === 'number' ? 'number' : 'category';
      return { name, kind, nullable: false, role: 'feature' };
    }),
    lists.map((list) => {
      if (typeof list[0] === 'number') return { storage: 'numeric', values: Float64Array.from(list as number[]) };
      const levels = [...new Set(list as string[])].sort();
      return { storage: 'coded', levels, codes: Int32Array.from(list, (text) => levels.indexOf(text as string)) };
    }),
  );
}

/** Emits the training rows, changed; what it was fitted to is written down. */
function emitting(name: string, change: (fitted: Table, ctx: Context) => Table, fitted: Table[] = []): Rung {
  const generator: Generator<object, 'data'> = {
    kind: 'generator',
    api: 1,
    name,
    version: '1',
    summary: 'for tests',
    family: 'model',
    options: z.object({}),
    needs: 'data',
    traits: { reproducible: true, memorises: true, conditional: false, blockRows: 65_536 },
    fit(source, _, ctx): Model {
      fitted.push(source);
      ctx.note('fitted', name);
      return {
        schema: source.spec,
        sample: ({ rows }, own) =>
          takeRows(
            change(source, own),
            Int32Array.from({ length: rows }, (_, i) => i),
          ),
        save: () => ({ generator: name, version: '1', json: null, arrays: {} }),
      };
    },
    load: () => {
      throw new Error('not saved');
    },
  };
  return { generator: generator as Generator<unknown, 'data'> };
}

const replaced = (table: Table, at: number, cell: (row: number) => number): Table => {
  const column = table.columns[at];
  const numbers = Array.from({ length: table.rows }, (_, row) => cell(row));
  const changed =
    column.storage === 'coded'
      ? { ...column, codes: Int32Array.from(numbers) }
      : { storage: 'numeric' as const, values: Float64Array.from(numbers) };
  return createTable(table.spec.columns, table.columns.with(at, changed));
};

describe('the simplest that passes', () => {
  test('independent columns: marginals, and nothing after it is tried', async () => {
    const table = tableOf(1600, { a: (_, normal) => normal(), b: (_, normal) => normal(), c: (row) => 'xyz'[row % 3] });
    const { account, rung } = await choose(table);
    expect(account).toMatchObject({ chosen: 'marginals', passed: true, rows: { fit: 800, validation: 800, of: 1600 } });
    expect(rung).toBe(ladder[0]);
    expect(account.rungs.map(({ state }) => state)).toEqual(['passed', 'not tried', 'not tried']);
    expect(account.notJudged).toEqual([{ criterion: 'training', why: 'there is no target: name one with --target' }]);
  });

  test('correlated normal columns: copula', async () => {
    let a = 0;
    const table = tableOf(2000, {
      a: (_, normal) => (a = normal()),
      b: (_, normal) => 0.8 * a + 0.6 * normal(),
      c: (_, normal) => 0.5 * a + normal(),
    });
    const { account } = await choose(table, { target: 'c' });
    expect(account).toMatchObject({ chosen: 'copula', passed: true, notJudged: [] });
    const [first] = account.rungs;
    expect(first.criteria.filter(({ passed }) => !passed).map(({ criterion }) => criterion)).toEqual([
      'pair trends',
      'detection',
      'training',
    ]);
    expect(lacks(first)).toMatch(/^pair trends off by .*, most in "a" and "b" \(.*a detector reaches AUC .*reaches R2/);
  });

  test('a class that lies around another: trees, and each simpler rung lacks training', async () => {
    let [a, b] = [0, 0];
    const table = tableOf(2400, {
      a: (_, normal) => (a = Math.round(10 * normal()) / 10),
      b: (_, normal) => (b = Math.round(10 * normal()) / 10),
      y: (_, normal) => (a * a + b * b + 0.2 * normal() > 1.4 ? 'outer' : 'inner'),
    });
    const { account } = await choose(withTarget(table, 'y'), { target: 'y' });
    expect(account).toMatchObject({ chosen: 'trees', passed: true });
    for (const { criteria } of account.rungs.slice(0, 2)) {
      const training = criteria.find(({ criterion }) => criterion === 'training')!;
      expect(training).toMatchObject({ metric: 'tstr-roc-auc', passed: false });
      expect(training.value).toBeLessThan(0.65);
      expect(training.reference).toBeGreaterThan(0.9);
    }
    expect(choiceSentence(account)).toBe('trees: the simplest that passes every criterion.');
    expect(choiceTable(account).rows.map(([name]) => name)).toEqual([
      'real rows',
      'limit',
      'marginals',
      'copula',
      'trees',
    ]);
  });

  test('equal seeds choose alike, to the last figure; another seed splits otherwise', async () => {
    const table = tableOf(400, { a: (_, normal) => normal(), b: (row) => 'xy'[row % 2] });
    const first = (await choose(table)).account;
    expect((await choose(table)).account).toEqual(first);
    expect((await choose(table, {}, 2)).account).not.toEqual(first);
  });
});

describe('figures against closed forms', () => {
  const coins = tableOf(4000, { k: (row) => 'ab'[row % 2], x: (row) => (row >> 1) % 10 });

  test('all of one level against half of it: shape error 1/4 of two columns, detector AUC 3/4', async () => {
    const rung = emitting('one-sided', (fitted) => replaced(fitted, 0, () => 1));
    const { account } = await choose(withTarget(coins, 'k'), { rungs: [rung], target: 'k' });
    const [shapes, , detection] = account.rungs[0].criteria;
    expect(shapes.value! - shapes.reference / 2).toBeCloseTo(0.5 / 2, 1);
    expect(shapes.limit).toBeCloseTo(1.5 * shapes.reference + 0.005, 12);
    expect(detection.value).toBeGreaterThan(0.72);
    expect(detection.value).toBeLessThan(0.78);
    expect(detection.low).toBeLessThan(detection.value!);
    expect(detection.high).toBeGreaterThan(detection.value!);
    expect(account).toMatchObject({ chosen: 'one-sided', passed: false });
  });

  test('a number: R2 of real rows is the share of variance that can be known, that of a target drawn apart is not above 0', async () => {
    let x = 0;
    const table = tableOf(4000, { x: (_, normal) => (x = normal()), y: (_, normal) => 2 * x + normal() });
    const random = createRandom('apart');
    const apart = emitting('apart', (fitted) => replaced(fitted, 1, () => Math.sqrt(5) * random.normal()));
    const { account } = await choose(table, { rungs: [apart, emitting('same', (fitted) => fitted)], target: 'y' });
    const training = account.rungs.map(({ criteria }) => criteria.find(({ criterion }) => criterion === 'training')!);
    expect(training[0].metric).toBe('tstr-r2');
    expect(training[0].reference).toBeGreaterThan(0.75);
    expect(training[0].reference).toBeLessThan(0.83); // 4 / (4 + 1) = .8
    expect(training[0].value).toBeLessThan(0.05);
    expect(training[1]).toMatchObject({ value: training[1].reference, spent: 0, passed: true });
    expect(training[0].limit).toBeCloseTo(0.95 * training[0].reference - 0.01, 12);
  });

  test('rows of one class train nothing: not passed, without a figure', async () => {
    const table = tableOf(600, { x: (row) => row % 2, y: (row) => 'ab'[row % 2] });
    const rung = emitting('one-class', (fitted) => replaced(fitted, 1, () => 0));
    const { account } = await choose(withTarget(table, 'y'), { rungs: [rung], target: 'y' });
    const training = account.rungs[0].criteria.find(({ criterion }) => criterion === 'training');
    expect(training).toMatchObject({ value: null, spent: null, passed: false });
    expect(lacks(account.rungs[0])).toContain('nothing can be trained on these rows');
  });
});

describe('the split', () => {
  test('halves every class and the range of a number; rungs see one half, and at most so many rows', async () => {
    const table = tableOf(1001, { x: (row) => row, y: (row) => (row % 10 === 0 ? 'rare' : 'often') });
    const { fit, validation } = splitForChoice(table, 'y', 5000, createRandom(1));
    expect([fit.rows, validation.rows]).toEqual([501, 500]);
    const rare = (part: Table) => (part.columns[1] as { codes: Int32Array }).codes.filter((code) => code === 1).length;
    expect(Math.abs(rare(fit) - rare(validation))).toBeLessThanOrEqual(1);
    const rows = [fit, validation].flatMap((part) => [...(part.columns[0] as { values: Float64Array }).values]);
    expect(new Set(rows).size).toBe(1001);
    const byNumber = splitForChoice(table, 'x', 100, createRandom(1));
    const values = [...(byNumber.fit.columns[0] as { values: Float64Array }).values];
    expect(values.length).toBe(50);
    for (let i = 1; i < 50; i++) expect(values[i] - values[i - 1]).toBeLessThan(31);
    const seen: Table[] = [];
    const notes: string[] = [];
    const rungs = [emitting('spy', (fitted) => fitted, seen)];
    const ctx = createContext({ seed: 1, note: (key) => notes.push(key) });
    const { account } = await chooseGenerator({ rungs, train: table, target: 'y', terms: { rows: 200 } }, ctx);
    expect(account.rows).toEqual({ fit: 100, validation: 100, of: 1001 });
    expect(seen.map(({ rows }) => rows)).toEqual([100]);
    expect(notes).toEqual([]);
  });
});

test('of a wide table some columns are compared, the target always, on fewer rows', () => {
  const wide = tableOf(30, Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`c${i}`, () => i])));
  for (const seed of [1, 2, 3]) {
    const names = comparedColumns(wide, 'c7', 5, createRandom(seed));
    expect(names).toHaveLength(5);
    expect(names).toContain('c7');
    const places = names.map((name) => Number(name.slice(1)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(comparedColumns(wide, 'c7', 5, createRandom(seed))).toEqual(names);
  }
  expect(comparedColumns(wide, undefined, 300, createRandom(1))).toHaveLength(300);
  const long = { ...wide, rows: 1_000_000 };
  expect(rowsForChoice(long, 20_000)).toBe(2e8 / 200 ** 2);
  expect(rowsForChoice({ ...long, columns: wide.columns.slice(0, 15) }, 20_000)).toBe(20_000);
  expect(rowsForChoice(wide, 20_000)).toBe(30);
});

describe('what cannot be judged is said', () => {
  const why = async (table: Table, target?: string) =>
    Object.fromEntries(
      (await choose(table, { target })).account.notJudged.map(({ criterion, why }) => [criterion, why]),
    );

  test('ids and free text alone', async () => {
    const values = Array.from({ length: 200 }, (_, row) => `U-${row}`);
    const spec = { name: 'id', kind: 'id', nullable: false, role: 'feature' } as const;
    const table = createTable([spec], [{ storage: 'text', values }]);
    const { account } = await choose(table, { target: 'id' });
    expect(account).toMatchObject({ chosen: 'marginals', passed: false });
    expect(account.rungs.map(({ state }) => state)).toEqual(['lacking', 'not tried', 'not tried']);
    expect(account.notJudged.map(({ why }) => why)).toEqual([
      'every column is an id, free text or ignored',
      'every column is an id, free text or ignored',
      'no column varies that a detector could learn from',
      'the target "id" is an id or free text',
    ]);
    expect(choiceSection(account).text![0]).toContain('nothing could be judged');
  });

  test('a table of five rows, a target that nothing tells, constants, a class too rare', async () => {
    const table = tableOf(400, {
      x: (_, normal) => normal(),
      y: (row) => 'ab'[(row * 7919) % 2],
      k: () => 'k',
      r: (row) => (row === 0 ? 'once' : 'else'),
    });
    expect((await why(takeRows(table, [0, 1, 2, 3, 4])))['column shapes']).toBe('2 validation rows, fewer than 20');
    expect((await why(table, 'k')).training).toContain('fewer than two classes of "k" have 10');
    expect((await why(table, 'r')).training).toContain('fewer than two classes of "r" have 10');
    expect(
      (
        await why(
          takeRows(
            table,
            Int32Array.from({ length: 60 }, (_, i) => i),
          ),
          'y',
        )
      ).training,
    ).toBe('30 validation rows, fewer than 50');
    const random = createRandom('noise');
    const noise = tableOf(2000, { x: (_, normal) => normal(), y: () => 'ab'[random.int(0, 2)] });
    expect((await why(noise, 'y')).training).toContain('no model predicts "y" better than by chance');
  });
});

describe('when nothing wins as it should', () => {
  const table = tableOf(400, { a: (_, normal) => normal(), b: (_, normal) => normal() });
  const broken = (name: string): Rung =>
    emitting(name, () => {
      throw verisimError('test/no', `${name} cannot.`, 'Nothing.');
    });

  test('none passes: the one nearest to its limits is taken, and said not to pass', async () => {
    const shifted = (by: number) =>
      emitting(`by-${by}`, (fitted) => {
        const { values } = fitted.columns[0] as { values: Float64Array };
        return replaced(fitted, 0, (row) => values[row] + by);
      });
    const { account } = await choose(table, { rungs: [shifted(2), shifted(1), shifted(3)] });
    expect(account).toMatchObject({ chosen: 'by-1', passed: false });
    expect(choiceSentence(account)).toMatch(/^by-1: None passes every criterion; .* column shapes off by .*Evaluate/);
  });

  test('a rung that cannot be fitted is passed over by its reason; all of them: the first reason is thrown', async () => {
    const { account } = await choose(table, { rungs: [broken('first'), emitting('same', (fitted) => fitted)] });
    expect(account.rungs[0]).toMatchObject({ state: 'not fitted', why: 'first cannot.', criteria: [] });
    expect(account.chosen).toBe('same');
    await expect(choose(table, { rungs: [broken('first'), broken('second')] })).rejects.toMatchObject({
      code: 'test/no',
      message: 'first cannot.',
    });
  });

  test('no rungs, and options that no rung has', async () => {
    await expect(choose(table, { rungs: [] })).rejects.toMatchObject({ code: 'plays/no-rungs' });
    await expect(choose(table, { rungs: [{ ...ladder[0], options: { nope: 1 } }] })).rejects.toMatchObject({
      code: 'core/bad-options',
    });
  });
});
