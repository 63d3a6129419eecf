import { type Random, type Table, type TableSpec, takeFromColumn } from '@verisim/core';
import { tuplesWhere } from './join-step.ts';
import { type DeclaredColumn, replaceColumns } from './named-columns.ts';
import type { ProjectState, Step } from './step.ts';
import { createTupleNumbers } from './tuple-numbers.ts';
import { loadTuples } from './tuples.ts';

/** Combinations that begin alike, with how often they and all before them occur. */
interface Choices {
  readonly tuples: number[];
  readonly until: number[];
}

/**
 * Combinations too many to be learned as one column: each column is learned by itself, and a row whose combination is not known keeps as
 * many columns, those of fewest values first, as some known combination begins with; the rest is drawn from those, as often as they
 * occur.
 */
export function projectStep(state: ProjectState, spec: TableSpec): Step {
  const { columns: names, rules } = state;
  const tuples = loadTuples(spec, names, state.tuples);
  return {
    state,
    hidden: [],
    encode: (columns) => columns,
    decode(columns, decoding) {
      const cells = names.map((name) => (columns.get(name) as DeclaredColumn).column);
      const passing = tuplesWhere(tuples, decoding.where, rules);
      const random = decoding.random.fork(`combinations:${rules.join(',')}`);
      const drawn = nearestTuples(tuples, passing, state.counts, cells, random);
      decoding.repaired(rules.join(' and '), drawn.repaired);
      const parts = tuples.spec.columns.map((own, i) => ({
        spec: own,
        column: takeFromColumn(tuples.columns[i], drawn.codes),
      }));
      return replaceColumns(columns, [], parts);
    },
    translate(where) {
      tuplesWhere(tuples, where, rules);
      return [];
    },
  };
}

function nearestTuples(
  tuples: Table,
  passing: Int32Array,
  counts: readonly number[],
  cells: Table['columns'],
  random: Random,
): { readonly codes: Int32Array; readonly repaired: number } {
  const codes = new Int32Array(cells.length === 0 ? 0 : tupleRows(cells)).fill(-1);
  let repaired = 0;
  for (let length = cells.length; length >= 0 && codes.includes(-1); length--) {
    const numbers = createTupleNumbers();
    const begin = (columns: Table['columns'], rows: number) =>
      length === 0 ? new Int32Array(rows) : numbers(columns.slice(0, length));
    const choices = choicesOf(begin(tuples.columns, tuples.rows), passing, counts);
    begin(cells, codes.length).forEach((number, row) => {
      const choice = choices.get(number);
      if (codes[row] >= 0 || choice === undefined) return;
      codes[row] = choice.tuples.length === 1 ? choice.tuples[0] : draw(choice, random);
      if (length < cells.length) repaired++;
    });
  }
  return { codes, repaired };
}

function tupleRows([first]: Table['columns']): number {
  return first.storage === 'coded' ? first.codes.length : first.values.length;
}

function choicesOf(begins: Int32Array, passing: Int32Array, counts: readonly number[]): ReadonlyMap<number, Choices> {
  const choices = new Map<number, Choices>();
  for (const tuple of passing) {
    const choice = choices.get(begins[tuple]) ?? { tuples: [], until: [] };
    choice.tuples.push(tuple);
    choice.until.push((choice.until.at(-1) ?? 0) + counts[tuple]);
    choices.set(begins[tuple], choice);
  }
  return choices;
}

function draw({ tuples, until }: Choices, random: Random): number {
  const wanted = random.next() * until[until.length - 1];
  let [low, high] = [0, until.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (until[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return tuples[low];
}
