import { columnIndex, columnKinds, columnOf, createRandom, type Lineage, type Table } from '@verisim/core';
import {
  countDuplicates,
  type DuplicateCounts,
  type DuplicateExample,
  type DuplicatePolicy,
  findDuplicates,
} from './duplicates.ts';
import { badTime, copiesAcross, groupsTooLarge } from './errors.ts';
import { groupedSplit } from './grouped-split.ts';
import { ancestorLink, columnLinks, groupSizes, type RowGroups, type RowLink, rowGroups } from './row-groups.ts';
import { type Split, strataOf, stratifiedSplit } from './stratified-split.ts';
import { timeSplit } from './time-split.ts';

/** How a holdout is to be taken out of a table. */
export interface SplitTerms {
  readonly rows: number;
  readonly seed: number | string;
  readonly target: string | null;
  /** Columns whose equal cells stay on one side, each on its own: rows of one person, and rows of one document. */
  readonly groups?: readonly string[];
  /** The column of times of which the latest are locked, in place of rows at random. */
  readonly time?: string;
  readonly duplicates?: DuplicatePolicy;
}

/** How a split was made; stands in `lock.json`. */
export interface SplitRecord {
  /** Rows that were asked for; groups and ties can make it other ones. */
  readonly asked: number;
  /** Columns whose equal cells stay on one side. */
  readonly groups: readonly string[];
  /** Whether rows that come from the same row, as lineage tells, stay on one side. */
  readonly ancestors: boolean;
  /** How many groups there are on each side, and rows in the largest; `null` when neither columns nor ancestors make groups. */
  readonly groupCounts: { readonly locked: number; readonly training: number; readonly largest: number } | null;
  /** Rows from this time on are locked (for groups: whose last row is); ISO 8601 in UTC for datetimes. `untimed`: rows without a time, which train. */
  readonly time: { readonly column: string; readonly from: string; readonly untimed: number } | null;
  readonly duplicates: DuplicateCounts;
}

/** A split, how it was made, and some copies by row number. */
export interface ChosenSplit {
  readonly split: Split;
  readonly record: SplitRecord;
  readonly examples: readonly DuplicateExample[];
}

/**
 * Chooses the rows to lock: at random in the target's shares, by groups, or the latest. Throws `core/unknown-column`, `workspace/bad-time`,
 * `workspace/groups-too-large`, `workspace/copies-across`.
 */
export function chooseSplit(table: Table, lineage: Lineage, terms: SplitTerms): ChosenSplit {
  const { rows, target, groups = [], time, duplicates: policy = 'keep' } = terms;
  const descent = ancestorLink(lineage);
  const named = [...columnLinks(table, groups), ...(descent === null ? [] : [descent])];
  const copies = findDuplicates(table, target);
  const links = policy === 'together' ? [...named, ...copies.links] : named;
  const tied = rowGroups(table.rows, links);
  const cut = time === undefined ? null : cutByTime(table, time, tied, rows);
  const split = cut?.split ?? splitAtRandom(table, tied, terms);
  requireBothSides(split, tied, rows);
  const { counts, examples } = countDuplicates(copies, split, policy);
  if (policy === 'refuse' && counts.across > 0) {
    throw copiesAcross(
      counts.across,
      examples.filter(({ across }) => across),
    );
  }
  const record: SplitRecord = {
    asked: rows,
    groups,
    ancestors: descent !== null,
    groupCounts: named.length === 0 ? null : groupCounts(table.rows, named, split),
    time: cut === null ? null : cut.record,
    duplicates: counts,
  };
  return { split, record, examples };
}

function splitAtRandom(table: Table, tied: RowGroups, { rows, seed, target }: SplitTerms): Split {
  if (tied.count === table.rows) return stratifiedSplit(table, rows, seed, target);
  return groupedSplit(strataOf(table, target), tied, rows, createRandom(seed).fork('holdout'));
}

function requireBothSides({ holdout, train }: Split, tied: RowGroups, rows: number): void {
  if (holdout.length > 0 && train.length > 0) return;
  const largest = groupSizes(tied).reduce((most, size) => Math.max(most, size), 0);
  throw groupsTooLarge({ groups: tied.count, largest, rows });
}

function cutByTime(table: Table, name: string, groups: RowGroups, rows: number) {
  const { kind } = table.spec.columns[columnIndex(table.spec, name)];
  const column = columnOf(table, name);
  if (column.storage !== 'numeric' || !columnKinds[kind].ordered) throw badTime(name, `it is of kind ${kind}`);
  const { split, from } = timeSplit(column.values, groups, rows);
  if (from === null) throw badTime(name, 'no cut of it leaves rows on both sides');
  const shown = kind === 'datetime' ? new Date(from).toISOString().replace('T00:00:00.000Z', '') : String(from);
  const untimed = column.values.filter((value) => Number.isNaN(value)).length;
  return { split, record: { column: name, from: shown, untimed } };
}

function groupCounts(rows: number, links: readonly RowLink[], { holdout }: Split): SplitRecord['groupCounts'] {
  const groups = rowGroups(rows, links);
  const locked = new Set(Array.from(holdout, (row) => groups.of[row])).size;
  return {
    locked,
    training: groups.count - locked,
    largest: groupSizes(groups).reduce((most, size) => Math.max(most, size), 0),
  };
}
