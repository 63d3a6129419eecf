import { type Random, shuffle } from '@verisim/core';
import { canComplete, type Forbidden } from './forbidden.ts';
import { placeIn, rowAt, type Tuples, tuplesOf } from './tuples.ts';

/** Rows tried for each row that is kept. */
const CANDIDATES = 30;

/** What is covered: levels of each factor, how many factors at once, what must not occur. */
export interface CoveringRequest {
  readonly levels: readonly number[];
  readonly strength: number;
  readonly forbidden: readonly Forbidden[];
}

/**
 * A covering array one row at a time, each the best of some that are built value by value to meet as many combinations as possible that none has met
 * (Cohen, Dalal, Fredman & Patton 1997, AETG). Combinations that constraints rule out are left out.
 */
export function greedyArray(request: CoveringRequest, random: Random): Int32Array[] {
  const { levels, strength, forbidden } = request;
  const tuples = tuplesOf(levels, strength);
  const open = openPlaces(tuples, request);
  const rows: Int32Array[] = [];
  while (open.length > 0) {
    let best: Int32Array | null = null;
    let most = 0;
    for (let i = 0; i < CANDIDATES; i++) {
      const [combination, place] = open[random.int(0, open.length)];
      const row = candidate(rowAt(tuples, combination, place, levels), tuples, request, random);
      const gain = gainOf(row, tuples, levels);
      if (gain > most) [best, most] = [row, gain];
    }
    rows.push(best!);
    close(best!, tuples, levels);
    let kept = 0;
    for (const one of open) if (tuples.open[one[1]] === 1) open[kept++] = one;
    open.length = kept;
  }
  return forbidden.length === 0 ? withoutSpare(rows, tuples, levels) : rows;
}

/** Combination and place of everything that can be met; the rest is closed. */
function openPlaces(tuples: Tuples, { levels, forbidden }: CoveringRequest): (readonly [number, number])[] {
  const open: (readonly [number, number])[] = [];
  for (let i = 0; i < tuples.combinations.length; i++) {
    for (let place = tuples.starts[i]; place < tuples.starts[i + 1]; place++) {
      if (forbidden.length === 0 || canComplete(rowAt(tuples, i, place, levels), levels, forbidden))
        open.push([i, place]);
      else tuples.open[place] = 0;
    }
  }
  return open;
}

function candidate(
  start: Int32Array,
  tuples: Tuples,
  { levels, forbidden }: CoveringRequest,
  random: Random,
): Int32Array {
  const row = start;
  const order = shuffle(
    levels.map((_, factor) => factor).filter((factor) => row[factor] < 0),
    random,
  );
  for (const factor of order) {
    let [best, most, ties] = [-1, -1, 0];
    for (let level = 0; level < levels[factor]; level++) {
      row[factor] = level;
      const gain = gainAt(row, factor, tuples, levels);
      if (gain < most || (forbidden.length > 0 && !canComplete(row, levels, forbidden))) continue;
      ties = gain > most ? 1 : ties + 1;
      if (gain > most || random.int(0, ties) === 0) [best, most] = [level, gain];
    }
    row[factor] = best;
  }
  return row;
}

/** Combinations that a factor's value completes and that were not met. */
function gainAt(row: Int32Array, factor: number, tuples: Tuples, levels: readonly number[]): number {
  let gain = 0;
  for (const i of tuples.byFactor[factor]) {
    const place = placeIn(tuples, i, levels, row);
    if (place >= 0) gain += tuples.open[place];
  }
  return gain;
}

function gainOf(row: Int32Array, tuples: Tuples, levels: readonly number[]): number {
  let gain = 0;
  for (let i = 0; i < tuples.combinations.length; i++) gain += tuples.open[placeIn(tuples, i, levels, row)];
  return gain;
}

function close(row: Int32Array, tuples: Tuples, levels: readonly number[]): void {
  for (let i = 0; i < tuples.combinations.length; i++) tuples.open[placeIn(tuples, i, levels, row)] = 0;
}

/** The rows without those all of whose combinations others meet, the first ones tried first. */
export function withoutSpare(rows: readonly Int32Array[], tuples: Tuples, levels: readonly number[]): Int32Array[] {
  const met = new Int32Array(tuples.open.length);
  const each = (row: Int32Array, visit: (place: number) => void) => {
    for (let i = 0; i < tuples.combinations.length; i++) visit(placeIn(tuples, i, levels, row));
  };
  for (const row of rows) each(row, (place) => met[place]++);
  return rows.filter((row) => {
    let spare = true;
    each(row, (place) => {
      if (met[place] < 2) spare = false;
    });
    if (spare) each(row, (place) => met[place]--);
    return !spare;
  });
}
