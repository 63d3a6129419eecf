import { type Column, type Context, createTable, type Random, type Table } from '@verisim/core';
import { decodeValues } from '../smooth-values.ts';
import { missingText } from '../trees/sample-trees.ts';
import { onGrid } from '../value-grid.ts';
import type { ClassNeighbours } from './class-neighbours.ts';
import type { TrainingColumn, TrainingRows } from './training-rows.ts';

/** Pairs of training rows and how far from the first towards the second each new row lies. */
interface Segments {
  readonly base: Int32Array;
  readonly other: Int32Array;
  /** 0 to 1. */
  readonly share: Float64Array;
}

/** A new row for each base row: numbers between it and one of its neighbours, categories by majority of all its neighbours. */
export function interpolateRows(
  training: TrainingRows,
  found: ClassNeighbours,
  base: Int32Array,
  kept: ReadonlySet<number>,
  ctx: Context,
): Table {
  const segments = drawSegments(found, base, ctx.random.fork('segments'));
  const columns = training.columns.map((column, i): Column => {
    ctx.signal.throwIfAborted();
    if (column === null) return missingText(base.length);
    const spec = training.schema.columns[i];
    if (column.decoder.table.values !== null) {
      return { storage: 'numeric', values: interpolate(column, column.decoder.table.values, segments) };
    }
    const codes = kept.has(i) ? base.map((row) => column.codes[row]) : vote(column, found, base);
    return decodeValues(column.decoder, codes, spec, ctx.random.fork(`column:${spec.name}`));
  });
  return createTable(training.schema.columns, columns);
}

/** A row without neighbours is its own. */
function drawSegments({ neighbours, rows }: ClassNeighbours, base: Int32Array, random: Random): Segments {
  const share = new Float64Array(base.length);
  const other = base.map((row, i) => {
    const first = row * neighbours;
    let known = 0;
    while (known < neighbours && rows[first + known] >= 0) known++;
    share[i] = random.next();
    return known === 0 ? row : rows[first + random.int(0, known)];
  });
  return { base, other, share };
}

/**
 * Numbers between two rows, on the grid. Where one of the two is missing, the cell is that of the nearer row: in all columns at once,
 * so that cells go missing together as they do in real rows.
 */
function interpolate({ decoder, codes }: TrainingColumn, values: Float64Array, segments: Segments): Float64Array {
  const { base, other, share } = segments;
  return share.map((towards, i) => {
    const [a, b] = [codes[base[i]], codes[other[i]]];
    if (a === 0 || b === 0) {
      const nearer = towards < 0.5 ? a : b;
      return nearer === 0 ? Number.NaN : values[nearer - 1];
    }
    const [x, y] = [values[a - 1], values[b - 1]];
    return x === y ? x : onGrid(decoder.grid, x * (1 - towards) + y * towards);
  });
}

/** The most frequent code among each row's neighbours: of several, the row's own, else that of the nearest. */
function vote({ decoder, codes }: TrainingColumn, { neighbours, rows }: ClassNeighbours, base: Int32Array): Int32Array {
  const votes = new Int32Array(decoder.table.counts.length);
  return base.map((row) => {
    const near = rows.subarray(row * neighbours, (row + 1) * neighbours).filter((other) => other >= 0);
    let winner = codes[row];
    for (const other of near) votes[codes[other]]++;
    for (const other of near) if (votes[codes[other]] > votes[winner]) winner = codes[other];
    for (const other of near) votes[codes[other]] = 0;
    return winner;
  });
}
