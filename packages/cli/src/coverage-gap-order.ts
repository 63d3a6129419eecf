import type { Json } from '@verisim/core';
import type { CoverageGapPlan, KeptBaseline } from '@verisim/plays';
import type { RunRequest } from '@verisim/workspace';
import type { Call } from './call.ts';
import { liftTerms } from './lift-terms.ts';
import { type LockedTraining, lockedTraining } from './locked-training.ts';
import { noBaseline, stopped } from './project-errors.ts';
import { optional, required } from './settings.ts';
import { type SweepOrder, sweepOrder } from './sweep-order.ts';
import { wordsOf } from './words-of.ts';

/** The name of the play, as it is typed. */
export const COVERAGE_GAP = 'play coverage-gap';

/** What a coverage-gap play works on. */
export interface CoverageGapOrder {
  readonly plan: CoverageGapPlan;
  readonly sweep: SweepOrder;
  readonly training: LockedTraining;
  readonly seed: string;
  /** `null` when there is none and `--force` passes that over. */
  readonly baseline: (KeptBaseline & { readonly run: string }) | null;
  /** Checks that failed before the start and that `--force` passes over. */
  readonly forced: readonly string[];
  readonly production: readonly string[];
}

/** Reads a call and holds the play against what must be true before it starts. Throws what is missing, in the order in which it has to be mended. */
export async function coverageGapOrder({
  arguments: [file],
  options,
  project,
  signal,
}: Call): Promise<CoverageGapOrder> {
  const { makePlan } = await import('@verisim/plays');
  const gap = optional(options, 'gap') ?? project?.config.gap;
  if (gap === undefined)
    required(options, 'gap', COVERAGE_GAP, ' (which rows are too few, and why that matters, in one sentence)');
  required(options, 'metric', COVERAGE_GAP, ' (what the lift is measured in, said beforehand)');
  required(options, 'threshold', COVERAGE_GAP, ' (the smallest lift worth having, said beforehand)');
  const terms = await liftTerms(options);
  const sweep = await sweepOrder(options, COVERAGE_GAP);
  const { target, where, ratios, folds, seeds, settings: generatorOptions } = sweep;
  const force = options.force === true;
  const plan = makePlan({ gap: gap!, target, where, ratios, folds, seeds, ...terms, generatorOptions, force });
  const data = file ?? project?.config.data;
  const training = await lockedTraining(data, target, { command: COVERAGE_GAP, options, signal });
  const stops = await stopReasons(training, force);
  const baseline = await baselineOf(training, plan);
  const missing = baseline === null ? ['No baseline with error analysis was finished on this data.'] : [];
  const seed = String(options.seed);
  const production = wordsOf(options.production);
  return { plan, sweep, training, seed, baseline, forced: [...stops, ...missing], production };
}

/** The stop rules that are broken before anything is generated. Throws `cli/stopped` unless forced. */
async function stopReasons({ locked, report }: LockedTraining, force: boolean): Promise<readonly string[]> {
  const { stopRules } = await import('@verisim/plays');
  const stops = await stopRules(locked.workspace, { before: 'generating', datasets: [report.hash] });
  if (stops.length > 0 && !force) throw stopped('coverage-gap', stops);
  return stops.map(({ message }) => message);
}

/** Throws `cli/no-baseline` unless forced. */
async function baselineOf({ locked, report }: LockedTraining, plan: CoverageGapPlan) {
  const { latestBaseline } = await import('@verisim/plays');
  const found = await latestBaseline(locked.workspace, report.hash, plan.target);
  if (found === null && !plan.force) throw noBaseline('coverage-gap', plan.target, locked.lock.source.file);
  return found;
}

/** Everything that decides the bytes of the report, but for what people sign and review meanwhile. */
export function requestOf({ plan, sweep, training, seed, forced, baseline, production }: CoverageGapOrder): RunRequest {
  const { name, version } = sweep.found.generator;
  return {
    name: COVERAGE_GAP,
    real: training.report.hash,
    holdout: training.locked.lock.id,
    generator: { name, version },
    baseline: baseline?.run ?? null,
    plan: plan as unknown as Json,
    seed,
    forced,
    production,
  };
}
