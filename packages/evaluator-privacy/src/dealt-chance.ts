import { type Random, shuffle } from '@verisim/core';
import { studentTail } from '@verisim/statistics';

/** Rows in parts of equal size: so many of the training rows, then so many of the holdout. */
export interface DealtRows {
  readonly size: number;
  readonly parts: number;
  readonly controls: number;
}

/** How often rows are dealt out anew. */
const DEALS = 200;

/** More rows than so many for each part: one predicate holds for exactly one row of a part next to never. */
const MOST_ROWS = 60;

/** The share of predicates that hold for exactly one row of a part, over the training parts and over those of the holdout. `matches` holds the rows of each predicate. */
export function winsOf(
  matches: readonly Int32Array[],
  { size, parts, controls }: DealtRows,
  partOf: Uint8Array = partsInOrder({ size, parts, controls }),
): { readonly rate: number; readonly control: number } {
  const [wins, counts] = [[0, 0], new Int32Array(parts + controls)];
  for (const rows of matches) {
    counts.fill(0);
    for (const row of rows) counts[partOf[row]]++;
    for (let part = 0; part < counts.length; part++) if (counts[part] === 1) wins[part < parts ? 0 : 1]++;
  }
  const most = Math.max(1, matches.length);
  return { rate: wins[0] / most / parts, control: wins[1] / most / controls };
}

/**
 * P of so large a difference of the two shares when training and holdout rows are alike: real rows are dealt out to the parts anew, again and again, with the
 * predicates as they are (a permutation test; Fisher 1935), and the difference is set against the spread of those (Student's t). Whatever predicates have in
 * common is in that spread.
 */
export function dealtChance(matches: readonly Int32Array[], dealt: DealtRows, random: Random): number {
  const { rate, control } = winsOf(matches, dealt);
  const partOf = partsInOrder(dealt);
  const few = matches.filter((rows) => rows.length > 0 && rows.length <= MOST_ROWS * (dealt.parts + dealt.controls));
  let squares = 0;
  for (let deal = 0; deal < DEALS; deal++) {
    const anew = winsOf(few, dealt, shuffle(partOf, random));
    squares += ((anew.rate - anew.control) * (few.length / matches.length)) ** 2;
  }
  const spread = Math.sqrt(squares / DEALS);
  const continuity = 0.5 * (1 / dealt.parts + 1 / dealt.controls);
  return spread > 0 ? studentTail((rate - control - continuity / matches.length) / spread, DEALS) : 1;
}

function partsInOrder({ size, parts, controls }: DealtRows): Uint8Array {
  return Uint8Array.from({ length: size * (parts + controls) }, (_, row) => Math.floor(row / size));
}
