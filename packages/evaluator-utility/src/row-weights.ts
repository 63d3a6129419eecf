import type { LearnerRequest, Table } from '@verisim/core';
import { badWeights } from './errors.ts';

/** The weights of the given rows of a training table, all 1 when none were asked for. Throws `evaluator-utility/bad-weights`. */
export function rowWeights(train: Table, request: LearnerRequest, rows: Int32Array): Float64Array {
  const { weights } = request;
  if (!weights) return new Float64Array(rows.length).fill(1);
  if (weights.length !== train.rows) throw badWeights(`there are ${weights.length} for ${train.rows} rows`);
  const bad = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0) throw badWeights(`row ${bad} has the weight ${weights[bad]}`);
  const kept = Float64Array.from(rows, (row) => weights[row]);
  if (!kept.some((weight) => weight > 0)) throw badWeights('all of them are 0');
  return kept;
}
