import { type ColumnRole, type ColumnSpec, columnRoles } from './column.ts';
import { badSchema } from './errors.ts';
import { columnIndex, type Table, type TableSpec } from './table.ts';

/**
 * The same table with other roles; columns that are not named keep theirs. Throws `core/unknown-column`, and `core/bad-schema`
 * for a role that does not exist or for a second target.
 */
export function withRoles(table: Table, roles: Readonly<Record<string, ColumnRole>>): Table {
  const columns: ColumnSpec[] = [...table.spec.columns];
  for (const [name, role] of Object.entries(roles)) {
    const at = columnIndex(table.spec, name);
    if (!columnRoles.includes(role))
      throw badSchema(`Column "${name}" cannot have the role "${role}".`, `Roles: ${columnRoles.join(', ')}.`);
    columns[at] = { ...columns[at], role };
  }
  const spec = { ...table.spec, columns };
  if (columnsWithRole(spec, 'target').length > 0) targetOf(spec);
  return { ...table, spec };
}

/** The same table with one column declared the target; another that was becomes a feature. Throws `core/unknown-column`. */
export function withTarget(table: Table, target: string): Table {
  const roles = columnsWithRole(table.spec, 'target').map((name) => [name, 'feature'] as const);
  return withRoles(table, Object.fromEntries([...roles, [target, 'target']]));
}

/** The names of the columns with a role, in order. */
export function columnsWithRole(spec: TableSpec, role: ColumnRole): readonly string[] {
  return spec.columns.filter((column) => column.role === role).map((column) => column.name);
}

/** The one target's name. Throws `core/bad-schema` when there is none, or more than one. */
export function targetOf(spec: TableSpec): string {
  const [target, second] = columnsWithRole(spec, 'target');
  if (target !== undefined && second === undefined) return target;
  const what = second ? `Two columns are the target: "${target}" and "${second}"` : 'No column is the target';
  throw badSchema(`${what}.`, 'Give one column the role target, with withTarget or withRoles.');
}
