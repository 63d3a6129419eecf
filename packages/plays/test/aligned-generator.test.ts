import {
  type CodedColumn,
  columnOf,
  createContext,
  createTable,
  type Generator,
  sample,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { alignedGenerator } from '@verisim/plays';
import { expect, test } from 'vitest';
import { drawInShares } from '../src/coverage-gap/draw-in-shares.ts';

const real: TableSpec = {
  columns: [
    { name: 'topic', kind: 'category', nullable: false, role: 'target', levels: ['fee', 'lost'] },
    { name: 'minutes', kind: 'number', nullable: false, role: 'feature' },
    { name: 'text', kind: 'text', nullable: false, role: 'feature' },
  ],
};
const train: Table = createTable(real.columns, [
  { storage: 'coded', codes: Int32Array.of(0, 1), levels: ['fee', 'lost'] },
  { storage: 'numeric', values: Float64Array.of(1, 2) },
  { storage: 'text', values: ['a fee', 'a card'] },
]);

const made: TableSpec = {
  columns: [
    { name: 'text', kind: 'text', nullable: false, role: 'ignore' },
    { name: 'tone', kind: 'category', nullable: false, role: 'feature', levels: ['x'] },
    { name: 'topic', kind: 'category', nullable: false, role: 'feature', levels: ['lost'] },
    { name: 'lineage:rule', kind: 'text', nullable: true, role: 'lineage' },
  ],
};

/** Rows that say their number, by rule. */
function rules(schema: TableSpec = made): Generator<unknown, 'nothing'> {
  const model = (prefix: string) => ({
    schema,
    sample: ({ block, rows }: { block: number; rows: number }) =>
      createTable(schema.columns, [
        { storage: 'text', values: Array.from({ length: rows }, (_, i) => `${prefix} ${block} ${i}`) },
        { storage: 'coded', codes: new Int32Array(rows), levels: ['x'] },
        schema === made
          ? { storage: 'coded', codes: new Int32Array(rows), levels: ['lost'] }
          : { storage: 'numeric', values: new Float64Array(rows) },
        { storage: 'text', values: Array.from({ length: rows }, () => 'start[1]') },
      ]),
    save: () => ({ generator: 'some-rules', version: '1.0.0', json: { prefix }, arrays: {} }),
  });
  return {
    kind: 'generator',
    api: 1,
    name: 'some-rules',
    version: '1.0.0',
    summary: '',
    family: 'rule',
    needs: 'nothing',
    traits: { reproducible: true, memorises: false, conditional: true, blockRows: 10 },
    options: { safeParse: (data: unknown) => ({ success: true, data }) } as never,
    fit: (source, options) => {
      expect(source).toBeNull();
      return model((options as { prefix: string }).prefix);
    },
    load: ({ json }) => model((json as { prefix: string }).prefix),
  };
}

test('rows come with the columns of the table: those not made are missing, others left out, lineage kept; also after a save', async () => {
  const generator = alignedGenerator(rules());
  expect([generator.needs, generator.traits.conditional]).toEqual(['data', false]);
  const ctx = createContext({ seed: 1 });
  const fitted = await generator.fit(train, { prefix: 'row' }, ctx);
  const loaded = await generator.load(JSON.parse(JSON.stringify(await fitted.save())));
  for (const model of [fitted, loaded]) {
    const { table } = await sample(generator, model, { rows: 12 }, ctx);
    expect(table.spec.columns.map(({ name, role }) => [name, role])).toEqual([
      ['topic', 'target'],
      ['minutes', 'feature'],
      ['text', 'feature'],
    ]);
    expect(table.columns).toEqual([
      { storage: 'coded', codes: new Int32Array(12), levels: ['lost'] },
      { storage: 'numeric', values: new Float64Array(12).fill(Number.NaN) },
      { storage: 'text', values: Array.from({ length: 12 }, (_, i) => `row ${Math.floor(i / 10)} ${i % 10}`) },
    ]);
    expect(model.schema.columns.map(({ name, nullable, levels }) => [name, nullable, levels])).toEqual([
      ['topic', false, ['lost']],
      ['minutes', true, undefined],
      ['text', false, undefined],
      ['lineage:rule', true, undefined],
    ]);
  }
});

test('numbers for a category are refused, and so are rules that make none of the columns', async () => {
  const numbers = made.columns.map((column) =>
    column.name === 'topic' ? ({ name: 'topic', kind: 'number', nullable: false, role: 'feature' } as const) : column,
  );
  const fitTo = (schema: TableSpec, table = train) =>
    alignedGenerator(rules(schema)).fit(table, { prefix: '' }, createContext());
  await expect(fitTo({ columns: numbers })).rejects.toMatchObject({
    code: 'plays/cannot-align',
    message: expect.stringContaining('"topic" as number, which is category'),
  });
  const other = createTable([{ name: 'age', kind: 'number', nullable: false, role: 'feature' }], [train.columns[1]]);
  await expect(fitTo(made, other)).rejects.toMatchObject({ message: expect.stringContaining('none of the columns') });
});

test('rules are judged in the shares of the real classes, of which they know nothing; a class that they do not make is left out', async () => {
  const levels = ['fee', 'lost', 'theft'];
  const columns = real.columns.map((spec) => (spec.name === 'topic' ? { ...spec, levels } : spec));
  const codes = Int32Array.from({ length: 40 }, (_, row) => (row < 30 ? 1 : row < 36 ? 0 : 2));
  const held = createTable(columns, [
    { storage: 'coded', codes, levels },
    { storage: 'numeric', values: new Float64Array(40) },
    { storage: 'text', values: Array.from(codes, (code, row) => `real ${code} ${row}`) },
  ]);
  const evenly: TableSpec = {
    columns: made.columns.map((spec) => (spec.name === 'topic' ? { ...spec, levels: ['lost', 'fee'] } : spec)),
  };
  const own = rules(made);
  const even: Generator<unknown, 'nothing'> = {
    ...own,
    fit: () => ({
      schema: evenly,
      sample: ({ block, rows }) =>
        createTable(evenly.columns, [
          { storage: 'text', values: Array.from({ length: rows }, (_, i) => `made ${block} ${i}`) },
          { storage: 'coded', codes: new Int32Array(rows), levels: ['x'] },
          { storage: 'coded', codes: Int32Array.from({ length: rows }, (_, i) => i % 2), levels: ['lost', 'fee'] },
          { storage: 'text', values: new Array<string | null>(rows).fill(null) },
        ]),
      save: () => ({ generator: 'some-rules', version: '1.0.0', json: {}, arrays: {} }),
    }),
  };
  const generator = alignedGenerator(even as unknown as Generator<unknown, 'nothing'>);
  const ctx = createContext({ seed: 1 });
  const model = await generator.fit(held, {}, ctx);
  const drawn = await drawInShares({ generator, model, train: held, run: 'r' }, held, 'topic', ctx);
  const topics = columnOf(drawn, 'topic') as CodedColumn;
  const named = Array.from(topics.codes, (code) => topics.levels[code]);
  expect(['lost', 'fee', 'theft'].map((name) => named.filter((one) => one === name).length)).toEqual([30, 6, 0]);
});
