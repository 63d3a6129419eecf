import { type ColumnRole, type ColumnSpec, columnKinds, columnRoles, type TableSpec } from '@verisim/core';

/** What a file of ours says of its columns beyond their types: JSON for a place that the format has for such things. */
export function declarationOf(spec: TableSpec, levels: readonly (ReadonlyMap<string, number> | null)[]): string {
  const columns = spec.columns.map(({ name, kind, nullable, role, decimals, format, zone }, i) => {
    const coded = levels[i];
    return { name, kind, nullable, role, decimals, format, zone, levels: coded ? [...coded.keys()] : undefined };
  });
  return JSON.stringify({ verisim: 1, columns });
}

/** The columns that a declaration speaks of, by name; none for text that is no declaration of ours. */
export function declaredColumns(text: string): ReadonlyMap<string, ColumnSpec> {
  let found: { verisim?: unknown; columns?: unknown } | null = null;
  try {
    found = JSON.parse(text);
  } catch {
    return new Map();
  }
  if (found?.verisim !== 1 || !Array.isArray(found.columns)) return new Map();
  return new Map(found.columns.filter(isSpec).map((spec) => [spec.name, spec]));
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

function isSpec(value: unknown): value is ColumnSpec {
  const spec = value as Partial<Record<keyof ColumnSpec, unknown>> | null;
  if (typeof spec !== 'object' || spec === null || typeof spec.name !== 'string') return false;
  if (typeof spec.kind !== 'string' || !Object.hasOwn(columnKinds, spec.kind)) return false;
  if (!columnRoles.includes(spec.role as ColumnRole)) return false;
  const levels =
    spec.levels === undefined || (Array.isArray(spec.levels) && spec.levels.every((one) => typeof one === 'string'));
  return levels && isText(spec.format) && isText(spec.zone);
}
