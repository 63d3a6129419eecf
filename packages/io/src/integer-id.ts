import type { Column } from '@verisim/core';
import { leastRowsOfIds } from './choose-kind.ts';
import { type Decision, grouped } from './decision.ts';

/**
 * Why a column of whole numbers identifies its rows, or `null` when it is a quantity: it counts the rows from 0 or 1 (years one
 * after another do not), or it is named as an id (`id`, `..._id`, `...Id`) and no value occurs twice. Being unique alone does
 * not make an id.
 */
export function idReason({ kind, column }: Decision, values: Column): string | null {
  if (kind !== 'integer' || values.storage !== 'numeric' || values.values.length < leastRowsOfIds) return null;
  const rows = grouped(values.values.length);
  if (countsUp(values.values)) return `the ${rows} values count the rows`;
  const named = /^id$|[_\s.-]id$/i.test(column.name) || /[a-z]I[dD]$/.test(column.name);
  return named && allDiffer(values.values) ? `named as an id, and the ${rows} values all differ` : null;
}

function countsUp(values: Float64Array): boolean {
  if (values[0] !== 0 && values[0] !== 1) return false;
  for (let i = 1; i < values.length; i++) if (values[i] !== values[i - 1] + 1) return false;
  return true;
}

function allDiffer(values: Float64Array): boolean {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return false;
  return true;
}
