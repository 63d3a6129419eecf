import { type Context, type Random, shuffle } from '@verisim/core';
import { holm } from '@verisim/statistics';
import {
  type Criterion,
  contrast,
  figureInterval,
  leastJudged,
  rankCriterion,
  relativeLossCriterion,
  surpriseCriterion,
} from './figures.ts';
import type { FoundGap, GapFigure } from './gap-proposal.ts';
import type { JudgedRows } from './judged-rows.ts';
import { partContrasts, type SliceCandidate, searchSlices } from './search-slices.ts';
import { sliceAtoms } from './slice-atoms.ts';
import { sliceBalance } from './slice-balance.ts';
import { type Groups, groupRows, sliceGroups } from './slice-groups.ts';

/** A slice is worse when it is worse by more than this, in units of the figure: the fall that lifts are judged by as well. */
export const SLICE_MARGIN = 0.05;

/** The family-wise rate of slices that are called worse and are not. */
const ALPHA = 0.05;

/** What the error analysis found. */
export interface SliceAnalysis {
  readonly found: readonly FoundGap[];
  /** Slices that were looked at on either half of the rows, and put to the test on the other. */
  readonly tried: number;
  readonly tested: number;
}

/**
 * Slices of one to three columns where a model does worse than elsewhere, by more than {@link SLICE_MARGIN}: it ranks worse (ROC AUC of two
 * classes; else, or for log loss, the log loss as a share of what the class shares cost), or it is surer than it is right
 * ({@link surpriseCriterion}). Slices are searched on one half of the rows, stratified by class, and tested on the other, and the other way
 * round: p values and intervals come from rows that took no part in the choice. Holm's correction over all slices and criteria; an intersection must also be worse than the
 * rest of each of its parts (intersection-union: the largest p counts).
 */
export async function failingSlices(judged: JudgedRows, metric: string, ctx: Context): Promise<SliceAnalysis> {
  const ranked = judged.classes.length === 2 && metric !== 'log-loss';
  const criteria = [ranked ? rankCriterion : relativeLossCriterion, surpriseCriterion];
  const atoms = sliceAtoms(judged.table, judged.target, 2 * leastJudged.rows);
  const data = { judged, atoms, groups: sliceGroups(judged.table, judged.target), criteria, margin: SLICE_MARGIN };
  const [first, second] = halves(judged, ctx.random.fork('halves'));
  const tests: SliceTest[] = [];
  const count = { tried: 0, tested: 0 };
  for (const [half, other] of [
    [first, second],
    [second, first],
  ]) {
    const { slices, tried } = await searchSlices({ ...data, half }, ctx);
    for (const slice of slices) for (const criterion of criteria) tests.push(testSlice(data, criterion, slice, other));
    count.tried += tried;
    count.tested += slices.length;
  }
  const adjusted = holm(tests.map(({ p }) => p));
  const judgedTests = tests.map((test, i) => ({ ...test, adjusted: adjusted[i] }));
  const worse = new Set(judgedTests.filter((test) => test.adjusted < ALPHA).map(({ slice }) => slice));
  const found = [...worse].map((slice) =>
    failingSlice(
      judged,
      slice,
      judgedTests.filter((test) => test.slice === slice),
    ),
  );
  return { found, ...count };
}

/** Rows of either half, in ascending order of score; classes are spread evenly. */
function halves({ truth, order, classes }: JudgedRows, random: Random): readonly [Int32Array, Int32Array] {
  const seen = new Int32Array(classes.length);
  const second = new Uint8Array(truth.length);
  for (const row of shuffle(order.slice(), random)) second[row] = seen[truth[row]]++ % 2;
  return [order.filter((row) => second[row] === 0), order.filter((row) => second[row] === 1)];
}

interface SliceTest {
  readonly slice: SliceCandidate;
  readonly p: number;
  readonly figure: GapFigure | null;
}

function testSlice(
  data: { readonly judged: JudgedRows; readonly groups: Groups },
  criterion: Criterion,
  slice: SliceCandidate,
  half: Int32Array,
): SliceTest {
  const { judged, groups } = data;
  const { atoms } = slice;
  const inside = (row: number) => atoms.every(({ passes }) => passes[row] === 1);
  const here = criterion.figure(judged, half.filter(inside));
  const columns = atoms.map(({ column }) => column);
  const there = criterion.within(
    judged,
    groupRows(
      groups,
      columns,
      half.filter((row) => !inside(row)),
    ),
  );
  if (!here || !there) return { slice, p: 1, figure: null };
  const parts = partContrasts(data, criterion, atoms, half);
  const p = Math.max(contrast(criterion, here, there, SLICE_MARGIN).p, ...parts.map((part) => part?.p ?? 1));
  return {
    slice,
    p,
    figure: { name: criterion.name, ...figureInterval(here, criterion.range), elsewhere: there.value },
  };
}

function failingSlice(
  judged: JudgedRows,
  { atoms }: SliceCandidate,
  tests: readonly (SliceTest & { readonly adjusted: number })[],
): FoundGap {
  const where = atoms.flatMap(({ conditions }) => conditions);
  const inside = judged.order.filter((row) => atoms.every(({ passes }) => passes[row] === 1));
  const evidence = tests.flatMap(({ figure }) => figure ?? []);
  const [ranking, surprise] = tests;
  const figures = (name: string, figure: GapFigure) =>
    `${name} ${figure.value.toFixed(3)} [${figure.low.toFixed(3)}, ${figure.high.toFixed(3)}] there, ${figure.elsewhere?.toFixed(3)} elsewhere in groups cut alike`;
  const reasons = [
    ranking.adjusted < ALPHA &&
      ranking.figure &&
      `the model tells the classes apart worse (${figures(ranking.figure.name, ranking.figure)})`,
    surprise.adjusted < ALPHA &&
      surprise.figure &&
      `the model is surer than it is right (log loss beyond what it expects: ${figures('', surprise.figure).trim()})`,
  ].filter((reason) => typeof reason === 'string');
  const worst = Math.max(...evidence.map(({ value, elsewhere }) => Math.abs(value - (elsewhere ?? value))));
  return {
    kind: 'failing-slice',
    where,
    rows: inside.length,
    balance: sliceBalance(judged, atoms, inside),
    evidence,
    pAdjusted: Math.min(...tests.map(({ adjusted }) => adjusted)),
    worse: true,
    why: `${reasons.join(', and ')}`,
    harm: worst * inside.length,
  };
}
