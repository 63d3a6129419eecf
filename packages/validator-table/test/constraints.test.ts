import {
  type Column,
  type ColumnSpec,
  type Constraint,
  cellOf,
  check,
  columnOf,
  createContext,
  createRandom,
  createTable,
  type Table,
  takeRows,
  withConstraints,
} from '@verisim/core';
import { constraintValidator, resolveConstraints, tableValidators } from '@verisim/validator-table';
import { expect, test } from 'vitest';
import { levels, numbers, table, texts } from './tables.ts';

/** Constraints as they come from a file. */
const json = (text: string): readonly Constraint[] => JSON.parse(`[${text}]`);
const verdict = async (of: Table, constraints: readonly Constraint[], evidence = {}, options = {}) =>
  check(withConstraints(of, constraints), [{ validator: constraintValidator, options }], evidence, createContext());
const dropped = async (of: Table, rule: string, evidence = {}) => {
  const { keep } = await verdict(of, json(rule), evidence);
  return [...keep].flatMap((kept, row) => (kept ? [] : [row]));
};
const nullable = { nullable: true };

test('unique: the first of equal ones stays; missing cells are not compared, or break the rule', async () => {
  const of = table({ a: [numbers(1, 1, 2, 1, null, null), nullable], b: [levels('x', 'y', 'x', 'x', 'x', 'x')] });
  expect(await dropped(of, '{"rule":"unique","columns":["a"]}')).toEqual([1, 3]);
  expect(await dropped(of, '{"rule":"unique","columns":["a","b"]}')).toEqual([3]);
  expect(await dropped(of, '{"rule":"unique","columns":["a","b"],"missing":"fail"}')).toEqual([3, 4, 5]);
  const accepted = table({ b: [levels('y', 'x')], a: [numbers(2, 1), nullable] });
  expect(await dropped(of, '{"rule":"unique","columns":["a","b"]}', { accepted })).toEqual([0, 3]);
});

test('inequality: rising from column to column, strict or not, over missing cells', async () => {
  const of = table({
    low: [numbers(1, 2, 3, 1, null), nullable],
    middle: [numbers(1, 3, 4, null, 5), nullable],
    high: [numbers(2, 3, 1, 0, 6), nullable],
  });
  expect(await dropped(of, '{"rule":"inequality","columns":["low","middle"]}')).toEqual([]);
  expect(await dropped(of, '{"rule":"inequality","columns":["low","middle"],"strict":true}')).toEqual([0]);
  expect(await dropped(of, '{"rule":"inequality","columns":["low","middle","high"]}')).toEqual([2, 3]);
  expect(await dropped(of, '{"rule":"inequality","columns":["low","middle","high"],"missing":"fail"}')).toEqual([
    2, 3, 4,
  ]);
});

test('inequality and range of instants, whatever zone they are written in', async () => {
  const at = (text: string) => Date.parse(text);
  const time: Partial<ColumnSpec> = { kind: 'datetime', nullable: true, zone: 'Europe/Berlin' };
  const of = table({
    start: [numbers(at('2024-03-31T00:30Z'), at('2024-05-01T00:00Z')), time],
    end: [numbers(at('2024-03-31T01:00Z'), at('2024-04-30T23:59Z')), { ...time, zone: 'Z' }],
  });
  expect(await dropped(of, '{"rule":"inequality","columns":["start","end"]}')).toEqual([1]);
  expect(
    await dropped(of, '{"rule":"range","column":"start","from":"2024-04-01","to":"2024-05-01T02:00+02:00"}'),
  ).toEqual([0]);
  const unzoned = table({
    start: [numbers(1), { kind: 'datetime' }],
    end: [numbers(2), { kind: 'datetime', zone: 'Z' }],
  });
  const mixed = withConstraints(unzoned, json('{"rule":"inequality","columns":["start","end"]}'));
  expect(() => resolveConstraints(mixed.spec)).toThrow('compares times with and without a zone');
});

test('combinations: those listed, or those that training holds', async () => {
  const of = table({ city: [levels('Bern', 'Rome', 'Bern', null), nullable], land: [levels('CH', 'IT', 'IT', 'IT')] });
  const rule = (more = '') => `{"rule":"combinations","columns":["city","land"]${more}}`;
  expect(await dropped(of, rule(',"allowed":[["Bern","CH"],["Rome","IT"]]'))).toEqual([2]);
  expect(await dropped(of, rule(',"missing":"fail","allowed":[["Bern","CH"],["Rome","IT"]]'))).toEqual([2, 3]);
  expect(await dropped(of, rule(',"missing":"fail","allowed":[["Bern","CH"],["Rome","IT"],[null,"IT"]]'))).toEqual([2]);
  // The same levels under other codes.
  const train = table({ land: [levels('IT', 'CH')], city: [levels('Rome', 'Bern'), nullable] });
  expect(await dropped(of, rule(), { train })).toEqual([2]);
  const alone = await verdict(of, json(rule()));
  expect(alone.findings).toMatchObject([{ rule: 'constraint-unchecked', level: 'info', drops: false }]);
  const mixed = table({ n: [numbers(1, 2, 1)], t: [texts('a', 'a', 'b'), { kind: 'text' }] });
  expect(await dropped(mixed, '{"rule":"combinations","columns":["n","t"],"allowed":[[1,"a"],[1,"b"]]}')).toEqual([1]);
});

test('implication, range and one-of, with what is missing', async () => {
  const of = table({
    state: [levels('dead', 'dead', 'alive', null, 'dead'), nullable],
    died: [numbers(2001, null, null, 1999, 1850), nullable],
  });
  const dead = '"if":[{"column":"state","in":["dead"]}]';
  expect(await dropped(of, `{"rule":"implication",${dead},"then":[{"column":"died","missing":false}]}`)).toEqual([1]);
  expect(await dropped(of, `{"rule":"implication",${dead},"then":[{"column":"died","from":1900}]}`)).toEqual([4]);
  expect(
    await dropped(of, `{"rule":"implication",${dead},"missing":"fail","then":[{"column":"died","from":1900}]}`),
  ).toEqual([1, 4]);
  expect(
    await dropped(
      of,
      '{"rule":"implication","if":[{"column":"state","in":["alive"]}],"then":[{"column":"died","missing":true}]}',
    ),
  ).toEqual([]);
  expect(await dropped(of, `{"rule":"range","column":"died","from":1999,"open":"from",${dead}}`)).toEqual([4]);
  expect(await dropped(of, '{"rule":"range","column":"died","from":1999,"open":"from"}')).toEqual([3, 4]);
  expect(
    await dropped(of, '{"rule":"one-of","column":"state","in":["dead"],"if":[{"column":"died","to":2000}]}'),
  ).toEqual([]);
  expect(
    await dropped(of, '{"rule":"one-of","column":"state","in":["alive"],"if":[{"column":"died","to":2000}]}'),
  ).toEqual([4]);
});

test('sum: a column or a number, within a tolerance, missing parts left out, failing or zero', async () => {
  const of = table({
    a: [numbers(0.1, 1, null, 1)],
    b: [numbers(0.2, 1, 2, 1)],
    all: [numbers(0.3, 2.05, 2, null), nullable],
  });
  const rule = (more = '') => `{"rule":"sum","parts":["a","b"],"total":"all"${more}}`;
  expect(await dropped(of, rule())).toEqual([1]);
  expect(await dropped(of, rule(',"tolerance":0.1'))).toEqual([]);
  expect(await dropped(of, rule(',"missing":"fail"'))).toEqual([1, 2, 3]);
  expect(await dropped(of, rule(',"missing":"zero"'))).toEqual([1]);
  expect(await dropped(of, '{"rule":"sum","parts":["a","b"],"total":2}')).toEqual([0]);
});

test('multiples, and cells missing or present together or not', async () => {
  const of = table({
    a: [numbers(0.3, 0.35, -0.2, null, null), nullable],
    b: [numbers(1, null, 1, null, 1), nullable],
    c: [numbers(1, 1, null, null, null), nullable],
  });
  expect(await dropped(of, '{"rule":"multiple","columns":["a"],"step":0.1}')).toEqual([1]);
  expect(await dropped(of, '{"rule":"multiple","columns":["a"],"step":0.1,"missing":"fail"}')).toEqual([1, 3, 4]);
  expect(await dropped(of, '{"rule":"missing-together","columns":["a","b","c"]}')).toEqual([1, 2, 4]);
  expect(await dropped(of, '{"rule":"missing-exclusive","columns":["a","b","c"]}')).toEqual([3, 4]);
  expect(await dropped(of, '{"rule":"present-exclusive","columns":["a","b","c"]}')).toEqual([0, 1, 2]);
});

test('findings name rule, columns and rows; without drop rows are kept', async () => {
  const of = table({ a: [numbers(3, 1)], b: [numbers(2, 2)] });
  const rules = json('{"rule":"inequality","columns":["a","b"],"name":"a before b"}');
  const { keep, findings } = await verdict(of, rules, {}, { drop: false });
  expect([...keep]).toEqual([1, 1]);
  expect(findings).toMatchObject([{ rule: 'constraint-inequality', level: 'warning', drops: false }]);
  expect(findings[0].message).toBe('1 of 2 rows (first: row 1) break a before b.');
  expect([...findings[0].rows]).toEqual([0]);
});

test('constraints of the training table hold for a batch that has lost them, once', async () => {
  const of = table({ a: [levels('x')], b: [numbers(9)] });
  const declared = withConstraints(
    table({ a: [levels('x', 'y')], b: [numbers(1, 2)] }),
    json('{"rule":"range","column":"b","to":5,"if":[{"column":"a","in":["x","y"]}]}'),
  );
  const run = (batch: Table) => check(batch, tableValidators, { train: declared }, createContext());
  for (const batch of [
    of,
    withConstraints(of, json('{"rule":"range","column":"b","to":5,"if":[{"column":"a","in":["x"]}]}')),
  ]) {
    const { keep, findings } = await run(batch);
    expect([...keep]).toEqual([0]);
    const broken = findings.filter(({ rule }) => rule === 'constraint-range');
    expect(broken).toHaveLength(batch === of ? 1 : 2);
  }
  const lacking = await run(table({ a: [levels('x')] }));
  expect(lacking.findings.find(({ rule }) => rule === 'constraint-unchecked')).toMatchObject({ level: 'error' });
});

test('what cannot be held against the columns is refused, with a suggestion', () => {
  const of = table({
    age: [numbers(1), { bounds: [0, 10] }],
    rate: [numbers(2)],
    sex: [levels('m')],
    day: [numbers(0), { kind: 'datetime' }],
  });
  const error = (text: string) => {
    try {
      resolveConstraints({ ...of.spec, constraints: json(text) });
    } catch (thrown) {
      return thrown;
    }
    return null;
  };
  const refused: readonly (readonly [string, string, string])[] = [
    ['{"rule":"uniqe","columns":["age"]}', 'bad-constraint', '"uniqe" is none of the rules'],
    ['{"rule":"unique"}', 'bad-constraint', 'has no "columns"'],
    ['{"rule":"unique","columns":"age"}', 'bad-constraint', 'is no list'],
    ['{"rule":"unique","columns":["age"],"missing":"zero"}', 'bad-constraint', 'is no sum'],
    ['{"rule":"unique","columns":["age"],"missing":"x"}', 'bad-constraint', 'none of pass, fail, zero'],
    ['{"rule":"inequality","columns":["age"]}', 'bad-constraint', 'needs 2 columns'],
    ['{"rule":"inequality","columns":["age","age"]}', 'bad-constraint', 'names a column twice'],
    ['{"rule":"inequality","columns":["age","sex"]}', 'bad-constraint', '"sex", which is category'],
    ['{"rule":"inequality","columns":["age","day"]}', 'bad-constraint', 'compares dates with numbers'],
    ['{"rule":"sum","parts":["day"],"total":3}', 'bad-constraint', 'cannot reckon with dates'],
    ['{"rule":"multiple","columns":["age"],"step":0}', 'bad-constraint', 'not above 0'],
    ['{"rule":"range","column":"age"}', 'bad-constraint', 'neither "from" nor "to"'],
    ['{"rule":"combinations","columns":["age","sex"],"allowed":[[1]]}', 'bad-constraint', 'is not 2 values'],
    ['{"rule":"implication","if":[],"then":[]}', 'bad-constraint', 'demands nothing'],
    ['{"rule":"unique","columns":["agee"]}', 'core/unknown-column', 'no column "agee"'],
    ['{"rule":"one-of","column":"sex","in":["f"]}', 'core/unknown-level', 'no level "f"'],
    ['{"rule":"combinations","columns":["age","sex"],"allowed":[[1,"x"]]}', 'core/unknown-level', 'no level "x"'],
    ['{"rule":"range","column":"sex","from":1}', 'core/bad-condition', 'has no order'],
    ['{"rule":"range","column":"age","from":5,"to":1}', 'core/contradiction', 'empty'],
    ['{"rule":"range","column":"age","from":11}', 'core/contradiction', 'within its bounds'],
    [
      '{"rule":"range","column":"rate","from":5},{"rule":"range","column":"rate","to":4}',
      'core/contradiction',
      'empty',
    ],
    [
      '{"rule":"inequality","columns":["age","rate"],"strict":true},{"rule":"inequality","columns":["rate","age"]}',
      'core/contradiction',
      'circle',
    ],
    [
      '{"rule":"range","column":"rate","from":20},{"rule":"inequality","columns":["rate","age"]}',
      'core/contradiction',
      'within its range',
    ],
    ['{"rule":"present-exclusive","columns":["age","sex"]}', 'core/contradiction', 'wants a cell missing'],
  ];
  for (const [text, code, what] of refused) {
    expect(error(text), text).toMatchObject({
      code: expect.stringContaining(code),
      message: expect.stringContaining(what),
      kind: 'usage',
    });
  }
  expect(error('{"rule":"unique","columns":["agee"]}')).toMatchObject({
    next: expect.stringContaining('Did you mean "age"?'),
  });
  expect(
    error('{"rule":"inequality","columns":["age","rate"],"strict":true},{"rule":"range","column":"age","to":3}'),
  ).toBeNull();
});

/** The rules again, said as plainly as can be over cells. */
const plainly: Record<string, (row: (number | string | null)[], before: string[]) => boolean> = {
  '{"rule":"inequality","columns":["a","b"]}': ([a, b]) => a === null || b === null || a <= b,
  '{"rule":"inequality","columns":["b","a"],"strict":true,"missing":"fail"}': ([a, b]) =>
    a !== null && b !== null && b < a,
  '{"rule":"sum","parts":["a","b"],"total":3}': ([a, b]) => a === null || b === null || Number(a) + Number(b) === 3,
  '{"rule":"sum","parts":["a"],"total":"b","missing":"zero"}': ([a, b]) => b === null || Number(a) === b,
  '{"rule":"multiple","columns":["a"],"step":2}': ([a]) => a === null || Number(a) % 2 === 0,
  '{"rule":"missing-together","columns":["a","g"]}': ([a, , g]) => (a === null) === (g === null),
  '{"rule":"missing-exclusive","columns":["a","b"]}': ([a, b]) => a !== null || b !== null,
  '{"rule":"present-exclusive","columns":["a","b"]}': ([a, b]) => a === null || b === null,
  '{"rule":"range","column":"b","from":1,"to":2,"open":"to","if":[{"column":"g","in":["x"]}]}': ([, b, g]) =>
    g !== 'x' || b === null || b === 1,
  '{"rule":"one-of","column":"g","in":["x","y"]}': ([, , g]) => g !== 'z',
  '{"rule":"implication","if":[{"column":"a","missing":true}],"then":[{"column":"g","missing":false},{"column":"b","from":1}]}':
    ([a, b, g]) => a !== null || (g !== null && (b === null || Number(b) >= 1)),
  '{"rule":"unique","columns":["a","g"]}': ([a, , g], before) =>
    a === null || g === null || !before.includes(`${a},${g}`),
  '{"rule":"combinations","columns":["a","g"],"allowed":[[1,"x"],[2,"y"]]}': ([a, , g]) =>
    a === null || g === null || (a === 1 && g === 'x') || (a === 2 && g === 'y'),
};

test.each(Object.keys(plainly))('%s agrees with itself said plainly, row by row', async (rule) => {
  const names = ['z', 'y', 'x'];
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(`${rule} ${seed}`);
    const cell = () => (random.int(0, 3) === 0 ? null : random.int(0, 5));
    const level = () => [null, ...names][random.int(0, 4)];
    const given = Array.from({ length: random.int(0, 12) }, () => [cell(), cell(), level()] as const);
    const codes = Int32Array.from(given, ([, , g]) => (g === null ? -1 : names.indexOf(g)));
    const of = table({
      a: [numbers(...given.map(([a]) => a)), nullable],
      b: [numbers(...given.map(([, b]) => b)), nullable],
      g: [{ storage: 'coded', levels: names, codes }, nullable],
    });
    const before: string[] = [];
    const broken = given.flatMap((row, i) => {
      const holds = plainly[rule]([...row], before);
      before.push(`${row[0]},${row[2]}`);
      return holds ? [] : [i];
    });
    expect(await dropped(of, rule), JSON.stringify(given)).toEqual(broken);
  }
});

test('what is left after dropping breaks nothing', async () => {
  const rules = json(
    '{"rule":"unique","columns":["k"]},{"rule":"inequality","columns":["a","b"]},{"rule":"combinations","columns":["g","k"]}',
  );
  const of = (n: number, shift: number) =>
    createTable(
      table({ k: [numbers()], a: [numbers()], b: [numbers()], g: [levels()] }).spec.columns,
      [0, 1, 2]
        .map((place): Column => numbers(...Array.from({ length: n }, (_, i) => (i * (place + 3) + shift) % 17)))
        .concat({ storage: 'coded', levels: ['x', 'y'], codes: Int32Array.from({ length: n }, (_, i) => i % 2) }),
    );
  const train = withConstraints(of(9, 0), rules);
  const batch = of(60, 1);
  const first = await check(batch, [{ validator: constraintValidator }], { train }, createContext());
  const kept = takeRows(
    batch,
    [...first.keep].flatMap((keep, row) => (keep ? [row] : [])),
  );
  expect(kept.rows).toBeGreaterThan(0);
  expect(kept.rows).toBeLessThan(60);
  expect((await check(kept, [{ validator: constraintValidator }], { train }, createContext())).findings).toEqual([]);
  const low = columnOf(kept, 'a');
  for (let row = 0; row < kept.rows; row++) {
    expect(Number(cellOf(low, row))).toBeLessThanOrEqual(Number(cellOf(columnOf(kept, 'b'), row)));
  }
});
