import { type Context, concatTables, forkContext, type Learner, sliceRows, type Table } from '@verisim/core';
import { compareArms, type MetricName, type Paired } from '@verisim/evaluator-utility';
import { holm } from '@verisim/statistics';
import { noSources, repeatedSource } from '../errors.ts';
import { planDefaults } from '../plan.ts';
import { attributeSlices, type SliceContribution } from './attribute-slices.ts';
import type { SyntheticSource } from './synthetic-source.ts';

/** What a change is to be put down to. None of it is the locked holdout. */
export interface AttributeRequest {
  /** The training part. */
  readonly real: Table;
  readonly sources: readonly SyntheticSource[];
  /** A column of classes. */
  readonly target: string;
  readonly learner: Learner;
  readonly metric?: MetricName;
  /** Real rows to judge by; without them the training part is cross-validated. */
  readonly validation?: Table;
  /** Folds and repeats with other folds; 5 and 2 when left out. */
  readonly folds?: number;
  readonly repeats?: number;
  readonly resamples?: number;
  /** How log loss reads shifted class shares, as in `LiftInput`; `as trained` when left out. */
  readonly priors?: 'as trained' | 'real';
  /** Leaves slices of one source out as well: of the one to pull, or of the only one. True when left out. */
  readonly slices?: boolean;
}

/** A difference with its p value for "worse", Holm-corrected over all sources, both ways of looking and both metrics. */
export interface JudgedDifference extends Paired {
  readonly pAdjusted: number;
}

/** What one source does, on one metric; positive is better. */
export interface SourceContribution {
  readonly name: string;
  readonly rows: number;
  readonly metric: MetricName;
  /** All sources minus all but this one: below 0, the others are better off without it. */
  readonly leftOut: JudgedDifference;
  /** Real rows with this source alone minus real rows: sees two sources that hide each other. */
  readonly alone: JudgedDifference;
}

/** Which source a regression comes from. */
export interface Attribution {
  readonly metric: MetricName;
  readonly learner: string;
  /** Real rows that were judged. */
  readonly rows: number;
  readonly judgedOn: 'cross-validation' | 'validation';
  /** All sources minus real-only, per metric: the metric asked for, then log loss. */
  readonly lifts: readonly { readonly metric: MetricName; readonly score: number; readonly lift: Paired }[];
  readonly contributions: readonly SourceContribution[];
  /** Sources to pull, the most harmful first; empty when none stands out. */
  readonly pull: readonly string[];
  /** The sources to pull show alone and not when one is left out: others do the same harm, or dilute it. */
  readonly masked: boolean;
  /** Of which source slices were left out; `null` when of none. */
  readonly sliced: string | null;
  readonly slices: readonly SliceContribution[];
}

/** Adjusted p below which a source is named. */
export const ATTRIBUTION_ALPHA = 0.05;

/**
 * Leave-one-source-out: trains on the real rows with all sources, without each, with each alone and with none, and judges all of them on
 * real rows that were not trained on, in one paired bootstrap. A source is named when the difference is below 0 after Holm's correction,
 * by the metric asked for or by log loss. Throws `plays/no-sources`, `plays/repeated-source` and what `compareArms` throws.
 */
export async function attribute(request: AttributeRequest, ctx: Context): Promise<Attribution> {
  const { sources, learner, metric = planDefaults.metric, validation } = request;
  checkSources(sources);
  const metrics = [...new Set<MetricName>([metric, 'log-loss'])];
  const { arms, contrasts } = armsOf(sources.map(({ table }) => table));
  const found = await compareArms({ ...request, arms, contrasts, metrics }, forkContext(ctx, 'sources'));
  const contributions = contributionsOf(sources, metrics, found.differences);
  const judged = namesToPull(contributions);
  const sliced = request.slices === false ? undefined : toSlice(sources, judged.pull);
  const slices = sliced
    ? await attributeSlices({ ...request, metrics, sliced }, forkContext(ctx, `slices:${sliced.name}`))
    : [];
  return {
    metric,
    learner: learner.name,
    rows: found.rows,
    judgedOn: validation ? 'validation' : 'cross-validation',
    lifts: metrics.map((name, m) => ({ metric: name, score: found.scores[ALL][m], lift: found.differences[0][m] })),
    contributions,
    ...judged,
    sliced: sliced?.name ?? null,
    slices,
  };
}

const REAL_ONLY = 0;
const ALL = 1;

/** Real-only, all, all but each, each alone. Of one source, left out and alone are the same. */
function armsOf(tables: readonly Table[]) {
  const k = tables.length;
  const together = (parts: readonly Table[]) => (parts.length === 0 ? sliceRows(tables[0], 0, 0) : concatTables(parts));
  const without = tables.map((_, i) => together(tables.filter((__, j) => j !== i)));
  const arms = k === 1 ? [without[0], tables[0]] : [together([]), together(tables), ...without, ...tables];
  const leftOut = tables.map((_, i): [number, number] => [ALL, k === 1 ? REAL_ONLY : 2 + i]);
  const alone = tables.map((_, i): [number, number] => [k === 1 ? ALL : 2 + k + i, REAL_ONLY]);
  return { arms, contrasts: [[ALL, REAL_ONLY] as [number, number], ...leftOut, ...alone] };
}

function contributionsOf(
  sources: readonly SyntheticSource[],
  metrics: readonly MetricName[],
  differences: readonly (readonly Paired[])[],
): readonly SourceContribution[] {
  const k = sources.length;
  // Of a single source both differences are one, and count once.
  const tested = differences.slice(1, k === 1 ? 2 : undefined).flat();
  const adjusted = holm(tested.map(({ pWorse }) => pWorse));
  const judged = (at: number, m: number): JudgedDifference => {
    const place = at * metrics.length + m;
    return { ...tested[place], pAdjusted: adjusted[place] };
  };
  return sources.flatMap(({ name, table }, i) =>
    metrics.map((metric, m) => ({
      name,
      rows: table.rows,
      metric,
      leftOut: judged(i, m),
      alone: judged(k === 1 ? i : k + i, m),
    })),
  );
}

function namesToPull(contributions: readonly SourceContribution[]): Pick<Attribution, 'pull' | 'masked'> {
  const worst = (side: 'leftOut' | 'alone') => {
    const down = contributions.filter((one) => one[side].pAdjusted < ATTRIBUTION_ALPHA);
    down.sort((a, b) => a[side].pAdjusted - b[side].pAdjusted || a[side].value - b[side].value);
    return [...new Set(down.map(({ name }) => name))];
  };
  const leftOut = worst('leftOut');
  return leftOut.length > 0
    ? { pull: leftOut, masked: false }
    : { pull: worst('alone'), masked: worst('alone').length > 0 };
}

function toSlice(sources: readonly SyntheticSource[], [pulled]: readonly string[]): SyntheticSource | undefined {
  if (pulled !== undefined) return sources.find(({ name }) => name === pulled);
  return sources.length === 1 ? sources[0] : undefined;
}

function checkSources(sources: readonly SyntheticSource[]): void {
  if (sources.length === 0) throw noSources();
  const names = sources.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw repeatedSource(repeated);
}
