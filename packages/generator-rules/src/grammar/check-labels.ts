import { createRandom } from '@verisim/core';
import { ambiguousLabel } from '../errors.ts';
import { placeOf, type Spot } from '../rules/source.ts';
import { type Cells, type Derivation, derivationsOf, drawnDerivations } from './derivations.ts';
import type { Writer } from './expansion.ts';

/** Texts that are compared one by one; of more, so many are drawn and compared. */
const MOST_TEXTS = 100_000;

/** How a grammar was looked through. */
export interface LabelCheck {
  /** Texts looked at, values in them counted as one. */
  readonly texts: number;
  /** All there are. */
  readonly complete: boolean;
}

/**
 * Whether one text can be made with two labels. All texts are compared where there are at most 100,000, else as many drawn ones. A value that is drawn counts as
 * equal to itself alone. Throws `generator-rules/ambiguous-label`.
 */
export function checkLabels(write: Writer, rows: readonly Cells[], spot: Spot): LabelCheck {
  const labels = new Map<string, string>();
  let texts = 0;
  const check = ({ text, set }: Derivation): void => {
    texts++;
    const label = labelText(set);
    const before = labels.get(text);
    if (before === undefined) labels.set(text, label);
    else if (before !== label) throw ambiguousLabel(placeOf(spot), text.replaceAll('\u0001', '|'), [before, label]);
  };
  for (const cells of rows) {
    for (const derivation of derivationsOf(write, cells)) {
      if (texts >= MOST_TEXTS) return { ...checkDrawn(write, rows, check, () => texts), complete: false };
      check(derivation);
    }
  }
  return { texts, complete: true };
}

function checkDrawn(
  write: Writer,
  rows: readonly Cells[],
  check: (one: Derivation) => void,
  texts: () => number,
): { texts: number } {
  const each = Math.max(1, Math.floor(MOST_TEXTS / rows.length));
  rows.slice(0, MOST_TEXTS).forEach((cells, i) => {
    for (const derivation of drawnDerivations(write, cells, createRandom(`labels:${i}`), each)) check(derivation);
  });
  return { texts: texts() };
}

function labelText(set: ReadonlyMap<string, string>): string {
  if (set.size === 0) return 'none';
  return [...set]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([column, level]) => `${column}: ${level}`)
    .join(', ');
}
