import type { Column, Random } from '@verisim/core';
import { badValue, unknownName } from '../errors.ts';
import { readFake } from '../fake/read-fake.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { patternDrawer } from '../pattern/pattern.ts';
import { entry, mapOf, needed, numberOf, spotOf, textOf } from '../rules/read.ts';
import { chanceOf } from './column-plan.ts';
import type { ColumnContext, ColumnSource, SourceReader } from './column-source.ts';
import { weighted } from './distribution.ts';
import { type Keys, readKeys } from './keys.ts';

const drawn = (context: ColumnContext, draw: (random: Random) => string): ColumnSource => ({
  kind: context.kind === 'id' ? 'id' : 'text',
  fill(block) {
    const random = chanceOf(block, context.name);
    return { storage: 'text', values: Array.from({ length: block.rows }, () => draw(random)) };
  },
});

/** `pattern: '[A-Z]{2}-\d{4}'`: texts by chance; see `parsePattern`. */
export const patternSource: SourceReader = (node, context) => drawn(context, patternDrawer(parsePattern(node)));

/** `fake: person.fullName`, with `locale` beside it. */
export const fakeSource: SourceReader = (_, context) =>
  drawn(context, readFake(context.map, context.table.fakers, context.table.locale));

/** `key: 'C-[0-9]{6}'` or `key: { from: 1 }`: a key that no other row has, in any block. */
export const keySource: SourceReader = (node, context) => {
  const keys = readKeys(node, context.table.name, context.name, context.table.key);
  return { kind: keys.kind, fill: (block) => keyColumn(keys, block.rows, (row) => block.first + row) };
};

function keyColumn(keys: Keys, rows: number, indexOf: (row: number) => number): Column {
  if (keys.kind === 'id')
    return { storage: 'text', values: Array.from({ length: rows }, (_, row) => keys.at(indexOf(row))) };
  return { storage: 'numeric', values: Float64Array.from({ length: rows }, (_, row) => keys.at(indexOf(row))) };
}

/** Ranks with weights of their own at most; rows beyond share evenly what is left of none. */
const MOST_RANKS = 1_000_000;

/** `reference: customers.id`, or `{ to: customers.id, skew: 1.1 }`: a key of a row of another table; `skew` is the exponent of Zipf's law over them. */
export const referenceSource: SourceReader = (node, context) => {
  const map = node.kind === 'map' ? mapOf(node, 'reference', ['to', 'skew']) : null;
  const to = map === null ? node : needed(map, 'to');
  const skewed = map === null ? undefined : entry(map, 'skew');
  const [table, column = ''] = textOf(to, 'a reference, table.column,').split('.');
  const { tables, key } = context.table;
  const parent = tables.find(({ name }) => name === table);
  if (parent === undefined)
    throw unknownName(
      spotOf(to),
      'table',
      table,
      tables.map(({ name }) => name),
    );
  if (parent.rows === null)
    throw badValue(
      spotOf(to),
      `${table} does not say how many rows it has, so that none can be named`,
      `Write rows: under ${table}.`,
    );
  const columns = entry(parent.node, 'columns');
  const keyed =
    columns?.kind === 'map'
      ? [...columns.entries].filter(([, { value }]) => value.kind === 'map' && value.entries.has('key'))
      : [];
  const found = keyed.find(([name]) => name === column);
  if (found === undefined)
    throw unknownName(
      spotOf(to),
      `key of ${table}`,
      column,
      keyed.map(([name]) => name),
    );
  const keys = readKeys(entry(found[1].value as typeof parent.node, 'key')!, table, column, key);
  const skew = skewed === undefined ? 0 : numberOf(skewed, 'the skew', 0, 20);
  const law =
    skew === 0
      ? null
      : weighted(Float64Array.from({ length: Math.min(parent.rows, MOST_RANKS) }, (_, i) => (i + 1) ** -skew));
  const rows = parent.rows;
  return {
    kind: keys.kind,
    fill(block) {
      const random = chanceOf(block, context.name);
      return keyColumn(keys, block.rows, () => law?.draw(random) ?? Math.floor(random.next() * rows));
    },
  };
};
