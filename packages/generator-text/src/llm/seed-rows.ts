import { type Column, columnKinds, constantColumn, createTable, type Table } from '@verisim/core';
import type { TextPlan } from './text-plan.ts';

/** The seeds of a plan as a table of the training table's columns: text and label as they were, all else missing. What a plan that was loaded again knows of its training rows. */
export function seedRows({ spec, text, label, seeds }: TextPlan): Table {
  const columns = spec.columns.map((column) => ({ ...column, nullable: true }));
  return createTable(
    columns,
    columns.map(({ name, kind, levels = [] }): Column => {
      const { storage } = columnKinds[kind];
      if (name === text && storage === 'text') return { storage, values: seeds.map((seed) => seed.text) };
      if (name !== label || storage !== 'coded') return constantColumn(kind, seeds.length, null);
      const place = new Map(levels.map((level, code) => [level, code]));
      return { storage, levels, codes: Int32Array.from(seeds, (seed) => place.get(seed.label ?? '') ?? -1) };
    }),
  );
}
