import { type Column, type ColumnSpec, cellOf, columnKinds, isMissing, type Table } from '@verisim/core';

/** What a column holds, gathered block by block. */
export interface ColumnSummary {
  readonly name: string;
  readonly kind: string;
  readonly missing: number;
  /** Distinct values; a lower bound when there are more than are kept. */
  readonly distinct: number;
  readonly distinctIsLeast: boolean;
  /** The lowest and highest value of a column with an order; instants in ISO 8601. */
  readonly range: readonly [string | number, string | number] | null;
  /** The first few distinct values. */
  readonly examples: readonly (string | number)[];
}

interface Gathering {
  missing: number;
  readonly seen: Set<string | number>;
  full: boolean;
  low: number;
  high: number;
  readonly examples: (string | number)[];
}

/** Distinct values that are kept of a column. */
const MOST_SEEN = 100_000;
const EXAMPLES = 3;

/** Sums up a table that comes in blocks; memory does not grow with its rows. */
export async function summariseColumns(
  specs: readonly ColumnSpec[],
  blocks: AsyncIterable<Table>,
): Promise<readonly ColumnSummary[]> {
  const gathered = specs.map(
    (): Gathering => ({
      missing: 0,
      seen: new Set(),
      full: false,
      low: Number.POSITIVE_INFINITY,
      high: Number.NEGATIVE_INFINITY,
      examples: [],
    }),
  );
  for await (const block of blocks) {
    block.columns.forEach((column, i) => {
      gather(gathered[i], specs[i], column, block.rows);
    });
  }
  return specs.map((spec, i) => summaryOf(spec, gathered[i]));
}

function gather(into: Gathering, spec: ColumnSpec, column: Column, rows: number): void {
  for (let row = 0; into.examples.length < EXAMPLES && row < rows; row++) {
    const cell = cellOf(column, row);
    const shown = cell === null ? null : shownValue(spec, cell);
    if (shown !== null && !into.examples.includes(shown)) into.examples.push(shown);
  }
  if (column.storage === 'numeric') gatherRange(into, column.values);
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) into.missing++;
    else if (!into.full) {
      into.seen.add(column.storage === 'coded' ? column.codes[row] : column.values[row]!);
      into.full = into.seen.size >= MOST_SEEN;
    }
  }
}

function gatherRange(into: Gathering, values: Float64Array): void {
  for (const value of values) {
    if (value < into.low) into.low = value;
    if (value > into.high) into.high = value;
  }
}

function summaryOf(spec: ColumnSpec, { missing, seen, full, low, high, examples }: Gathering): ColumnSummary {
  const ranged = columnKinds[spec.kind].ordered && low <= high;
  return {
    name: spec.name,
    kind: spec.kind,
    missing,
    distinct: seen.size,
    distinctIsLeast: full,
    range: ranged ? [shownValue(spec, low), shownValue(spec, high)] : null,
    examples,
  };
}

function shownValue(spec: ColumnSpec, value: string | number): string | number {
  if (spec.kind !== 'datetime' || typeof value !== 'number') return value;
  return new Date(value).toISOString().replace(/T00:00:00.000Z$/, '');
}
