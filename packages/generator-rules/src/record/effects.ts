import type { ColumnSpec } from '@verisim/core';
import { badValue, emptyChoice, unknownName } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { mapOf, numberOf, spotOf } from '../rules/read.ts';
import { placeOf } from '../rules/source.ts';
import type { Block } from './column-plan.ts';
import { effectsOf, isNumeric, type TrialRows } from './trial-rows.ts';

/** What a column adds: so much per unit of a number, or what is said of each level. */
export type Effects = ReadonlyMap<string, number | ReadonlyMap<string, number>>;

/** `{ age: 0.5, segment: { a: 1, b: -1 } }`. Throws `generator-rules/unknown-name`, `generator-rules/bad-value`. */
export function readEffects(node: RuleNode, known: ReadonlyMap<string, ColumnSpec>): Effects {
  const map = mapOf(node, 'effects, column: coefficient,');
  if (map.entries.size === 0) throw emptyChoice(spotOf(node), 'it names no column');
  return new Map(
    [...map.entries].map(([name, { key, value }]): readonly [string, number | ReadonlyMap<string, number>] => {
      const spec = known.get(name);
      if (spec === undefined) throw unknownName(placeOf(key), 'column', name, [...known.keys()]);
      if (isNumeric(spec)) return [name, numberOf(value, `the coefficient of ${name}`)];
      if (spec.levels === undefined)
        throw badValue(
          placeOf(key),
          `${name} is ${spec.kind} and cannot be reckoned with`,
          'Name numbers and categories.',
        );
      const levels = [...mapOf(value, `the effects of ${name}, level: number,`).entries];
      const odd = levels.find(([level]) => !spec.levels!.includes(level));
      if (odd) throw unknownName(placeOf(odd[1].key), `level of ${name}`, odd[0], spec.levels);
      return [name, new Map(levels.map(([level, { value: effect }]) => [level, numberOf(effect, 'an effect')]))];
    }),
  );
}

/** The sum of effects for each row of a block. */
export function sumEffects(effects: Effects, { rows, columns }: Pick<Block, 'rows' | 'columns'>): Float64Array {
  const sum = new Float64Array(rows);
  for (const [name, effect] of effects) {
    const of = effectsOf(columns.get(name)!, effect);
    for (let row = 0; row < rows; row++) sum[row] += of(row);
  }
  return sum;
}

/** The sum of effects for each trial row. */
export function trialEffects(effects: Effects, trial: TrialRows): Float64Array {
  const columns = new Map([...effects.keys()].map((name) => [name, trial.column(name)]));
  return sumEffects(effects, { rows: trial.rows, columns });
}

/** Mean and standard deviation. */
export function momentsOf(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(square) };
}
