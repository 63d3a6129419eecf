import type { Column, RowFinding, Table, Validator } from '@verisim/core';
import { z } from 'zod';
import { type DeclaredColumn, findColumn } from './find-column.ts';
import { remarkOn, verdictOf } from './row-finding.ts';

/** How ranges are checked. */
export interface RangeOptions {
  /** Keep rows beyond the training range, where no bounds are declared; they are reported all the same. */
  readonly extrapolate: boolean;
  /** Drop rows with more decimals than the training column shows; otherwise they are reported and kept. */
  readonly dropOffGrid: boolean;
}

/**
 * Holds numbers and instants against declared bounds (inclusive), else against the training range, and against the decimals
 * that the column declares. Says which side was passed, never where the training range ends.
 */
export const rangeValidator: Validator<RangeOptions> = {
  kind: 'validator',
  api: 1,
  name: 'range',
  version: '0.1.0',
  summary: 'Numbers within declared bounds or the training range, on the grid of decimals',
  options: z.strictObject({
    extrapolate: z.boolean().default(false).describe('keep rows beyond the training range'),
    dropOffGrid: z.boolean().default(false).describe('drop rows with more decimals than training shows'),
  }),
  check(batch, options, { train }, ctx) {
    ctx.signal.throwIfAborted();
    const findings = batch.spec.columns.flatMap((spec, i) => {
      const declared = findColumn(train, spec.name) ?? { spec, column: batch.columns[i] };
      const column = batch.columns[i];
      if (column.storage !== 'numeric') return [];
      return [
        ...boundFindings(batch, column.values, declared, options.extrapolate),
        ...gridFindings(batch, column.values, declared, options.dropOffGrid),
      ];
    });
    return verdictOf(batch.rows, findings);
  },
};

function boundFindings(
  batch: Table,
  values: Float64Array,
  declared: DeclaredColumn,
  extrapolate: boolean,
): RowFinding[] {
  const { name, bounds } = declared.spec;
  const [low, high] = bounds ?? rangeOf(declared);
  const limits = bounds ? 'the declared bounds' : 'the training range';
  if (allWithin(values, low, high)) return [];
  const below: number[] = [];
  const above: number[] = [];
  for (let row = 0; row < values.length; row++) {
    if (values[row] < low) below.push(row);
    else if (values[row] > high) above.push(row);
  }
  const remark = (side: 'below' | 'above', rows: readonly number[]) =>
    remarkOn(batch.rows, {
      rule: bounds ? 'out-of-bounds' : 'out-of-training-range',
      level: 'warning',
      says: `lie ${side} ${limits} of "${name}"${bounds ? ` (${bounds[0]} to ${bounds[1]})` : ''}`,
      rows: Int32Array.from(rows),
      drops: bounds !== undefined || !extrapolate,
    });
  return [...remark('below', below), ...remark('above', above)];
}

/** Whether no number is missing and none lies outside. Every number of every draw passes here, and in most columns this is all. */
function allWithin(values: Float64Array, low: number, high: number): boolean {
  for (let row = 0; row < values.length; row++) if (!(values[row] >= low && values[row] <= high)) return false;
  return true;
}

/** Columns are immutable, and a long draw is held block by block against the same ones. */
const ranges = new WeakMap<Column, readonly [number, number]>();

/** The range of a training column; without any limit where nothing is present. */
function rangeOf({ column }: DeclaredColumn): readonly [number, number] {
  const known = ranges.get(column);
  if (known) return known;
  const found = column.storage === 'numeric' ? endsOf(column.values) : null;
  const range = found ?? ([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const);
  ranges.set(column, range);
  return range;
}

/** The least and the greatest number, `null` where none is present. */
function endsOf(values: Float64Array): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    if (values[row] < low) low = values[row];
    if (values[row] > high) high = values[row];
  }
  return low > high ? null : [low, high];
}

function gridFindings(batch: Table, values: Float64Array, { spec }: DeclaredColumn, drops: boolean): RowFinding[] {
  if (spec.decimals === undefined) return [];
  const scale = 10 ** spec.decimals;
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (offGrid(values[row] * scale)) rows.push(row);
  const says = `have more than ${spec.decimals} decimals in "${spec.name}"`;
  return remarkOn(batch.rows, { rule: 'off-grid', level: 'warning', says, rows: Int32Array.from(rows), drops });
}

/** Whether a scaled value is not whole, rounding errors aside. */
function offGrid(scaled: number): boolean {
  return Number.isFinite(scaled) && Math.abs(scaled - Math.round(scaled)) > 1e-6 + 1e-12 * Math.abs(scaled);
}
