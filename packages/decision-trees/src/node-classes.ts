/** What a tree predicts: one class per row. */
export interface Response {
  /** 0 ... classes - 1; for an ordered response coarse groups of its values, which put categories in order. */
  readonly codes: Uint16Array;
  /** At most 65,535. */
  readonly classes: number;
  /**
   * Makes the response ordered: the place of each row's value among all values, ascending from 1 on; equal values share it, 0 = missing.
   * Every node then tells quantile groups of *its own* rows apart, so that a tree sees shifts on any scale.
   */
  readonly places?: Int32Array;
}

/** Where the classes of a node's rows are put: one per row in the order of `rows`, and the count of each. */
export interface NodeClasses {
  readonly rows: Int32Array;
  readonly classOf: Uint16Array;
  readonly total: Int32Array;
}

/** Rows for each quantile group of a node, at least. */
const LEAST_ROWS = 8;

/**
 * Numbers the classes of a node without gaps and counts them.
 *
 * @param renumber scratch, one entry per class, all -1 before and after
 * @returns how many classes occur
 */
export function presentClasses(
  { rows, classOf, total }: NodeClasses,
  codes: Uint16Array,
  renumber: Int32Array,
  from: number,
  to: number,
): number {
  let present = 0;
  for (let i = from; i < to; i++) {
    const code = codes[rows[i]];
    let k = renumber[code];
    if (k < 0) {
      k = present++;
      renumber[code] = k;
      total[k] = 0;
    }
    classOf[i] = k;
    total[k]++;
  }
  for (let i = from; i < to; i++) renumber[codes[rows[i]]] = -1;
  return present;
}

/**
 * Cuts a node's rows, which lie in the order of their places, into at most `most` groups of about equal size, equal values together;
 * missing values are a group of their own, and so is a value as frequent as a group (a spike).
 *
 * @returns how many groups there are, at most `most + 2` and a spike each
 */
export function quantileClasses(
  { rows, classOf, total }: NodeClasses,
  places: Int32Array,
  most: number,
  from: number,
  to: number,
): number {
  let at = from;
  while (at < to && places[rows[at]] === 0) classOf[at++] = 0;
  let group = 0;
  if (at > from) total[group++] = at - from;
  const rowsPerGroup = (to - at) / Math.max(2, Math.min(most, Math.floor((to - at) / LEAST_ROWS)));
  let open = 0;
  while (at < to) {
    const end = endOfPlace(rows, places, at, to);
    const count = end - at;
    if (open > 0 && (count >= rowsPerGroup || open + count / 2 > rowsPerGroup)) {
      total[group++] = open;
      open = 0;
    }
    fillGroup(classOf, group, at, end);
    open += count;
    if (open >= rowsPerGroup) {
      total[group++] = open;
      open = 0;
    }
    at = end;
  }
  if (open > 0) total[group++] = open;
  return group;
}

function endOfPlace(rows: Int32Array, places: Int32Array, from: number, to: number): number {
  const place = places[rows[from]];
  let end = from + 1;
  while (end < to && places[rows[end]] === place) end++;
  return end;
}

function fillGroup(classOf: Uint16Array, group: number, from: number, to: number): void {
  for (let i = from; i < to; i++) classOf[i] = group;
}

/** Groups that {@link quantileClasses} may make: every second one holds at least half of `rowsPerGroup` rows. */
export function mostQuantileClasses(most: number): number {
  return 4 * most + 8;
}

/** Rows in ascending order of their places, equal places in order of rows. */
export function rowsByPlace(places: Int32Array): Int32Array {
  let most = 0;
  for (let i = 0; i < places.length; i++) if (places[i] > most) most = places[i];
  const start = new Int32Array(most + 2);
  for (let i = 0; i < places.length; i++) start[places[i] + 1]++;
  for (let place = 1; place < start.length; place++) start[place] += start[place - 1];
  const rows = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) rows[start[places[i]]++] = i;
  return rows;
}
