import { type Random, shuffle } from '@verisim/core';
import { type Tried, type Tries, tried } from './attack.ts';
import { takeCells } from './canonical-order.ts';
import type { Cells } from './cells.ts';

/** One condition on one column: equal to, at most or at least a value. */
interface Condition {
  readonly column: number;
  readonly is: 'equal' | 'at-most' | 'at-least';
  readonly value: number;
}

/** Conditions that hold together: an attack, won when exactly one row meets them. */
type Predicate = readonly Condition[];

/** The columns of a table as numbers: coded, text, numeric. */
const columnsOf = ({ coded, text, numeric }: Cells) => [...coded, ...text, ...numeric];

/** Columns of a multivariate predicate (anonymeter's default). */
const COLUMNS = 3;

/**
 * Singling out (Giomi et al. 2023, section 4.1): predicates read off the synthetic table that hold for exactly one training
 * row. Univariate: a value that occurs once, the least and the greatest number. Multivariate: the cells of a synthetic row in
 * three columns, numbers as bounds towards their tail, where they hold for that row alone. Holding for one row depends on how
 * many there are, so the larger real table is drawn down to the size of the smaller. Guessing draws values and signs at random.
 */
export function singlingOut(
  train: Cells,
  synthetic: Cells,
  holdout: Cells,
  attacks: number,
  random: Random,
): readonly Tried[] {
  const size = Math.min(train.rows, holdout.rows);
  const [real, control] = [train, holdout].map((cells, i) => drawRows(cells, size, random.fork(`size ${i}`)));
  const guesses = triesOn(real, randomPredicates(synthetic, attacks, random.fork('guess'))).won;
  const guess = guesses.reduce((sum, one) => sum + one, 0) / guesses.length;
  const univariate = shuffle(univariatePredicates(synthetic), random.fork('univariate')).slice(0, attacks);
  const multivariate = multivariatePredicates(synthetic, attacks, random.fork('multivariate'));
  return [
    { name: 'singling-out-univariate', predicates: univariate },
    { name: 'singling-out-multivariate', predicates: multivariate },
  ].flatMap(({ name, predicates }) => {
    if (predicates.length === 0) return [];
    return [tried(name, null, triesOn(real, predicates), triesOn(control, predicates), guess)];
  });
}

function drawRows(cells: Cells, size: number, random: Random): Cells {
  if (cells.rows === size) return cells;
  const order = shuffle(
    Int32Array.from({ length: cells.rows }, (_, i) => i),
    random,
  );
  return takeCells(cells, order.slice(0, size));
}

function triesOn(cells: Cells, predicates: readonly Predicate[]): Tries {
  const holds = singleHolder(cells);
  return { won: Uint8Array.from(predicates, (one) => Number(holds(one))), by: Int32Array.from(predicates.keys()) };
}

/** Answers whether exactly one row meets a predicate. */
function singleHolder(cells: Cells): (predicate: Predicate) => boolean {
  const columns = columnsOf(cells).map((values) => Float64Array.from(values));
  const all = Int32Array.from({ length: cells.rows }, (_, row) => row);
  const kept = new Int32Array(cells.rows);
  return (predicate) => {
    let [rows, count] = [all, cells.rows];
    for (const condition of predicate) {
      count = keepHolding(columns[condition.column], condition, rows, count, kept);
      rows = kept;
    }
    return count === 1;
  };
}

/** Keeps those of the first `count` rows that meet the condition; how many they are. */
function keepHolding(
  values: Float64Array,
  { is, value }: Condition,
  rows: Int32Array,
  count: number,
  kept: Int32Array,
): number {
  const [low, high] = [
    is === 'at-most' ? Number.NEGATIVE_INFINITY : value,
    is === 'at-least' ? Number.POSITIVE_INFINITY : value,
  ];
  let found = 0;
  for (let i = 0; i < count; i++) if (values[rows[i]] >= low && values[rows[i]] <= high) kept[found++] = rows[i];
  return found;
}

function univariatePredicates(synthetic: Cells): Predicate[] {
  const firstNumber = synthetic.coded.length + synthetic.text.length;
  return columnsOf(synthetic).flatMap((values, column) => {
    const counts = new Map<number, number>();
    for (const value of values)
      if (isPresent(value, column < firstNumber)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const once = [...counts].flatMap(([value, count]): Predicate[] => {
      return count === 1 ? [[{ column, is: 'equal', value }]] : [];
    });
    if (column < firstNumber || counts.size === 0) return once;
    const sorted = Float64Array.from(counts.keys()).sort();
    const least: Predicate = [{ column, is: 'at-most', value: sorted[0] }];
    return [...once, least, [{ column, is: 'at-least', value: sorted[sorted.length - 1] }]];
  });
}

function isPresent(value: number, code: boolean): boolean {
  return code ? value >= 0 : !Number.isNaN(value);
}

function multivariatePredicates(synthetic: Cells, attacks: number, random: Random): Predicate[] {
  const columns = columnsOf(synthetic);
  const firstNumber = synthetic.coded.length + synthetic.text.length;
  const medians = columns.map((values) => Float64Array.from(values).sort()[values.length >> 1]);
  const holdsForOne = singleHolder(synthetic);
  const found: Predicate[] = [];
  for (let turn = 0; turn < 20 * attacks && found.length < attacks; turn++) {
    const row = random.int(0, synthetic.rows);
    const chosen = shuffle([...columns.keys()], random).slice(0, COLUMNS);
    const predicate = chosen.flatMap((column): Condition[] => {
      const value = columns[column][row];
      if (!isPresent(value, column < firstNumber)) return [];
      if (column < firstNumber) return [{ column, is: 'equal', value }];
      return [{ column, is: value >= medians[column] ? 'at-least' : 'at-most', value }];
    });
    if (predicate.length > 0 && holdsForOne(predicate)) found.push(predicate);
  }
  return found;
}

function randomPredicates(synthetic: Cells, attacks: number, random: Random): Predicate[] {
  const columns = columnsOf(synthetic);
  const firstNumber = synthetic.coded.length + synthetic.text.length;
  return Array.from({ length: attacks }, () =>
    shuffle([...columns.keys()], random)
      .slice(0, COLUMNS)
      .map((column): Condition => {
        const value = columns[column][random.int(0, synthetic.rows)];
        if (column < firstNumber) return { column, is: 'equal', value };
        return { column, is: random.next() < 0.5 ? 'at-most' : 'at-least', value };
      }),
  );
}
