import {
  type CodedColumn,
  type Condition,
  type Context,
  columnOf,
  forkContext,
  type Learner,
  quietContext,
  rowsWhere,
  type Table,
  takeRows,
} from '@verisim/core';
import { asClassTarget, boostedTrees, learnerFor, type MetricName, metricOf } from '@verisim/evaluator-utility';
import { crossPredictions } from '../baseline/baseline-folds.ts';
import { planDefaults } from '../plan.ts';
import { failingSlices } from './failing-slices.ts';
import { gainedByRows } from './gained-by-rows.ts';
import { gapCommand } from './gap-command.ts';
import type { FoundGap, GapKind, GapProposal } from './gap-proposal.ts';
import { gapSentence, shortSentence } from './gap-sentence.ts';
import { type JudgedRows, judgeRows } from './judged-rows.ts';
import { missingCombinations } from './missing-combinations.ts';
import { partedColumns } from './parted-columns.ts';
import { rareClasses } from './rare-classes.ts';
import { rareIntersections } from './rare-intersections.ts';
import { thinTails } from './thin-tails.ts';
import { whereText } from './where-text.ts';

/** Where to look for gaps. None of it is the holdout. */
export interface GapRequest {
  /** The training part. */
  readonly train: Table;
  /** A column of classes. */
  readonly target: string;
  /** The learner of the error analysis; gradient-boosted trees when left out, or for texts the text learner. */
  readonly learner?: Learner;
  readonly metric?: MetricName;
  /** The smallest lift worth having, for the commands that are proposed. */
  readonly threshold?: number;
  /** Folds of the cross-validation, 5 when left out. */
  readonly folds?: number;
  /** The file, for the commands that are proposed. */
  readonly file?: string;
}

/** What was found, worst first. */
export interface Gaps {
  readonly target: string;
  readonly metric: MetricName;
  readonly learner: string;
  readonly rows: number;
  readonly classes: readonly { readonly name: string; readonly rows: number }[];
  readonly proposals: readonly GapProposal[];
  /** Combinations that are perhaps impossible: to be asked, not to be filled. */
  readonly questions: readonly GapProposal[];
  /** Slices that were looked at on one half of the rows, and put to the test on the other. */
  readonly slices: { readonly tried: number; readonly tested: number };
}

/** Most proposals of each kind, a dozen in all, and most questions. */
const MOST: Readonly<Record<GapKind, number>> = {
  'failing-slice': 4,
  'rare-class': 2,
  'rare-intersection': 3,
  'thin-tail': 2,
  'missing-combination': 3,
  'perhaps-impossible': 3,
};
const MOST_PROPOSALS = 12;

/** Most columns in pairs and in triples. */
const WIDEST = { pairs: 40, triples: 12 } as const;

/**
 * Profiles real rows and proposes what a plan could be about: slices where the real-only model fails, rare classes, rare intersections, thin
 * tails, missing combinations. Every row is judged by a model that did not see it (one stratified cross-validation). Where
 * the model is worse beyond chance comes first, then what is only rare. At most a dozen proposals, none of which is mostly the rows of a better
 * one of its kind. Throws `plays/too-few-rows`, what the learner throws of a target, and `evaluator-utility/unknown-metric`.
 */
export async function proposeGaps(request: GapRequest, ctx: Context): Promise<Gaps> {
  const { target, folds = planDefaults.folds } = request;
  const learner = request.learner ?? learnerFor(request.train, target, boostedTrees());
  const metric = metricOf(request.metric ?? planDefaults.metric).name;
  const classified = asClassTarget(request.train, target, 'training');
  const { codes } = columnOf(classified, target) as CodedColumn;
  const train = takeRows(
    classified,
    [...codes.keys()].filter((row) => codes[row] >= 0),
  );
  let done = 0;
  const onFold = () => ctx.progress({ done: ++done, total: 2 * folds, note: 'folds' });
  const local = quietContext(forkContext(ctx, 'baseline'));
  const cross = { train, target, learner, folds, weighted: false, onFold };
  const whole = await crossPredictions(cross, local);
  const judged = judgeRows(train, target, whole, await crossPredictions({ ...cross, half: true }, local));
  const analysis = await failingSlices(judged, metric, forkContext(ctx, 'slices'));
  const columns = partedColumns(train, target, WIDEST.pairs);
  const found = [
    ...analysis.found,
    ...rareClasses(judged),
    ...(await rareIntersections(judged, columns, WIDEST.triples, ctx)),
    ...thinTails(judged),
    ...(await missingCombinations(columns, WIDEST.triples, ctx)),
  ];
  const listed = listGaps(found, train).map((gap) => proposal(gap, request, metric, judged));
  return {
    target,
    metric,
    learner: learner.name,
    rows: train.rows,
    classes: judged.classes.map((name, k) => ({ name, rows: countOf(judged, k) })),
    proposals: listed.filter(({ kind }) => kind !== 'perhaps-impossible'),
    questions: listed.filter(({ kind }) => kind === 'perhaps-impossible'),
    slices: { tried: analysis.tried, tested: analysis.tested },
  };
}

function countOf({ truth }: JudgedRows, k: number): number {
  return truth.reduce((sum, found) => sum + Number(found === k), 0);
}

const KINDS = Object.keys(MOST) as GapKind[];

/** Worse beyond chance first, then by kind, then by harm; not the same rows twice. */
function listGaps(found: readonly FoundGap[], train: Table): readonly FoundGap[] {
  const order = (gap: FoundGap) => [Number(!gap.worse), KINDS.indexOf(gap.kind), -gap.harm];
  const sorted = found.toSorted((a, b) => {
    const [x, y] = [order(a), order(b)];
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
  });
  const chosen: { readonly gap: FoundGap; readonly rows: ReadonlySet<number> }[] = [];
  for (const gap of sorted) {
    const own = chosen.filter((one) => one.gap.kind === gap.kind);
    const proposals = chosen.filter((one) => one.gap.kind !== 'perhaps-impossible');
    const full = gap.kind !== 'perhaps-impossible' && proposals.length === MOST_PROPOSALS;
    if (own.length === MOST[gap.kind] || full) continue;
    const rows = new Set(rowsWhere(train, gap.where));
    const alike = own.some((one) => overlap(one.rows, rows) >= 0.5 || shares(one.gap.where, gap.where));
    if (!alike) chosen.push({ gap, rows });
  }
  return chosen.map(({ gap }) => gap);
}

/** The share of the smaller that both have. */
function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const row of a) both += Number(b.has(row));
  return both === 0 ? 0 : both / Math.min(a.size, b.size);
}

/** Whether two gaps of one kind are about the same columns. */
function shares(a: readonly Condition[], b: readonly Condition[]): boolean {
  const names = (conditions: readonly Condition[]) => [...new Set(conditions.map(({ column }) => column))].sort();
  return a.length > 1 && JSON.stringify(names(a)) === JSON.stringify(names(b));
}

function proposal(gap: FoundGap, request: GapRequest, metric: MetricName, judged: JudgedRows): GapProposal {
  const { kind, where, balance, pAdjusted, worse } = gap;
  const gained = gainedByRows(judged, where);
  const sentence = gapSentence(gap, gained);
  const text = whereText(where);
  const threshold = request.threshold ?? planDefaults.threshold;
  const plan = { file: request.file, target: request.target, where: text, gap: shortSentence(gap), metric, threshold };
  return {
    kind,
    sentence,
    where,
    whereText: text,
    rows: gap.rows,
    share: gap.rows / judged.truth.length,
    balance,
    evidence: [...gap.evidence, ...(gained ? [gained] : [])],
    metric,
    pAdjusted,
    worse,
    command: kind === 'perhaps-impossible' ? '' : gapCommand(plan),
  };
}
