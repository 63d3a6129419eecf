/** The t-way combinations of factors, and which of their values have not been met yet. */
export interface Tuples {
  /** Factors of each combination, ascending. */
  readonly combinations: readonly Int32Array[];
  /** Combinations that each factor is part of. */
  readonly byFactor: readonly (readonly number[])[];
  /** Where the values of a combination begin in `open`. */
  readonly starts: Int32Array;
  /** 1 per combination of values that has not been met. */
  readonly open: Uint8Array;
}

/** How many t-way value combinations there are. */
export function countTuples(levels: readonly number[], strength: number): number {
  // Elementary symmetric polynomial of degree t.
  const sums = new Float64Array(strength + 1);
  sums[0] = 1;
  for (const count of levels) for (let t = strength; t >= 1; t--) sums[t] += sums[t - 1] * count;
  return sums[strength];
}

/** All t-way combinations of factors with these numbers of levels. */
export function tuplesOf(levels: readonly number[], strength: number): Tuples {
  const combinations: Int32Array[] = [];
  const chosen = new Int32Array(strength);
  const choose = (from: number, depth: number): void => {
    if (depth === strength) return void combinations.push(chosen.slice());
    for (let factor = from; factor <= levels.length - (strength - depth); factor++) {
      chosen[depth] = factor;
      choose(factor + 1, depth + 1);
    }
  };
  choose(0, 0);
  const starts = new Int32Array(combinations.length + 1);
  combinations.forEach((factors, i) => {
    starts[i + 1] = starts[i] + factors.reduce((product, factor) => product * levels[factor], 1);
  });
  const byFactor = levels.map((_, factor) =>
    combinations.flatMap((factors, i) => (factors.includes(factor) ? [i] : [])),
  );
  return { combinations, byFactor, starts, open: new Uint8Array(starts[combinations.length]).fill(1) };
}

/** The place of a row's values in `open`; -1 while one of the combination's factors has no value (below 0). */
export function placeIn(
  { combinations, starts }: Tuples,
  combination: number,
  levels: readonly number[],
  row: Int32Array,
): number {
  let place = 0;
  for (const factor of combinations[combination]) {
    if (row[factor] < 0) return -1;
    place = place * levels[factor] + row[factor];
  }
  return starts[combination] + place;
}

/** The values of a place of a combination, other factors -1. */
export function rowAt(
  { combinations, starts }: Tuples,
  combination: number,
  place: number,
  levels: readonly number[],
): Int32Array {
  const row = new Int32Array(levels.length).fill(-1);
  let left = place - starts[combination];
  const factors = combinations[combination];
  for (let i = factors.length - 1; i >= 0; i--) {
    row[factors[i]] = left % levels[factors[i]];
    left = Math.floor(left / levels[factors[i]]);
  }
  return row;
}
