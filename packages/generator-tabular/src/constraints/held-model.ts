import type { Generator, Model, TableSpec } from '@verisim/core';
import type { IdColumn } from '../draw-ids.ts';
import { joinStep } from './join-step.ts';
import type { KeyColumn } from './key-column.ts';
import { offsetStep } from './offset-step.ts';
import { projectStep } from './project-step.ts';
import type { Rule } from './rule.ts';
import type { OffsetState, Step, StepState } from './step.ts';

/** A generator fitted to columns that hold some rules by construction, and what it takes to hold the others. */
export interface HeldModel {
  readonly generator: Pick<Generator, 'name' | 'version' | 'traits'>;
  readonly inner: Model;
  /** Of the rows that come out. */
  readonly schema: TableSpec;
  /** All rules, and the ranges of columns that are made from others. */
  readonly rules: readonly Rule[];
  readonly predicates: readonly string[];
  /** In the order of decoding. */
  readonly steps: readonly Step[];
  readonly keys: readonly KeyColumn[];
  readonly ids: readonly IdColumn[];
}

/** A step that can be taken. */
export function stepOf(state: StepState, spec: TableSpec): Step {
  if (state.kind === 'join') return joinStep(state, spec);
  return state.kind === 'project' ? projectStep(state, spec) : offsetStep(state, spec);
}

/** A made column stays in the range that it was learned with. */
export function rangeRules(steps: readonly Step[]): readonly Rule[] {
  const offsets = steps.flatMap(({ state }): readonly OffsetState[] => (state.kind === 'offset' ? [state] : []));
  return offsets.map(({ column: name, low, high }) => ({
    label: `the range of "${name}"`,
    constraint: null,
    columns: [name],
    breaks: (table) => {
      const column = table.columns[table.spec.columns.findIndex((spec) => spec.name === name)];
      return (row) => column.storage === 'numeric' && (column.values[row] < low || column.values[row] > high);
    },
  }));
}
