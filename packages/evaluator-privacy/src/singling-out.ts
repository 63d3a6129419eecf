import { type Random, shuffle } from '@verisim/core';
import { type Tried, type Tries, tried } from './attack.ts';
import { takeCells } from './canonical-order.ts';
import type { Cells } from './cells.ts';
import { multivariatePredicates, randomPredicates, univariatePredicates } from './draw-predicates.ts';
import { type RowFinder, rowFinder } from './find-rows.ts';
import { columnNames, type Predicate } from './predicate.ts';

/** A column with so many predicates of its own is an attack of its own. */
const OWN_ATTACK = 100;

/** Parts of the larger table that are tried, at most. */
const MOST_PARTS = 4;

/**
 * Singling out (Giomi et al. 2023, section 4.1): predicates read off the synthetic table that hold for exactly one training
 * row. Univariate: a value that occurs once, the least and the greatest number, of all columns and of each that has many such.
 * Multivariate: cells of a synthetic row that hold for that row alone, see `multivariatePredicates`. Holding for one row depends
 * on how many there are, so the larger real table is cut into parts of the size of the smaller, up to four, and each is
 * attacked. Guessing draws values and signs at random.
 */
export function singlingOut(
  train: Cells,
  synthetic: Cells,
  holdout: Cells,
  attacks: number,
  random: Random,
): readonly Tried[] {
  const size = Math.min(train.rows, holdout.rows);
  const [real, control] = [train, holdout].map((cells, i) =>
    partsOf(cells, size, random.fork(`size ${i}`)).map(rowFinder),
  );
  const guesses = triesOn(real, randomPredicates(synthetic, attacks, random.fork('guess'))).won;
  const guess = guesses.reduce((sum, one) => sum + one, 0) / guesses.length;
  const attempt = (name: string, column: string | null, predicates: readonly Predicate[]) =>
    predicates.length === 0
      ? []
      : [tried(name, column, triesOn(real, predicates), triesOn(control, predicates), guess)];
  const some = (predicates: Predicate[], label: string) => shuffle(predicates, random.fork(label)).slice(0, attacks);
  const byColumn = univariatePredicates(synthetic);
  const names = columnNames(synthetic);
  return [
    ...attempt('singling-out-univariate', null, some(byColumn.flat(), 'univariate')),
    ...byColumn.flatMap((predicates, column) =>
      predicates.length < OWN_ATTACK
        ? []
        : attempt('singling-out-univariate', names[column], some([...predicates], `column ${column}`)),
    ),
    ...attempt(
      'singling-out-multivariate',
      null,
      multivariatePredicates(synthetic, attacks, random.fork('multivariate')),
    ),
  ];
}

function partsOf(cells: Cells, size: number, random: Random): readonly Cells[] {
  if (cells.rows === size) return [cells];
  const order = shuffle(
    Int32Array.from({ length: cells.rows }, (_, i) => i),
    random,
  );
  const parts = Math.min(MOST_PARTS, Math.floor(cells.rows / size));
  return Array.from({ length: parts }, (_, i) => takeCells(cells, order.slice(i * size, (i + 1) * size)));
}

/** Every predicate on every part; the same predicate is one thing to go by. */
function triesOn(parts: readonly RowFinder[], predicates: readonly Predicate[]): Tries {
  return {
    won: Uint8Array.from(parts.flatMap((part) => predicates.map((one) => Number(part.singlesOut(one))))),
    by: Int32Array.from(parts.flatMap(() => [...predicates.keys()])),
  };
}
