import type { Column, Table } from '@verisim/core';

/** Where two tables first differ in their bytes, as a phrase, or `null`. `NaN` equals `NaN`; -0 is not 0. */
export function tableDifference(a: Table, b: Table): string | null {
  if (a.rows !== b.rows) return `${a.rows} rows against ${b.rows}`;
  if (a.columns.length !== b.columns.length) return `${a.columns.length} columns against ${b.columns.length}`;
  for (const [i, spec] of a.spec.columns.entries()) {
    const other = b.spec.columns[i];
    if (spec.name !== other.name) return `column "${spec.name}" against column "${other.name}"`;
    const found = columnDifference(a.columns[i], b.columns[i]);
    if (found !== null) return `column "${spec.name}", ${found}`;
  }
  return null;
}

function columnDifference(a: Column, b: Column): string | null {
  if (a.storage === 'coded' && b.storage === 'coded') {
    return listDifference('level', a.levels, b.levels) ?? listDifference('row', a.codes, b.codes);
  }
  if (a.storage === 'coded' || b.storage === 'coded' || a.storage !== b.storage) {
    return `stored ${a.storage} against ${b.storage}`;
  }
  return listDifference('row', a.values, b.values);
}

function listDifference(place: string, a: ArrayLike<unknown>, b: ArrayLike<unknown>): string | null {
  if (a.length !== b.length) return `${a.length} ${place}s against ${b.length}`;
  for (let i = 0; i < a.length; i++) {
    if (!Object.is(a[i], b[i])) return `${place} ${i}: ${String(a[i])} against ${String(b[i])}`;
  }
  return null;
}
