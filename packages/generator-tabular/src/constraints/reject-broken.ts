import { type Random, type Table, takeRows } from '@verisim/core';
import type { ConstraintAccount } from './constraint-account.ts';
import type { HeldModel } from './held-model.ts';
import type { Rule } from './rule.ts';
import { swapRepair } from './swap-repair.ts';
import { createRepeats, type Repeats } from './unique-rows.ts';

/** The rows of a table that hold all rules, once those that can be were mended. */
export type Rejection = (table: Table, random: Random) => Table;

/** Mends, then rejects, and counts both. Remembers the rows it kept, so that no two tables of a block repeat a unique row. */
export function createRejection(model: HeldModel, account: ConstraintAccount): Rejection {
  const { schema, steps } = model;
  const filled = new Set([...model.keys, ...model.ids].map(({ column }) => schema.columns[column].name));
  // Predicates that look at identifiers see them missing, as they are filled in later.
  const inRow = model.rules.filter((rule) => rule.constraint?.rule !== 'unique');
  const unique = model.rules.flatMap((rule) => uniqueIn(model, rule, filled));
  const fixed = steps.flatMap(({ state }) => (state.kind === 'offset' ? [] : state.columns));
  const free = new Set(schema.columns.map(({ name }) => name).filter((name) => !fixed.includes(name)));
  return (table, random) => {
    const mended = mendIfBroken(table, inRow, free, random, account);
    const tests = inRow.map((rule) => rule.breaks(mended));
    const repeats = unique.map(({ repeats }) => repeats(mended));
    const rows: number[] = [];
    const counts = new Int32Array(tests.length + repeats.length);
    for (let row = 0; row < mended.rows; row++) {
      let broken = tests.findIndex((breaks) => breaks(row));
      if (broken < 0) {
        const repeated = repeats.findIndex((repeat) => repeat(row));
        broken = repeated < 0 ? -1 : tests.length + repeated;
      }
      if (broken < 0) rows.push(row);
      else counts[broken]++;
    }
    for (const [i, { label }] of [...inRow, ...unique].entries()) account.rejected(label, counts[i]);
    return rows.length === mended.rows ? mended : takeRows(mended, rows);
  };
}

function mendIfBroken(
  table: Table,
  rules: readonly Rule[],
  free: ReadonlySet<string>,
  random: Random,
  account: ConstraintAccount,
): Table {
  const tests = rules.map((rule) => rule.breaks(table));
  let broken = 0;
  for (let row = 0; row < table.rows; row++) if (tests.some((breaks) => breaks(row))) broken++;
  if (broken === 0) return table;
  const { table: mended, repaired } = swapRepair(table, rules, free, random.fork('swap'));
  for (const [label, rows] of repaired) account.repaired(label, rows);
  return mended;
}

/** A unique rule that has to be watched: keys and identifiers are unique by themselves while none is missing. */
function uniqueIn(
  { schema, ids, keys }: HeldModel,
  { label, constraint, columns }: Rule,
  filled: ReadonlySet<string>,
): readonly { readonly label: string; readonly repeats: Repeats }[] {
  if (constraint?.rule !== 'unique') return [];
  const names = columns.filter((name) => filled.has(name));
  const missing = [
    ...ids.map(({ column, pattern }) => [column, pattern.missing] as const),
    ...keys.map((key) => [key.column, key.missing] as const),
  ];
  const sure = missing.some(([column, share]) => columns.includes(schema.columns[column].name) && share === 0);
  if (sure || columns.every((name) => names.includes(name))) return [];
  const places = columns.map((name) => schema.columns.findIndex((spec) => spec.name === name));
  return [{ label, repeats: createRepeats(places, constraint.missing === 'fail') }];
}
