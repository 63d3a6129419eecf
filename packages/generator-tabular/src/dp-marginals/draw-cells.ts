import { type Column, type ColumnTest, passesNumber, type Random } from '@verisim/core';
import type { Cells, NumericCells } from './cells.ts';
import { fractionAt, fractionOf, pointAt, pointsOf } from './numeric-cells.ts';

/** The values of one cell that pass a test, and which part of the cell they are. */
interface Passing {
  readonly share: number;
  /** From here on, in points or, where they are not numbered, in fractions of the range; one past the end. */
  readonly from: number;
  readonly to: number;
  /** The values themselves where they are listed. */
  readonly listed: readonly number[] | null;
}

const NONE: Passing = { share: 0, from: 0, to: 0, listed: [] };

/** The part of each cell whose values pass a test: what a condition makes of a column, known without drawing. */
export function passingShares(cells: Cells, test: ColumnTest | undefined): Float64Array {
  return Float64Array.from({ length: cells.size }, (_, cell) => {
    if (test === undefined) return 1;
    if (cell === cells.missing) return test.missing ? 1 : 0;
    if (cells.storage === 'coded') return test.present && test.codes?.[cell] === 1 ? 1 : 0;
    if (cell < cells.spikes.length) return passesNumber(test, cells.spikes[cell]) ? 1 : 0;
    return passingIn(cells, cell - cells.spikes.length, test).share;
  });
}

/** One value for each cell number: levels as they are, numbers drawn evenly among those of their bin that pass. */
export function drawCells(cells: Cells, drawn: Int32Array, test: ColumnTest | undefined, random: Random): Column {
  if (cells.storage === 'coded') {
    return { storage: 'coded', codes: drawn.map((cell) => (cell === cells.missing ? -1 : cell)), levels: cells.levels };
  }
  const { spikes, missing } = cells;
  const bins = Array.from({ length: cells.bins }, (_, bin) => passingIn(cells, bin, test));
  const values = Float64Array.from(drawn, (cell) => {
    if (cell === missing) return Number.NaN;
    return cell < spikes.length ? spikes[cell] : drawIn(cells, bins[cell - spikes.length], random.next());
  });
  return { storage: 'numeric', values };
}

function drawIn(cells: NumericCells, { from, to, listed }: Passing, uniform: number): number {
  if (listed !== null) return listed[Math.floor(uniform * listed.length)];
  if (cells.step === 0) return fractionAt(cells, from + uniform * (to - from));
  return pointAt(cells, from + Math.floor(uniform * (to - from)));
}

function passingIn(cells: NumericCells, bin: number, test: ColumnTest | undefined): Passing {
  const [first, end] = cells.step === 0 ? [bin / cells.bins, (bin + 1) / cells.bins] : pointsOf(cells, bin);
  if (test === undefined) return { share: 1, from: first, to: end, listed: null };
  if (!test.present || test.interval === null) return NONE;
  if (cells.step === 0) return passingFractions(cells, first, end, test);
  if (test.values !== null) {
    const place = (value: number) => Math.round((value - cells.low) / cells.step);
    const listed = test.values.filter((value) => {
      const point = place(value);
      return point >= first && point < end && pointAt(cells, point) === value && passesNumber(test, value);
    });
    return { share: listed.length / (end - first), from: 0, to: 0, listed };
  }
  let [from, to] = [first, end];
  const place = (value: number) => (value - cells.low) / cells.step;
  from = Math.min(to, Math.max(from, Math.floor(place(test.interval.low))));
  to = Math.max(from, Math.min(to, Math.ceil(place(test.interval.high)) + 1));
  while (from < to && !passesNumber(test, pointAt(cells, from))) from++;
  while (to > from && !passesNumber(test, pointAt(cells, to - 1))) to--;
  return { share: (to - from) / (end - first), from, to, listed: null };
}

/** Values that are not numbered: a range is cut; single values but the cells' own are never met. */
function passingFractions(cells: NumericCells, first: number, end: number, test: ColumnTest): Passing {
  if (test.values !== null || test.interval === null) return NONE;
  const from = Math.max(first, Math.min(1, fractionOf(cells, test.interval.low)));
  const to = Math.min(end, Math.max(0, fractionOf(cells, test.interval.high)));
  return { share: Math.max(0, to - from) / (end - first), from, to, listed: null };
}
