import {
  type Context,
  forkContext,
  type Learner,
  quietContext,
  shuffle,
  type Table,
  type TrackedTable,
  takeRows,
} from '@verisim/core';
import { learnerFor } from '@verisim/evaluator-utility';
import type { ReportSection } from '@verisim/report';
import { type Baseline, baseline } from '../baseline/baseline.ts';
import { orderedClasses } from '../class-order.ts';
import { type ColdSource, coldRows, sourceName } from './cold-rows.ts';
import type { ColdStartPlan } from './cold-start-plan.ts';
import { coldModelSection, coldRowsSection, evaluationSection } from './cold-start-section.ts';
import { type ModelManifest, modelManifest } from './model-manifest.ts';

/** What a cold start is given. */
export interface ColdStartParts {
  readonly plan: ColdStartPlan;
  readonly source: ColdSource;
  /** What is trained; rows with a text to learn from take `learnerFor`'s. */
  readonly learner: Learner;
  /** The run's id, for the lineage. */
  readonly run: string;
  readonly seed: string;
  /** The name under which the rows are kept. */
  readonly file: string;
  readonly show?: (section: ReportSection) => void;
}

/** How many real rows it takes to judge. */
export interface EvaluationNeed {
  /** Real rows that show a difference of the threshold four times out of five, as far as the made rows tell. */
  readonly needed: number;
  /** Rows that are locked away: what the plan says, else those needed. */
  readonly wanted: number;
  /** The smallest difference that so many show. */
  readonly shows: number;
}

/** What a cold start leaves behind. */
export interface ColdStartResult {
  readonly rows: TrackedTable;
  readonly manifest: ModelManifest;
  readonly need: EvaluationNeed;
  readonly sections: readonly ReportSection[];
}

/** Made rows that the score and the power analysis look at, at most. */
const MOST_ROWS = 4000;
const FEW_ROWS = 400;
const PLANNED = 500;

/**
 * Makes the rows, trains the disposable model and says how many real rows must be locked away before anything can be judged. Everything is measured
 * on made rows alone and says so. Throws what `coldRows` throws, `plays/too-few-rows`.
 */
export async function coldStart(parts: ColdStartParts, ctx: Context): Promise<ColdStartResult> {
  const { plan, source, run, seed, file } = parts;
  const show = (section: ReportSection) => {
    parts.show?.(section);
    return section;
  };
  const rows = await coldRows(source, plan.target, run, forkContext(ctx, 'rows'));
  const learner = learnerFor(rows.table, plan.target, parts.learner);
  const { classes } = orderedClasses(rows.table, plan.target);
  const first = show(coldRowsSection(rows.table, plan, sourceName(source)));
  const { scored, powered } = await measured(rows.table, plan, learner, ctx);
  const need = evaluationNeed(powered, plan);
  const value = scored.scores.find(({ arm, metric }) => arm === 'real-only' && metric === plan.metric)!.value;
  const manifest = modelManifest({
    why: plan.why,
    expires: plan.expires,
    reviewEveryDays: plan.reviewDays,
    target: plan.target,
    classes,
    learner,
    seed,
    table: rows.table,
    file,
    real: 0,
    score: { metric: plan.metric, value, on: 'made rows by cross-validation; nothing is known of real ones' },
  });
  const sections = [first, show(coldModelSection(manifest)), show(evaluationSection(need, plan))];
  return { rows, manifest, need, sections };
}

/** How well made rows are predicted from others, and how much models of few rows differ: as few as there will be real ones at first. */
async function measured(table: Table, plan: ColdStartPlan, learner: Learner, ctx: Context) {
  const { target, metric, threshold } = plan;
  const shared = { target, learner, metric, threshold, folds: 5, repeats: 1, resamples: 300 };
  const holdout = { rows: PLANNED, state: 'planned' } as const;
  const score = { ...shared, train: partOf(table, MOST_ROWS, ctx) };
  const power = { ...shared, train: partOf(table, FEW_ROWS, ctx), holdout };
  return {
    scored: await baseline(score, quietContext(forkContext(ctx, 'score'))),
    powered: await baseline(power, quietContext(forkContext(ctx, 'power'))),
  };
}

function partOf(table: Table, most: number, ctx: Context): Table {
  if (table.rows <= most) return table;
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, row) => row),
    ctx.random.fork('part'),
  );
  return takeRows(table, order.subarray(0, most).toSorted());
}

function evaluationNeed({ power }: Baseline, { threshold, evaluationRows }: ColdStartPlan): EvaluationNeed {
  const needed = rounded(PLANNED * (power!.lift / threshold) ** 2);
  const wanted = evaluationRows ?? needed;
  return { needed, wanted, shows: power!.lift * Math.sqrt(PLANNED / wanted) };
}

/** To two digits, upwards: more would claim more than is known. */
function rounded(rows: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rows)) - 1);
  return Math.max(100, Math.ceil(rows / unit) * unit);
}
