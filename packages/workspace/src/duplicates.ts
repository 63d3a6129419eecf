import { columnKinds, type Table, takeColumns } from '@verisim/core';
import { nearTexts } from './near-texts.ts';
import { inForm } from './normal-form.ts';
import { mostCopies, repeatedRows } from './repeated-rows.ts';
import { groupSizes, type RowGroups, type RowLink, rowGroups } from './row-groups.ts';
import type { Split } from './stratified-split.ts';

/** What to do with rows that are copies of one another: `together` keeps them on one side, `refuse` does not lock when some would cross. */
export type DuplicatePolicy = 'keep' | 'together' | 'refuse';

/** Copies among the rows of a table, and what became of them. */
export interface DuplicateCounts {
  readonly policy: DuplicatePolicy;
  /** Rows that equal another one in every cell, identifiers apart. */
  readonly exact: number;
  /** Further rows that equal another one but for case, white space, the fourth digit of numbers, or the target. */
  readonly near: number;
  /** Further rows whose text is nearly that of another one. */
  readonly text: number;
  /** Rows that equal another one and are so common that chance explains it: they stay where they fall. */
  readonly common: number;
  /** Sets of rows that are copies of one another. */
  readonly sets: number;
  /** Locked rows that have a copy in the training part. */
  readonly across: number;
}

/** Rows of one set of copies, counted from 1 below the header, at most four; those on both sides of a split come first. */
export interface DuplicateExample {
  readonly how: 'exact' | 'near' | 'text';
  readonly rows: readonly number[];
  /** Whether the set stands on both sides. */
  readonly across: boolean;
}

/** Copies among the rows of a table. */
export interface Duplicates {
  /** What ties copies together, for `rowGroups`. */
  readonly links: readonly RowLink[];
  readonly common: number;
}

const HOW = ['exact', 'near', 'text'] as const;
const MOST_EXAMPLES = 5;
const MOST_ROWS = 4;

/** Looks for copies: equal rows, rows equal in normal form with the target left out, and nearly equal texts. Identifiers and ignored columns do not count. */
export function findDuplicates(table: Table, target: string | null): Duplicates {
  const compared = table.spec.columns.filter(
    ({ kind, role }) => !columnKinds[kind].identifies && (role !== 'ignore' || kind === 'text'),
  );
  const names = compared.map(({ name }) => name);
  const whole = takeColumns(table, names);
  const exact = repeatedRows(whole);
  const features = takeColumns(
    table,
    names.filter((name) => name !== target),
  );
  const near = repeatedRows(inNormalForm(features));
  return { links: [[exact.copyOf], [near.copyOf], textLink(features)], common: exact.common };
}

/** The normal form, but dates as they are: three digits of one are months. */
function inNormalForm(table: Table): Table {
  const { columns, ...rest } = inForm(table, 'normal');
  return {
    ...rest,
    columns: columns.map((column, i) => (table.spec.columns[i].kind === 'datetime' ? table.columns[i] : column)),
  };
}

/** Nearly equal texts, but for those that so many rows share that they are a form of words. */
function textLink(table: Table): RowLink {
  const alike = nearTexts(table);
  // A row hangs on itself and on the one it is like.
  const groups = rowGroups(table.rows, [[Int32Array.from(alike.keys()), alike]]);
  const sizes = groupSizes(groups);
  return [groups.of.map((group) => (sizes[group] > 1 && sizes[group] <= mostCopies(table.rows) ? group : -1))];
}

/** Counts copies, and those that a split puts on both sides. */
export function countDuplicates(
  { links, common }: Duplicates,
  { holdout, train }: Split,
  policy: DuplicatePolicy,
): { readonly counts: DuplicateCounts; readonly examples: readonly DuplicateExample[] } {
  const rows = holdout.length + train.length;
  const found = [0, 0, 0];
  const seen = new Uint8Array(rows);
  const how = new Uint8Array(rows);
  HOW.forEach((_, i) => {
    const groups = rowGroups(rows, links.slice(0, i + 1));
    const sizes = groupSizes(groups);
    for (let row = 0; row < rows; row++) {
      if (seen[row] === 1 || sizes[groups.of[row]] === 1) continue;
      seen[row] = 1;
      how[row] = i;
      found[i]++;
    }
  });
  const groups = rowGroups(rows, links);
  const split = sidesOf(groups, holdout);
  const across = holdout.filter((row) => split.crossing(groups.of[row])).length;
  const [exact, near, text] = found;
  const sets = groupSizes(groups).filter((size) => size > 1).length;
  return {
    counts: { policy, exact, near, text, common, sets, across },
    examples: examplesOf(groups, how, split.crossing),
  };
}

function sidesOf(groups: RowGroups, holdout: Int32Array): { crossing(group: number): boolean } {
  const sizes = groupSizes(groups);
  const held = new Int32Array(groups.count);
  for (const row of holdout) held[groups.of[row]]++;
  return { crossing: (group) => held[group] > 0 && held[group] < sizes[group] };
}

function examplesOf(
  groups: RowGroups,
  how: Uint8Array,
  crossing: (group: number) => boolean,
): readonly DuplicateExample[] {
  const members = new Map<number, number[]>();
  const sizes = groupSizes(groups);
  groups.of.forEach((group, row) => {
    if (sizes[group] === 1) return;
    const list = members.get(group);
    if (list) list.push(row);
    else members.set(group, [row]);
  });
  const sets = [...members].sort(([a], [b]) => +crossing(b) - +crossing(a) || a - b).slice(0, MOST_EXAMPLES);
  return sets.map(([group, rows]) => ({
    across: crossing(group),
    how: HOW[Math.max(...rows.map((row) => how[row]))],
    rows: rows.slice(0, MOST_ROWS).map((row) => row + 1),
  }));
}
