import { cellOf, columnKinds, columnOf, type Lineage, type Table } from '@verisim/core';
import type { DoubtedLabels, LabelNoise } from '@verisim/evaluator-utility';
import { fisherGreater, holm, normalTail, type Share } from '@verisim/statistics';
import { ALARM_ALPHA } from './alarm.ts';

/** A slice or style in which labels are doubted more often than elsewhere. */
export interface NoisySlice {
  readonly name: string;
  /** Share of doubted labels among confident synthetic rows of the slice, in [0, 1]. */
  readonly rate: number;
  /** The same of real rows of the slice; `null` for a style, which real rows do not have. */
  readonly control: number | null;
}

/** Tables with the columns that slices are cut from. */
export interface SliceTables {
  readonly real: Table;
  readonly synthetic: Table;
  readonly target: string;
  readonly lineage?: Lineage;
}

const LEAST_ROWS = 20;
const MOST_LEVELS = 20;
/** What the lineage says of how a row was made. */
const STYLES = ['prompt_version', 'judge', 'tags', 'difficulty', 'domain', 'task', 'generator', 'run'];

/**
 * Slices (levels of coded features) whose synthetic labels are doubted more often than their real ones (Fisher's exact test, Holm-corrected) and by
 * more than elsewhere (a normal test of the difference of the two differences); styles (fields of the lineage) that are doubted more often than the other synthetic rows
 * (exact, Holm-corrected together with the slices). The most doubted first.
 */
export function noisySlices(found: LabelNoise, tables: SliceTables): readonly NoisySlice[] {
  const tried = [...featureSlices(found, tables), ...styleSlices(found, tables.lineage)];
  const adjusted = holm(tried.map(({ p }) => p));
  return tried
    .filter(({ apart }, i) => adjusted[i] < ALARM_ALPHA && apart)
    .sort((a, b) => b.rate - (b.control ?? 0) - (a.rate - (a.control ?? 0)))
    .map(({ name, rate, control }) => ({ name, rate, control }));
}

interface TriedSlice extends NoisySlice {
  readonly p: number;
  readonly apart: boolean;
}

function featureSlices(found: LabelNoise, { real, synthetic, target }: SliceTables): readonly TriedSlice[] {
  const names = synthetic.spec.columns.filter(({ name, kind, role }) => {
    return name !== target && role !== 'ignore' && columnKinds[kind].storage === 'coded';
  });
  return names.flatMap(({ name }) => {
    if (!real.spec.columns.some((spec) => spec.name === name)) return [];
    const [made, known] = [sharesByLevel(found.synthetic, synthetic, name), sharesByLevel(found.real, real, name)];
    if (made.size > MOST_LEVELS) return [];
    const [allMade, allKnown] = [total(made), total(known)];
    return [...made].flatMap(([level, own]): TriedSlice[] => {
      const control = known.get(level);
      if (own.of < LEAST_ROWS || !control || control.of < LEAST_ROWS) return [];
      const [rate, real] = [own.hits / own.of, control.hits / control.of];
      const apart = exceedsRest([own, control], [minus(allMade, own), minus(allKnown, control)]);
      return [{ name: `${name} = ${level}`, rate, control: real, p: fisherGreater(own, control), apart }];
    });
  });
}

function styleSlices({ synthetic }: LabelNoise, lineage: Lineage | undefined): readonly TriedSlice[] {
  if (!lineage) return [];
  return STYLES.filter((field) => lineage.spec.columns.some(({ name }) => name === field)).flatMap((field) => {
    const shares = sharesByLevel(synthetic, lineage, field);
    if (shares.size > MOST_LEVELS) return [];
    const all = total(shares);
    return [...shares].flatMap(([level, own]): TriedSlice[] => {
      const rest = minus(all, own);
      if (own.of < LEAST_ROWS || rest.of < LEAST_ROWS) return [];
      const rate = own.hits / own.of;
      return [{ name: `${field} = ${level}`, rate, control: null, p: fisherGreater(own, rest), apart: true }];
    });
  });
}

/** Doubted among confident rows, by the level of a column. */
function sharesByLevel({ rows, doubted }: DoubtedLabels, table: Table, name: string): ReadonlyMap<string, Share> {
  const column = columnOf(table, name);
  const shares = new Map<string, { hits: number; of: number }>();
  for (const [i, row] of rows.entries()) {
    const cell = cellOf(column, row);
    if (doubted[i] < 0 || cell === null) continue;
    const share = shares.get(String(cell)) ?? { hits: 0, of: 0 };
    share.hits += doubted[i];
    share.of++;
    shares.set(String(cell), share);
  }
  return shares;
}

function total(shares: ReadonlyMap<string, Share>): Share {
  return [...shares.values()].reduce((sum, { hits, of }) => ({ hits: sum.hits + hits, of: sum.of + of }), {
    hits: 0,
    of: 0,
  });
}

const minus = (all: Share, part: Share): Share => ({ hits: all.hits - part.hits, of: all.of - part.of });

function exceedsRest(slice: readonly [Share, Share], rest: readonly [Share, Share]): boolean {
  if (rest.some(({ of }) => of === 0)) return true;
  const excess = ([made, real]: readonly [Share, Share]) => made.hits / made.of - real.hits / real.of;
  const variance = [...slice, ...rest].reduce((sum, { hits, of }) => {
    const share = (hits + 1) / (of + 2);
    return sum + (share * (1 - share)) / of;
  }, 0);
  return normalTail((excess(slice) - excess(rest)) / Math.sqrt(variance)) < ALARM_ALPHA;
}
