import { type ColumnSpec, type Context, columnKinds, type TableSpec } from '@verisim/core';

/** The training schema; text columns, which come out missing, become nullable. */
export function modelSchema(spec: TableSpec): TableSpec {
  const columns = spec.columns.map((column) => (isOmitted(column) ? { ...column, nullable: true } : column));
  return { ...spec, columns };
}

/** Notes `not-modelled`: the columns that come out empty because nothing here can model text. */
export function noteOmissions(spec: TableSpec, ctx: Context): void {
  const names = spec.columns.filter(isOmitted).map((column) => column.name);
  if (names.length > 0) ctx.note('not-modelled', names);
}

function isOmitted(spec: ColumnSpec): boolean {
  const { storage, identifies } = columnKinds[spec.kind];
  return storage === 'text' && !identifies;
}
