import { type ColumnKind, type ColumnRole, type ColumnSpec, columnKinds } from '@verisim/core';
import type { NativeType } from '../source.ts';

/** The key of a field's metadata under which its declaration stands as JSON. */
export const specKey = 'verisim';

const natives: Readonly<Record<ColumnKind, readonly NativeType[]>> = {
  number: ['number'],
  integer: ['integer'],
  datetime: ['instant'],
  category: ['text', 'boolean'],
  boolean: ['text', 'boolean'],
  text: ['text'],
  id: ['text'],
};

const roles: readonly ColumnRole[] = ['feature', 'target', 'sensitive', 'group', 'ignore'];

/** A declaration as metadata: what Arrow's own types do not say. `levels` where the dictionary does not hold them. */
export function specText({ name: _, reason: __, levels, ...rest }: ColumnSpec, withLevels: boolean): string {
  return JSON.stringify(withLevels ? { ...rest, levels } : rest);
}

/** The declaration that metadata holds; `null` for text that does not fit the column, whoever wrote it. */
export function specOf(
  name: string,
  text: string,
  native: NativeType,
  dictionary: readonly string[] | null,
): ColumnSpec | null {
  const found = parsed(text);
  if (found === null) return null;
  const { kind, nullable, role, bounds, decimals, format, zone } = found;
  const levels = dictionary ?? found.levels;
  if (typeof kind !== 'string' || !Object.hasOwn(columnKinds, kind)) return null;
  if (!natives[kind as ColumnKind].includes(native) || !roles.includes(role as ColumnRole)) return null;
  const sound =
    (bounds === undefined || (Array.isArray(bounds) && bounds.length === 2 && bounds.every(Number.isFinite))) &&
    (decimals === undefined || (Number.isInteger(decimals) && (decimals as number) >= 0)) &&
    [format, zone].every((each) => each === undefined || typeof each === 'string') &&
    (levels === undefined || isTexts(levels));
  if (!sound) return null;
  const given = { bounds, decimals, format, zone, levels };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { name, kind: kind as ColumnKind, nullable: nullable !== false, role: role as ColumnRole, ...known };
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === 'string') && new Set(value).size === value.length;

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
