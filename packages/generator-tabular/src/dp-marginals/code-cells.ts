import type { Column } from '@verisim/core';
import type { Cells, CodedCells, NumericCells } from './cells.ts';
import { fractionOf } from './numeric-cells.ts';

/**
 * The cell of every row. Whatever a row holds, it has exactly one: numbers beyond the bounds count as the bound, levels that were not
 * declared as `other`, and a missing cell where none was declared as the first cell.
 */
export function codeCells(cells: Cells, column: Column): Int32Array {
  const missing = Math.max(0, cells.missing);
  if (cells.storage === 'coded' && column.storage === 'coded')
    return codeLevels(cells, column.codes, column.levels, missing);
  if (cells.storage === 'numeric' && column.storage === 'numeric') {
    const place = cellFinder(cells);
    return Int32Array.from(column.values, (value) => (Number.isNaN(value) ? missing : place(value)));
  }
  throw new TypeError('codeCells: the column is in another storage than its cells');
}

function codeLevels(cells: CodedCells, codes: Int32Array, levels: readonly string[], missing: number): Int32Array {
  const place = new Map(cells.levels.map((level, cell) => [level, cell]));
  const map = Int32Array.from(levels, (level) => place.get(level) ?? cells.unknown);
  return codes.map((code) => (code < 0 ? missing : map[code]));
}

function cellFinder(cells: NumericCells): (value: number) => number {
  const { low, high, step, points, bins, spikes } = cells;
  const own = new Map(spikes.map((spike, cell) => [spike, cell]));
  return (value) => {
    const clamped = Math.min(high, Math.max(low, value)) + 0;
    const spike = own.get(clamped);
    if (spike !== undefined) return spike;
    const bin =
      step === 0
        ? Math.floor(fractionOf(cells, clamped) * bins)
        : Math.floor((Math.min(points - 1, Math.round((clamped - low) / step)) * bins) / points);
    return spikes.length + Math.min(bins - 1, bin);
  };
}
