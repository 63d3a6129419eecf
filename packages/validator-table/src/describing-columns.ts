import { columnKinds, type Table, takeColumns } from '@verisim/core';

/**
 * Two tables cut down to the columns that make rows equal: those that both have in the same storage, but for ids and columns of
 * the role `ignore`, in the order of `train`. `null` when none is left.
 */
export function describingColumns(batch: Table, train: Table): { readonly batch: Table; readonly train: Table } | null {
  const places = new Map(batch.spec.columns.map((spec, at) => [spec.name, at]));
  const names = train.spec.columns
    .filter((spec, i) => {
      const at = places.get(spec.name);
      if (at === undefined || columnKinds[spec.kind].identifies || spec.role === 'ignore') return false;
      return train.columns[i].storage === batch.columns[at].storage;
    })
    .map((spec) => spec.name);
  return names.length === 0 ? null : { batch: takeColumns(batch, names), train: takeColumns(train, names) };
}
