import { type Column, type ColumnSpec, columnIndex, columnKinds, type Table } from '@verisim/core';
import { codedPart } from './encode-coded.ts';
import { numericPart } from './encode-numeric.ts';
import { noFeatures } from './errors.ts';

/** One column's share of a design matrix: `width` columns from `at` on. */
export interface EncoderPart {
  readonly width: number;
  /** Writes the rows `from` to `to` of a column into the rows 0 to `to - from` of a zeroed row-major matrix. */
  write(column: Column, from: number, to: number, matrix: Float32Array, stride: number, at: number): void;
}

/** Turns tables of one schema into design matrices. Column 0 is the intercept, all ones. */
export interface Encoder {
  readonly width: number;
  /** Rows `from` to `to` as a row-major `(to - from) * width` matrix. */
  encode(table: Table, from?: number, to?: number): Float32Array;
}

/**
 * Learns an encoding from training rows. Numbers and instants: standardised, missing = mean, an indicator of missing values,
 * and one-hot quantile bins, so that a linear model can bend. Categories and booleans: one-hot with a pool for rare levels.
 * Left out: the target, other targets, ignored columns, ids, free text and constants. Throws
 * `evaluator-utility/no-features` when nothing is left.
 */
export function fitEncoder(train: Table, target: string): Encoder {
  const encoder = fitPartsEncoder(train, target);
  if (encoder.width === 1) throw noFeatures(target);
  return encoder;
}

/** {@link fitEncoder} for a table that may have texts alone: the intercept is then the only column. */
export function fitPartsEncoder(train: Table, target: string): Encoder {
  const parts: { readonly name: string; readonly part: EncoderPart }[] = [];
  for (const [i, spec] of train.spec.columns.entries()) {
    if (!isFeature(spec, target)) continue;
    const part = partFor(train.columns[i]);
    if (part) parts.push({ name: spec.name, part });
  }
  const width = parts.reduce((sum, { part }) => sum + part.width, 1);
  return {
    width,
    encode(table, from = 0, to = table.rows) {
      const matrix = new Float32Array((to - from) * width);
      for (let i = 0; i < matrix.length; i += width) matrix[i] = 1;
      let at = 1;
      for (const { name, part } of parts) {
        part.write(table.columns[columnIndex(table.spec, name)], from, to, matrix, width, at);
        at += part.width;
      }
      return matrix;
    },
  };
}

/** Whether a column may be learned from when `target` is to be predicted, by any learner; for texts see {@link textFeatures}. */
export function isFeature({ name, role, kind }: ColumnSpec, target: string): boolean {
  const left: readonly ColumnSpec['role'][] = ['ignore', 'target', 'lineage'];
  const { identifies, storage } = columnKinds[kind];
  return name !== target && !left.includes(role) && !identifies && storage !== 'text';
}

function partFor(column: Column): EncoderPart | null {
  if (column.storage === 'numeric') return numericPart(column);
  return column.storage === 'coded' ? codedPart(column) : null;
}
