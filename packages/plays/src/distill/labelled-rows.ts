import { type CodedColumn, type Column, columnIndex, createTable, type Table } from '@verisim/core';

/** Rows in the columns of a real table, under labels of their own. Columns are matched by name; `labels` are places among `classes`. */
export function withLabels(
  rows: Table,
  like: Table,
  target: string,
  { labels, classes }: { readonly labels: Int32Array; readonly classes: readonly string[] },
): Table {
  const specs = like.spec.columns;
  const { levels } = like.columns[columnIndex(like.spec, target)] as CodedColumn;
  const place = classes.map((level) => levels.indexOf(level));
  const columns = specs.map((spec): Column => {
    if (spec.name === target) return { storage: 'coded', codes: labels.map((k) => (k < 0 ? -1 : place[k])), levels };
    return rows.columns[columnIndex(rows.spec, spec.name)];
  });
  const declared = specs.map((spec) => ({
    ...spec,
    nullable: spec.nullable || nullableIn(rows, spec.name),
    levels: undefined,
    bounds: undefined,
  }));
  return createTable(declared, columns);
}

function nullableIn({ spec }: Table, name: string): boolean {
  return spec.columns.find((column) => column.name === name)?.nullable ?? false;
}
