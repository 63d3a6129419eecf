import { leastRowsOfIds } from './choose-kind.ts';
import type { ColumnLook } from './column-look.ts';
import { grouped } from './decision.ts';

/** Whether a column is named as an identifier: `id`, `..._id`, `...Id`. */
export const namedAsId = (name: string): boolean => /^id$|[_\s.-]id$/i.test(name) || /[a-z]I[dD]$/.test(name);

/**
 * Why a column of whole numbers identifies its rows, or `null` when it is a quantity: it counts the rows from 0 or 1 (years one
 * after another do not), or it is named as an id and no value occurs twice. Being unique alone does not make an id.
 */
export function idReason(name: string, look: ColumnLook): string | null {
  if (look.rows < leastRowsOfIds || look.fractions > 0) return null;
  const rows = grouped(look.rows);
  if (look.countsUp) return `the ${rows} values count the rows`;
  return namedAsId(name) && !look.repeated ? `named as an id, and the ${rows} values all differ` : null;
}
