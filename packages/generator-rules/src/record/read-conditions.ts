import {
  type ColumnSpec,
  type Condition,
  type ConditionValue,
  isVerisimError,
  resolveConditions,
  rowTest,
  type Table,
} from '@verisim/core';
import { badValue, emptyChoice, unknownName } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { entry, mapOf, scalarOf, spotOf } from '../rules/read.ts';
import { placeOf } from '../rules/source.ts';
import type { Block } from './column-plan.ts';

/** Whether a row of a block meets conditions. */
export type BlockTest = (block: Block) => (row: number) => boolean;

/**
 * `{ segment: [a, b], age: { from: 18, to: 65 }, sex: f }`: all of them together, as conditions of the core. Throws `generator-rules/unknown-name`,
 * `generator-rules/bad-value`.
 */
export function readConditions(node: RuleNode, known: ReadonlyMap<string, ColumnSpec>): BlockTest {
  const map = mapOf(node, 'conditions, column: value,');
  if (map.entries.size === 0) throw emptyChoice(spotOf(node), 'it names no column');
  const conditions = [...map.entries].map(([column, { key, value }]) => {
    if (!known.has(column)) throw unknownName(placeOf(key), 'column', column, [...known.keys()]);
    return conditionOf(column, value);
  });
  const columns = [...map.entries.keys()].map((name) => known.get(name)!);
  const tests = resolved(node, columns, conditions);
  return (block) => {
    const table: Table = {
      spec: { columns },
      rows: block.rows,
      columns: columns.map(({ name }) => block.columns.get(name)!),
    };
    const passes = tests.map((test) => rowTest(table, test));
    return (row) => passes.every((pass) => pass(row));
  };
}

function conditionOf(column: string, node: RuleNode): Condition {
  const valueIn = (one: RuleNode): ConditionValue => {
    const { value, text } = scalarOf(one, 'a value');
    return typeof value === 'boolean' ? text : value!;
  };
  if (node.kind === 'list') return { column, in: node.items.map(valueIn) };
  if (node.kind === 'scalar') return { column, in: [valueIn(node)] };
  const map = mapOf(node, 'a range', ['from', 'to', 'above', 'below']);
  const [from, to, above, below] = ['from', 'to', 'above', 'below'].map((key) => entry(map, key));
  const low = from ?? above;
  const high = to ?? below;
  const open = above && below ? 'both' : above ? 'from' : below ? 'to' : null;
  return {
    column,
    ...(low && { from: valueIn(low) }),
    ...(high && { to: valueIn(high) }),
    ...(open && { open }),
  };
}

function resolved(node: RuleNode, columns: readonly ColumnSpec[], conditions: readonly Condition[]) {
  try {
    return resolveConditions({ columns }, conditions);
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    throw badValue(spotOf(node), error.message.replace(/\.$/, ''), error.next);
  }
}
