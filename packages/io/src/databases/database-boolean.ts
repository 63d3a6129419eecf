import type { Column } from '@verisim/core';

/** Whether a column's levels are `false` and `true`, so that a database's own booleans hold it. */
export const isTrueFalse = (column: Column): boolean =>
  column.storage === 'coded' && column.levels.every((level) => level === 'false' || level === 'true');
