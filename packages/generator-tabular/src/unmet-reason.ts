import { type ColumnTest, columnKinds } from '@verisim/core';
import type { TreeColumn } from './trees/tree-model.ts';

/** Why no cell of a column can meet its conditions, and what to do, as a sentence; `undefined` stands for a text column. */
export function unmetReason(column: TreeColumn | undefined, test: ColumnTest): string {
  if (column === undefined) return 'It is text, which is not modelled and comes out missing; leave the condition out.';
  const { values, counts } = column.decoder.table;
  if (!test.present) return 'It is never missing in the training rows; leave the condition out.';
  if (values === null) return levelReason(test, counts);
  if (values.length === 0) return 'It is missing in all training rows; leave the condition out.';
  const [low, high] = [values[0], values[values.length - 1]].map((value) => shown(test, value));
  const bounds = test.interval as NonNullable<ColumnTest['interval']>;
  const beside = bounds.low > values[values.length - 1] || bounds.high < values[0];
  const why = beside || test.values ? '' : ' and no value on its grid lies in that range';
  return `Its values lie between ${low} and ${high}${why}; widen the range.`;
}

function levelReason({ codes, spec }: ColumnTest, counts: Int32Array): string {
  const levels = spec.levels ?? [];
  const asked = levels.filter((_, code) => codes?.[code] === 1);
  const rare = asked.filter((level) => counts[levels.indexOf(level) + 1] > 0);
  if (rare.length === 0) return `No training row has ${quoted(asked)}; name a level that occurs.`;
  return `So few training rows have ${quoted(rare)} that it is protected and never emitted; fit with rare: 0, or add a more frequent level.`;
}

/** The first few levels. */
function quoted(levels: readonly string[]): string {
  const first = levels.slice(0, 3).map((level) => `"${level}"`);
  return first.join(' or ') + (levels.length > 3 ? ` or any of ${levels.length - 3} others` : '');
}

function shown({ spec }: ColumnTest, value: number): string {
  return columnKinds[spec.kind].ordered && spec.kind === 'datetime' ? new Date(value).toISOString() : String(value);
}
