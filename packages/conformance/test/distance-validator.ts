import { type Column, type RowFinding, type Table, type Validator, verisimError } from '@verisim/core';
import { z } from 'zod';

/** How far is too far. */
export interface DistanceOptions {
  readonly most: number;
  readonly drop: boolean;
}

/**
 * A correct validator: how many interquartile ranges a row's numbers lie from the training median at most, as a tag, and levels that
 * training does not know. The base that the tests break in one way at a time.
 */
export const distance: Validator<DistanceOptions> = {
  kind: 'validator',
  api: 1,
  name: 'distance',
  version: '1.2.3',
  summary: 'Rows far from the training rows',
  options: z.strictObject({ most: z.number().default(5), drop: z.boolean().default(true) }),
  async check(batch, { most, drop }, { train = batch }, ctx) {
    ctx.signal.throwIfAborted();
    refuseSurrogates(batch);
    const far = new Float64Array(batch.rows);
    const strange = new Uint8Array(batch.rows);
    for (const [i, spec] of batch.spec.columns.entries()) {
      const at = train.spec.columns.findIndex((known) => known.name === spec.name);
      measureColumn(batch.columns[i], train.columns[at], far, strange);
      ctx.progress({ done: i + 1, total: batch.columns.length });
      await Promise.resolve();
      ctx.signal.throwIfAborted();
    }
    ctx.note('most', most);
    const dropped = rowsWhere(batch.rows, (row) => far[row] > most);
    const findings: RowFinding[] = [
      { rule: 'far-row', level: 'warning', message: 'Rows lie far out.', rows: dropped, drops: drop },
      {
        rule: 'strange-level',
        level: 'info',
        message: 'Levels are not known.',
        rows: rowsWhere(batch.rows, (row) => strange[row] === 1),
        drops: false,
      },
    ];
    const keep = new Uint8Array(batch.rows).fill(1);
    if (drop) for (const row of dropped) keep[row] = 0;
    return { keep, findings, tags: { far, place: Array.from(far, (value) => (value > most ? 'out' : null)) } };
  },
};

function refuseSurrogates(batch: Table): void {
  for (const column of batch.columns) {
    const texts = column.storage === 'coded' ? column.levels : column.storage === 'text' ? column.values : [];
    if (texts.some((text) => text !== null && !text.isWellFormed())) {
      throw verisimError('distance/bad-text', 'A text holds half a surrogate pair.', 'Read the file as UTF-8.');
    }
  }
}

function measureColumn(column: Column, known: Column | undefined, far: Float64Array, strange: Uint8Array): void {
  if (column.storage === 'numeric' && known?.storage === 'numeric') {
    const sorted = known.values.filter(Number.isFinite).sort();
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
    const width = at(0.75) - at(0.25);
    if (!(width > 0 && width < Number.POSITIVE_INFINITY)) return;
    for (let row = 0; row < far.length; row++) {
      const distance = Math.abs(column.values[row] - at(0.5)) / width;
      if (Number.isFinite(distance) && distance > far[row]) far[row] = distance;
    }
  }
  if (column.storage === 'coded' && known?.storage === 'coded') {
    const levels = new Set(known.levels);
    for (let row = 0; row < strange.length; row++) {
      if (column.codes[row] >= 0 && !levels.has(column.levels[column.codes[row]])) strange[row] = 1;
    }
  }
}

export function rowsWhere(rows: number, holds: (row: number) => boolean): Int32Array {
  return Int32Array.from(Array.from({ length: rows }, (_, row) => row).filter(holds));
}
