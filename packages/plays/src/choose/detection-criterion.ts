import {
  type CodedColumn,
  type ColumnSpec,
  type Context,
  columnOf,
  concatTables,
  createTable,
  isVerisimError,
  type Learner,
  type Table,
} from '@verisim/core';
import { metrics, type Scorer } from '@verisim/evaluator-utility';
import { crossPredictions } from '../baseline/baseline-folds.ts';
import { type Criteria, type CriteriaRequest, leastRows, notJudged, type Reached } from './criterion.ts';
import { resampledBounds } from './resampled-bounds.ts';

const FOLDS = 2;

/**
 * Whether a learner tells validation rows from synthetic ones: the ROC AUC of a classifier two-sample test (Lopez-Paz & Oquab 2017), each row
 * scored by a model that did not see it; beside it the same of real rows against real ones.
 */
export async function detectionCriterion(request: CriteriaRequest, ctx: Context): Promise<Criteria> {
  const { fit, validation, learner, terms } = request;
  if (validation.rows < leastRows.learned)
    return notJudged(['detection'], `${validation.rows} validation rows, fewer than ${leastRows.learned}`);
  const detect = (rows: Table, own: Context) => detection(validation, rows, learner, terms.resamples, own);
  let real: Reached;
  try {
    real = await detect(fit, ctx);
  } catch (error) {
    if (!isVerisimError(error) || error.code !== 'evaluator-utility/no-features') throw error;
    return notJudged(['detection'], 'no column varies that a detector could learn from');
  }
  const reference = Math.max(0.5, real.value ?? 0.5);
  const limit = reference + terms.detectorMargin;
  const criterion = { criterion: 'detection', metric: 'c2st-roc-auc', better: 'lower', reference, limit } as const;
  return { criteria: [{ ...criterion, measure: detect }], notJudged: [] };
}

async function detection(
  real: Table,
  synthetic: Table,
  learner: Learner,
  resamples: number,
  ctx: Context,
): Promise<Reached> {
  const { table: train, target } = labelledUnion(real, synthetic);
  const parts = { train, target, learner, folds: FOLDS, weighted: false, onFold: () => {} };
  const probabilities = await crossPredictions(parts, ctx);
  const classes = (columnOf(train, target) as CodedColumn).codes;
  const scorer: Scorer = metrics['roc-auc'].prepare({ probabilities, classes, classCount: 2 });
  const [low, high] = await resampledBounds({ strata: classes, scorer, resamples, range: [0, 1] }, ctx);
  return { value: scorer(), low, high, worst: '' };
}

/** Real above synthetic rows, with a column that says which is which; what was the target is a feature. */
function labelledUnion(real: Table, synthetic: Table): { readonly table: Table; readonly target: string } {
  const both = concatTables([plain(real), plain(synthetic)]);
  let target = 'synthetic';
  while (both.spec.columns.some(({ name }) => name === target)) target += "'";
  const codes = Int32Array.from({ length: both.rows }, (_, row) => Number(row >= real.rows));
  const spec: ColumnSpec = { name: target, kind: 'boolean', nullable: false, role: 'target' };
  const columns = [...both.columns, { storage: 'coded', codes, levels: ['no', 'yes'] } as const];
  return { table: createTable([...both.spec.columns, spec], columns), target };
}

function plain(table: Table): Table {
  const asFeature = (spec: ColumnSpec): ColumnSpec => (spec.role === 'target' ? { ...spec, role: 'feature' } : spec);
  return createTable(table.spec.columns.map(asFeature), table.columns);
}
