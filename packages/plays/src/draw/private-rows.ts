import { type Column, type ColumnSpec, columnKinds, createTable } from '@verisim/core';
import type { RowSource } from './block-checks.ts';

/**
 * The source as a draw may look at it. A differentially private generator has spent its budget when it is fitted: a check that drops copies, keeps to
 * the training range or asks the holdout would look again, outside the account. Its rows are held against the model's schema and the declared constraints.
 */
export function withoutPrivateRows(source: RowSource): RowSource {
  const { generator, model, train } = source;
  if (generator.traits.private !== true) return source;
  const { columns } = model.schema;
  return {
    ...source,
    train: createTable(columns, columns.map(noCells), train.spec.constraints),
    fingerprints: undefined,
  };
}

function noCells({ kind, levels = [] }: ColumnSpec): Column {
  const { storage } = columnKinds[kind];
  if (storage === 'numeric') return { storage, values: new Float64Array(0) };
  return storage === 'coded' ? { storage, codes: new Int32Array(0), levels } : { storage, values: [] };
}
