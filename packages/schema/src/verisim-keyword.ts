import {
  type ColumnKind,
  type ColumnRole,
  type ColumnSpec,
  type Constraint,
  columnKinds,
  columnRoles,
  constraintColumns,
} from '@verisim/core';
import { isObject, type JsonObject, member } from './json-object.ts';

/** The keyword under which a JSON Schema carries what it has no word for: of the row and of each column. */
export const VERISIM = 'x-verisim';

/** What a column's `x-verisim` says; members of another type than they should be are left out. */
export function columnExtras(keywords: JsonObject): Partial<ColumnSpec> {
  const extras = member(keywords, VERISIM);
  if (!isObject(extras)) return {};
  const text = (name: string) => (typeof member(extras, name) === 'string' ? { [name]: extras[name] } : {});
  const { kind, role, decimals, bounds } = extras;
  return {
    ...text('format'),
    ...text('zone'),
    ...text('reason'),
    ...(Object.hasOwn(columnKinds, String(kind)) ? { kind: kind as ColumnKind } : {}),
    ...(columnRoles.includes(role as ColumnRole) ? { role: role as ColumnRole } : {}),
    ...(Number.isInteger(decimals) ? { decimals: Number(decimals) } : {}),
    ...(isRange(bounds) ? { bounds } : {}),
  };
}

function isRange(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((bound) => typeof bound === 'number');
}

/** The order of the columns that a row's `x-verisim` gives: an object of JavaScript does not keep names such as `1` in theirs. */
export function columnOrder(keywords: JsonObject, names: readonly string[]): readonly string[] {
  const extras = member(keywords, VERISIM);
  const order = isObject(extras) ? member(extras, 'columns') : undefined;
  if (!Array.isArray(order)) return names;
  const known = new Set(names);
  const first = [...new Set(order)].filter((name): name is string => typeof name === 'string' && known.has(name));
  return [...new Set([...first, ...names])];
}

/** The constraints that a row's `x-verisim` gives, and how many were none or name a column that is not there. */
export function rowConstraints(
  keywords: JsonObject,
  names: readonly string[],
): { readonly constraints: readonly Constraint[]; readonly broken: number } {
  const extras = member(keywords, VERISIM);
  const listed = isObject(extras) ? member(extras, 'constraints') : undefined;
  if (!Array.isArray(listed)) return { constraints: [], broken: listed === undefined ? 0 : 1 };
  const constraints = listed.filter((value) => isConstraint(value, new Set(names)));
  return { constraints, broken: listed.length - constraints.length };
}

/** A constraint is flat: lists of names, of values, of conditions and of tuples. */
const MOST_DEPTH = 5;

function isConstraint(value: unknown, names: ReadonlySet<string>): value is Constraint {
  if (!isObject(value) || typeof member(value, 'rule') !== 'string' || !isShallow(value, MOST_DEPTH)) return false;
  try {
    const columns = constraintColumns(value as unknown as Constraint);
    return columns.length > 0 && columns.every((name) => names.has(name));
  } catch {
    return false;
  }
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}
