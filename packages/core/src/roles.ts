import { type ColumnRole, type ColumnSpec, columnRoles } from './column.ts';
import { badRoles } from './errors.ts';
import { columnIndex, type Table, type TableSpec } from './table.ts';

/**
 * The same table with other roles; columns that are not named keep theirs. Throws `core/unknown-column`, and `core/bad-roles`
 * for a role that does not exist or for a second target.
 */
export function withRoles(table: Table, roles: Readonly<Record<string, ColumnRole>>): Table {
  const columns: ColumnSpec[] = [...table.spec.columns];
  for (const [name, role] of Object.entries(roles)) {
    const at = columnIndex(table.spec, name);
    if (!columnRoles.includes(role)) throw badRoles(`Column "${name}" cannot have the role "${role}".`);
    columns[at] = { ...columns[at], role };
  }
  const spec = { ...table.spec, columns };
  const targets = columnsWithRole(spec, 'target');
  if (targets.length > 1) throw badRoles(`Two columns are the target: "${targets[0]}" and "${targets[1]}".`);
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

/** The one target's name. Throws `core/bad-roles` when there is none, or more than one. */
export function targetOf(spec: TableSpec): string {
  const [target, second] = columnsWithRole(spec, 'target');
  if (target === undefined) throw badRoles('No column is the target.');
  if (second !== undefined) throw badRoles(`Two columns are the target: "${target}" and "${second}".`);
  return target;
}
