import {
  type Comparison,
  createContext,
  createTable,
  type Evaluation,
  type Evaluator,
  resolveOptions,
  type Table,
  takeColumns,
  takeRows,
} from '@verisim/core';
import type { Assessor } from './assessor.ts';
import { copyTable } from './copy-table.ts';
import type { Tested } from './demand.ts';
import { evaluationDifference, metricDifference } from './evaluation-difference.ts';
import { evaluationFault } from './evaluation-faults.ts';
import { coded, each } from './fixtures.ts';
import { misplaceColumns, withoutRows } from './foreign-tables.ts';
import { members } from './members.ts';
import { renameColumns, someRows } from './table-changes.ts';

/** An evaluator under test. */
export interface EvaluatorSubject extends Assessor<Comparison, Evaluation> {
  readonly plugin: Evaluator;
  /** The best values of metrics that take them when the synthetic rows are the real ones. */
  readonly identical: Readonly<Record<string, number>>;
}

/** An evaluator with its inputs; `input` in place of 240 real, 200 synthetic and 160 held-out rows. */
export function evaluatorSubject(
  plugin: Evaluator,
  parts: Omit<Tested, 'plugin'>,
  input: Comparison = usualComparison(),
  identical: Readonly<Record<string, number>> = {},
): EvaluatorSubject {
  return {
    ...parts,
    plugin,
    input,
    identical,
    other: { ...input, synthetic: members('other', 150) },
    refuses: true,
    async askStraight(data, contextParts = {}) {
      const context = createContext({ seed: 'conformance', ...contextParts });
      return plugin.measure(data, resolveOptions(plugin, parts.options), context);
    },
    eachTable: changeTables,
    rename: renameComparison,
    inputFrom: comparisonOf,
    hostile: hostileInputs(input),
    lacking: lackingInputs(input),
    difference: evaluationDifference,
    differenceInMeaning: metricDifference,
    fault: evaluationFault,
    plant: ({ holdout, ...data }, change) => ({
      ...data,
      real: change(data.real),
      ...(holdout ? { holdout: change(holdout) } : {}),
    }),
    written: (evaluation) => JSON.stringify(evaluation),
  };
}

function changeTables({ holdout, ...data }: Comparison, change: (table: Table) => Table): Comparison {
  return {
    ...data,
    real: change(data.real),
    synthetic: change(data.synthetic),
    ...(holdout ? { holdout: change(holdout) } : {}),
  };
}

function renameComparison(data: Comparison, names: ReadonlyMap<string, string>): Comparison {
  const renamed = changeTables(data, (table) => renameColumns(table, names));
  return data.target === undefined ? renamed : { ...renamed, target: names.get(data.target) ?? data.target };
}

/** 240 real, 200 synthetic and 160 held-out rows with columns of all seven kinds, and a target. */
export function usualComparison(): Comparison {
  return {
    real: members('real', 240),
    synthetic: members('synthetic', 200),
    holdout: members('holdout', 160),
    target: 'smoker',
  };
}

/** A table as all parts of a comparison: all rows but some are real, so that the others may hold what no real row does. */
function comparisonOf(table: Table): Comparison {
  const whole = withTargetColumn(table);
  const real = someRows(whole);
  const target = real.spec.columns.find((spec) => spec.role === 'target')?.name;
  return {
    real,
    synthetic: whole,
    holdout: copyTable(whole),
    ...(target === undefined ? {} : { target }),
  };
}

/** A table with something to predict: its own target, else a column more. */
function withTargetColumn(table: Table): Table {
  const { columns } = table.spec;
  const name = 'hit';
  if (columns.some((spec) => spec.role === 'target' || spec.name === name)) return table;
  const { spec, column } = coded(
    name,
    each(table.rows, (row) => (row % 3 === 1 ? 'true' : 'false')),
    { kind: 'boolean', role: 'target' },
  );
  return createTable([...columns, spec], [...table.columns, column]);
}

function lackingInputs({ real, synthetic, holdout, target }: Comparison): ReadonlyMap<string, Comparison> {
  return new Map([
    ['real and synthetic rows alone', { real, synthetic }],
    ['a comparison without a holdout', { real, synthetic, target }],
    ['a comparison without a target', { real, synthetic, holdout }],
  ]);
}

/** Comparisons of what cannot be compared. */
function hostileInputs(input: Comparison): ReadonlyMap<string, Comparison> {
  const { real, synthetic } = input;
  const names = synthetic.spec.columns.map((spec) => spec.name);
  const renamed = synthetic.spec.columns.map((spec) => ({ ...spec, name: `not ${spec.name}` }));
  const change = (parts: Partial<Comparison>): Comparison => ({ ...input, ...parts });
  return new Map([
    ['a synthetic table without rows', change({ synthetic: withoutRows(synthetic) })],
    ['a real table without rows', change({ real: withoutRows(real) })],
    ['a holdout without rows', change({ holdout: withoutRows(real) })],
    [
      'a single row of each',
      change({ real: takeRows(real, [0]), synthetic: takeRows(synthetic, [0]), holdout: takeRows(real, [1]) }),
    ],
    ['tables with no column in common', change({ synthetic: { ...synthetic, spec: { columns: renamed } } })],
    ['a synthetic table that lacks columns', change({ synthetic: takeColumns(synthetic, names.slice(2)) })],
    ['a holdout that lacks columns', change({ holdout: takeColumns(real, names.slice(0, 2)) })],
    ['a synthetic table whose columns have changed places', change({ synthetic: misplaceColumns(synthetic) })],
    ['tables without columns', change({ real: takeColumns(real, []), synthetic: takeColumns(synthetic, []) })],
    ['a target that no table has', change({ target: 'no such column' })],
    ['a target of identifiers', change({ target: names[0] })],
  ]);
}
