import { type Context, checkpoint } from '@verisim/core';
import { type Contrast, type Criterion, contrast, type Figure } from './figures.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { SliceAtom } from './slice-atoms.ts';
import { type Groups, groupRows } from './slice-groups.ts';

/** Atoms that are joined by "and", of different columns, with the rows of one half that meet them. */
export interface SliceCandidate {
  readonly atoms: readonly SliceAtom[];
  /** In ascending order of score. */
  readonly rows: Int32Array;
  /** How many standard errors it is worse than rows are within groups cut like it, beyond the margin, by the criterion in which it is worst. */
  readonly worth: number;
}

/** Where and how to search. */
export interface SliceSearch {
  readonly judged: JudgedRows;
  /** Rows of the exploring half, in ascending order of score. */
  readonly half: Int32Array;
  readonly atoms: readonly SliceAtom[];
  readonly groups: Groups;
  readonly criteria: readonly Criterion[];
  readonly margin: number;
}

/** Slices of one, two and three columns that are kept: the best of many triples look better than they are. And what a slice must be worth. */
const MOST_SLICES = [2, 3, 2] as const;
const LEAST_WORTH = 1.5;

/** Atoms that pairs are made of, and pairs that triples are made of. */
const WIDEST = { atoms: 150, pairs: 40 } as const;

/** One in twenty: parts that an intersection must be worse than, on the exploring half. */
const STEP = 0.05;

/**
 * Slices of one to three columns that look worst on one half of the rows (the search over conjunctions of Chung et al. 2019, IEEE TKDE 32,
 * all pairs, then triples of the best pairs). Only those come back that share less than half of the smaller's rows with a better one of as many columns and, if they are
 * intersections, are worse than the rest of each of their parts. What is found so must be tested on the other half.
 */
export async function searchSlices(
  search: SliceSearch,
  ctx: Context,
): Promise<{ readonly slices: readonly SliceCandidate[]; readonly tried: number }> {
  const { half } = search;
  const references = referenceCache(search);
  const judge = (atoms: readonly SliceAtom[], rows: Int32Array): SliceCandidate | null => {
    const worth = worthOf(search, rows, references(atoms));
    return worth === null ? null : { atoms, rows, worth };
  };
  const singles = search.atoms.map((atom) =>
    judge(
      [atom],
      half.filter((row) => atom.passes[row] === 1),
    ),
  );
  const kept = best(singles, WIDEST.atoms);
  const pairs: (SliceCandidate | null)[] = [];
  for (const [i, a] of kept.entries()) {
    await checkpoint(ctx.signal);
    for (const b of kept.slice(i + 1)) pairs.push(joined(a, b.atoms[0], b.rows.length, judge));
  }
  const triples: (SliceCandidate | null)[] = [];
  const seen = new Set<string>();
  for (const pair of best(pairs, WIDEST.pairs)) {
    await checkpoint(ctx.signal);
    for (const { atoms } of kept) {
      const key = [...pair.atoms, ...atoms]
        .map((atom) => search.atoms.indexOf(atom))
        .sort((x, y) => x - y)
        .join();
      if (seen.has(key)) continue;
      seen.add(key);
      triples.push(joined(pair, atoms[0], Number.POSITIVE_INFINITY, judge));
    }
  }
  const sizes = [singles, pairs, triples];
  return {
    slices: sizes.flatMap((slices, i) => distinct(search, best(slices, slices.length), MOST_SLICES[i])),
    tried: sizes.flat().filter((one) => one !== null).length,
  };
}

/** The figures within all groups of the same columns, on the exploring half. */
function referenceCache({
  judged,
  half,
  groups,
  criteria,
}: SliceSearch): (atoms: readonly SliceAtom[]) => readonly (Figure | null)[] {
  const known = new Map<string, readonly (Figure | null)[]>();
  return (atoms) => {
    const columns = atoms.map(({ column }) => column);
    const key = JSON.stringify(columns.toSorted());
    const found =
      known.get(key) ?? criteria.map((criterion) => criterion.within(judged, groupRows(groups, columns, half)));
    known.set(key, found);
    return found;
  };
}

function worthOf(
  { judged, criteria, margin }: SliceSearch,
  rows: Int32Array,
  whole: readonly (Figure | null)[],
): number | null {
  let worth: number | null = null;
  for (const [i, criterion] of criteria.entries()) {
    const there = whole[i];
    const here = there && criterion.figure(judged, rows);
    if (!here) continue;
    const sign = criterion.better === 'higher' ? 1 : -1;
    const beyond = (sign * (there.value - here.value) - margin) / here.error;
    worth = Math.max(worth ?? beyond, beyond);
  }
  return worth;
}

function joined(
  slice: SliceCandidate,
  atom: SliceAtom,
  most: number,
  judge: (atoms: readonly SliceAtom[], rows: Int32Array) => SliceCandidate | null,
): SliceCandidate | null {
  if (slice.atoms.some(({ column }) => column === atom.column)) return null;
  const rows = slice.rows.filter((row) => atom.passes[row] === 1);
  const same = rows.length === slice.rows.length || rows.length === most;
  return same ? null : judge([...slice.atoms, atom], rows);
}

function best(candidates: readonly (SliceCandidate | null)[], most: number): readonly SliceCandidate[] {
  return candidates
    .filter((one) => one !== null)
    .sort((a, b) => b.worth - a.worth || a.atoms.length - b.atoms.length || b.rows.length - a.rows.length)
    .slice(0, most);
}

function distinct(search: SliceSearch, sorted: readonly SliceCandidate[], most: number): readonly SliceCandidate[] {
  const chosen: { readonly slice: SliceCandidate; readonly rows: ReadonlySet<number> }[] = [];
  for (const slice of sorted) {
    if (chosen.length === most || slice.worth < LEAST_WORTH) break;
    const alike = chosen.some(({ rows }) => {
      const both = slice.rows.reduce((sum, row) => sum + Number(rows.has(row)), 0);
      return both >= Math.min(rows.size, slice.rows.length) / 2;
    });
    if (alike || !worseThanParts(search, slice.atoms, search.half)) continue;
    chosen.push({ slice, rows: new Set(slice.rows) });
  }
  return chosen.map(({ slice }) => slice);
}

function worseThanParts(search: SliceSearch, atoms: readonly SliceAtom[], half: Int32Array): boolean {
  return search.criteria.some((criterion) => {
    const against = partContrasts(search, criterion, atoms, half);
    return against.every((found) => found !== null && found.p < STEP);
  });
}

/** A slice against what is left of each of its parts (the slice without one of its conditions); `null` where that is too little. */
export function partContrasts(
  { judged, groups }: Pick<SliceSearch, 'judged' | 'groups'>,
  criterion: Criterion,
  atoms: readonly SliceAtom[],
  half: Int32Array,
): readonly (Contrast | null)[] {
  if (atoms.length === 1) return [];
  const meets = (row: number, some: readonly SliceAtom[]) => some.every(({ passes }) => passes[row] === 1);
  const here = criterion.figure(
    judged,
    half.filter((row) => meets(row, atoms)),
  );
  return atoms.map((left) => {
    const part = atoms.filter((atom) => atom !== left);
    const others = half.filter((row) => left.passes[row] === 0 && meets(row, part));
    const rest = criterion.within(judged, groupRows(groups, [left.column], others));
    return here && rest && contrast(criterion, here, rest, 0);
  });
}
