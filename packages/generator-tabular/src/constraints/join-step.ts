import {
  type Condition,
  matchRows,
  resolveConditions,
  type Table,
  type TableSpec,
  takeFromColumn,
} from '@verisim/core';
import { constraintsExclude } from '../errors.ts';
import { type DeclaredColumn, replaceColumns } from './named-columns.ts';
import type { JoinState, Step } from './step.ts';
import { createTupleNumbers } from './tuple-numbers.ts';
import { loadTuples } from './tuples.ts';

/** Columns that are learned as one: only combinations that were learned come out, their shares and dependences kept. */
export function joinStep(state: JoinState, spec: TableSpec): Step {
  const { columns: names, as } = state;
  const tuples = loadTuples(spec, names, state.tuples);
  const levels = Array.from({ length: tuples.rows }, (_, i) => String(i));
  return {
    state,
    hidden: names,
    encode(columns) {
      const numbers = createTupleNumbers();
      numbers(tuples.columns);
      const codes = numbers(names.map((name) => (columns.get(name) as DeclaredColumn).column));
      const roles = tuples.spec.columns.map(({ role }) => role);
      const role = roles.includes('target') ? 'target' : roles[0];
      const joined = { name: as, kind: 'category', nullable: false, role, levels } as const;
      return replaceColumns(columns, names, [{ spec: joined, column: { storage: 'coded', codes, levels } }]);
    },
    decode(columns) {
      const joined = columns.get(as)?.column;
      if (joined?.storage !== 'coded') throw new RangeError(`joinStep: no column ${as}`);
      const parts = tuples.columns.map((column, i) => ({
        spec: tuples.spec.columns[i],
        column: takeFromColumn(column, joined.codes),
      }));
      return replaceColumns(columns, [as], parts);
    },
    translate(where) {
      const passing = tuplesWhere(tuples, where, state.rules);
      return passing.length === tuples.rows ? [] : [{ column: as, in: Array.from(passing, (code) => levels[code]) }];
    },
  };
}

/** The combinations that meet the conditions on their columns. Throws `generator-tabular/constraints-exclude` when none does. */
export function tuplesWhere(tuples: Table, where: readonly Condition[], rules: readonly string[]): Int32Array {
  const names = tuples.spec.columns.map(({ name }) => name);
  const own = where.filter(({ column }) => names.includes(column));
  const passing = matchRows(tuples, resolveConditions(tuples.spec, own));
  if (passing.length === 0) throw constraintsExclude(names, rules, 'no combination that was learned meets them');
  return passing;
}
