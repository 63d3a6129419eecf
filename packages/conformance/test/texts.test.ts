import {
  type Column,
  type columnKinds,
  constantColumn,
  createTable,
  type Generator,
  type Model,
  type Table,
  type TableSpec,
  verisimError,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { numbers, tableOf, texts } from '../src/fixtures.ts';
import { withTexts } from '../src/with-texts.ts';
import { generatorFailures } from './collect-failures.ts';
import { refuseForeign } from './independent-generator.ts';

const NAME = 'words';

/** Texts of words that at least two texts hold, in any order, or whole texts; all other columns stay empty. */
function wordsGenerator(write: 'words' | 'copies'): Generator<object, 'data'> {
  const generator: Generator<object, 'data'> = {
    kind: 'generator',
    api: 1,
    name: NAME,
    version: '1.0.0',
    summary: 'Shuffled words',
    family: 'model',
    options: z.strictObject({}),
    needs: 'data',
    traits: { reproducible: true, memorises: false, conditional: false, blockRows: 4096 },
    fit(source, _, ctx) {
      ctx.signal.throwIfAborted();
      const at = source.spec.columns.findIndex(({ kind, role }) => kind === 'text' && role === 'feature');
      const column = source.columns[at];
      const told = column?.storage === 'text' ? column.values.filter((text) => text !== null) : [];
      if (told.length === 0)
        throw verisimError('words/no-texts', 'There is no text to learn from.', 'Give a column of texts.');
      const parts = write === 'copies' ? told : told.flatMap((text) => text.split(/\s+/));
      const columns = source.spec.columns.map((spec, i) => (i === at ? spec : { ...spec, nullable: true }));
      return modelOf({ columns }, at, parts);
    },
    load(state) {
      refuseForeign(state, generator);
      const { schema, at, parts } = state.json as unknown as { schema: TableSpec; at: number; parts: string[] };
      return modelOf(schema, at, parts);
    },
  };
  function modelOf(schema: TableSpec, at: number, parts: readonly string[]): Model {
    return {
      schema,
      sample({ rows }, ctx) {
        ctx.signal.throwIfAborted();
        const drawn = () => parts[ctx.random.int(0, parts.length)];
        const values = Array.from({ length: rows }, () =>
          write === 'copies' ? drawn() : `${drawn()} ${drawn()} ${drawn()}`,
        );
        const columns = schema.columns.map(
          ({ kind }, i): Column => (i === at ? { storage: 'text', values } : emptyLike(schema, i, rows, kind)),
        );
        return createTable(schema.columns, columns);
      },
      save: () =>
        JSON.parse(JSON.stringify({ generator: NAME, version: '1.0.0', json: { schema, at, parts }, arrays: {} })),
    };
  }
  return generator;
}

function emptyLike(schema: TableSpec, i: number, rows: number, kind: keyof typeof columnKinds): Column {
  const column = constantColumn(kind, rows, null);
  return column.storage === 'coded' ? { ...column, levels: schema.columns[i].levels ?? [] } : column;
}

const source: Table = tableOf(
  texts(
    'text',
    Array.from({ length: 40 }, (_, i) => `word ${i % 7} and ${i % 11} again`),
  ),
);

describe('a generator that learns from texts', () => {
  test('passes when it says so, and fails on tables without texts when it does not', async () => {
    expect([...(await generatorFailures(wordsGenerator('words'), { source, texts: true })).entries()]).toEqual([]);
    const without = await generatorFailures(wordsGenerator('words'), { source });
    expect([...without.keys()]).toEqual(
      expect.arrayContaining(['one-row', 'constant-column', 'any-table', 'coverage']),
    );
  });

  test('that gives texts away is caught by its texts', async () => {
    const failures = await generatorFailures(wordsGenerator('copies'), { source, texts: true });
    expect([...failures.keys()]).toEqual(['canary-text']);
  });
});

test('a table without words gets a column of texts; the first of several is the feature', () => {
  const plain = withTexts(tableOf(numbers('remark', [1, 2, 3])));
  expect(plain.spec.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ['remark', 'number', 'feature'],
    ['remark_', 'text', 'feature'],
  ]);
  const two = withTexts(tableOf(texts('a', [null, ' ']), texts('b', ['one', null]), texts('c', ['two', 'three'])));
  expect(two.spec.columns.map(({ name, role }) => [name, role])).toEqual([
    ['a', 'ignore'],
    ['b', 'feature'],
    ['c', 'ignore'],
  ]);
});
