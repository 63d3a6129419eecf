import { type Column, type ColumnSpec, columnKinds, type Generator, type Table } from '@verisim/core';
import { type DpMarginalsOptions, dpMarginals, dpMarginalsWith, type Noise } from '../src/index.ts';

/** No noise and the best choice: what the mechanism would say if it looked straight at the data. For tests of what comes after. */
export const noNoise: Noise = {
  gaussian: (_, cells) => new Float64Array(cells),
  choose: (scores) => scores.indexOf(Math.max(...scores)),
};

/** The generator without noise. */
export const dpNoiseless: Generator<DpMarginalsOptions, 'data'> = dpMarginalsWith({ noise: noNoise });

/** Bounds that somebody would declare for columns of the kit's tables that hold one far-out value. */
const HONEST: ReadonlyMap<string, readonly [number, number]> = new Map<string, readonly [number, number]>([
  ['amount', [0, 1_000_000]],
  ...[...'abcdef'].map((name): [string, readonly [number, number]] => [name, [-100, 1000]]),
]);

/**
 * `dp-marginals` with each table's own bounds and levels declared and hardly any noise: the conformance kit brings tables of many shapes, and a
 * generator that is told nothing about them refuses them. Nobody else may declare what a table holds by reading it.
 */
export const dpDeclaring: Generator<DpMarginalsOptions, 'data'> = {
  ...dpMarginals,
  fit: (data, options, ctx) => dpMarginals.fit(declare(data), { ...options, epsilon: 10_000, declared: true }, ctx),
};

function declare(data: Table): Table {
  const columns = data.spec.columns.map((spec, i) => ({ ...spec, ...declarationOf(spec, data.columns[i]) }));
  return { ...data, spec: { ...data.spec, columns } };
}

function declarationOf(spec: ColumnSpec, column: Column): Partial<ColumnSpec> {
  if (columnKinds[spec.kind].storage !== 'numeric' || column.storage !== 'numeric')
    return { levels: column.storage === 'coded' ? column.levels : undefined };
  const present = column.values.filter((value) => !Number.isNaN(value));
  const low = present.reduce((least, value) => Math.min(least, value), Infinity);
  const high = present.reduce((most, value) => Math.max(most, value), -Infinity);
  return { bounds: HONEST.get(spec.name) ?? (present.length > 0 ? [low, high] : [0, 1]) };
}

/** A table of two-levelled categories whose levels are declared, no cell missing; `target`: one more of that role. */
export function tiny(names: readonly string[], rows: number, target: boolean): Table {
  const all = target ? [...names, 'target'] : names;
  const levels = ['no', 'yes'];
  return {
    rows,
    spec: {
      columns: all.map((name) => ({
        name,
        kind: 'category',
        nullable: false,
        role: name === 'target' ? 'target' : 'feature',
        levels,
      })),
    },
    columns: all.map((_, i) => ({
      storage: 'coded',
      levels,
      codes: Int32Array.from({ length: rows }, (_, row) => (row >> (i % 3)) % 2),
    })),
  };
}
