import { type Random, shuffle } from '@verisim/core';
import { wilsonInterval } from '@verisim/statistics';
import type { Tried } from './attack.ts';
import { takeCells } from './canonical-order.ts';
import { type Cells, concatCells } from './cells.ts';
import { type DealtRows, dealtChance, winsOf } from './dealt-chance.ts';
import { multivariatePredicates, randomPredicates, univariatePredicates } from './draw-predicates.ts';
import { rowFinder } from './find-rows.ts';
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
 * attacked. Guessing draws values and signs at random. Predicates win together or not, as they hold for the same rows, so `p` is that of real rows dealt out
 * anew to the tables: see `dealtChance`.
 */
export function singlingOut(
  train: Cells,
  synthetic: Cells,
  holdout: Cells,
  attacks: number,
  random: Random,
): readonly Tried[] {
  const dealt = dealRows(train, holdout, random);
  const finder = rowFinder(dealt.cells);
  const matches = (predicates: readonly Predicate[]) => predicates.map((one) => finder.matching(one));
  const guess = winsOf(matches(randomPredicates(synthetic, attacks, random.fork('guess'))), dealt.rows).rate;
  const attempt = (column: string | null, attack: string, predicates: readonly Predicate[], label: string): Tried[] => {
    if (predicates.length === 0) return [];
    const found = matches(predicates);
    const { rate, control } = winsOf(found, dealt.rows);
    const interval = wilsonInterval(rate, predicates.length * dealt.rows.parts);
    const p = dealtChance(found, dealt.rows, random.fork(`deal ${label}`));
    return [{ attack, column, rate, ...interval, control, guess, p }];
  };
  const some = (predicates: Predicate[], label: string) => shuffle(predicates, random.fork(label)).slice(0, attacks);
  const byColumn = univariatePredicates(synthetic);
  const names = columnNames(synthetic);
  const univariate = 'singling-out-univariate';
  return [
    ...attempt(null, univariate, some(byColumn.flat(), 'univariate'), 'univariate'),
    ...byColumn.flatMap((predicates, column) => {
      const label = `column ${column}`;
      return predicates.length < OWN_ATTACK
        ? []
        : attempt(names[column], univariate, some([...predicates], label), label);
    }),
    ...attempt(
      null,
      'singling-out-multivariate',
      multivariatePredicates(synthetic, attacks, random.fork('multivariate')),
      'multivariate',
    ),
  ];
}

/** Parts of equal size of the training rows, one above the other, then of the holdout. */
function dealRows(train: Cells, holdout: Cells, random: Random): { readonly cells: Cells; readonly rows: DealtRows } {
  const size = Math.min(train.rows, holdout.rows);
  const parts = Math.min(MOST_PARTS, Math.floor(train.rows / size));
  const controls = Math.min(MOST_PARTS, Math.floor(holdout.rows / size));
  const taken = [train, holdout].map((cells, i) => {
    const rows = size * (i === 0 ? parts : controls);
    if (rows === cells.rows) return cells;
    const order = Int32Array.from({ length: cells.rows }, (_, row) => row);
    return takeCells(cells, shuffle(order, random.fork(`size ${i}`)).slice(0, rows));
  });
  return { cells: concatCells(taken[0], taken[1]), rows: { size, parts, controls } };
}
