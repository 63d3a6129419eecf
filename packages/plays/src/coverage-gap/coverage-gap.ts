import {
  type Context,
  concatLineages,
  concatTables,
  forkContext,
  type LiftVerdict,
  type OnStage,
  quietContext,
  run,
  type Stage,
  type Table,
  type TrackedTable,
} from '@verisim/core';
import { type LiftEvidence, measureLift } from '@verisim/evaluator-utility';
import type { ReportSection } from '@verisim/report';
import { drawChecked } from '../draw/draw-checked.ts';
import { keptNumbers, noUnits } from '../kept-units.ts';
import { decide } from '../lift/decide.ts';
import { liftSection } from '../lift/lift-section.ts';
import { type CoverageGapParts, type CoverageGapState, sourceOf } from './coverage-gap-state.ts';
import { offDistribution } from './off-distribution.ts';
import { stageBatch } from './stage-batch.ts';
import { stageControl } from './stage-control.ts';
import { stageFidelity } from './stage-fidelity.ts';
import { stageGap } from './stage-gap.ts';
import { stageRelease } from './stage-release.ts';
import { stageSweep } from './stage-sweep.ts';
import { stageTraps } from './stage-traps.ts';
import { stageTstr } from './stage-tstr.ts';

/** Everything that happens before the holdout is opened. None of it can see a holdout row: none is passed in. */
export const coverageGapStages: readonly Stage<CoverageGapState>[] = [
  stageGap,
  stageControl,
  stageBatch,
  stageFidelity,
  stageTstr,
  stageSweep,
  stageRelease,
  stageTraps,
];

/** A coverage-gap play that has done all it can without the holdout. */
export type PreparedCoverageGap = CoverageGapState;

/** What a coverage-gap play concludes. */
export interface CoverageGapResult {
  readonly verdict: LiftVerdict;
  /** `null` when a check stopped the play before the holdout. */
  readonly evidence: LiftEvidence | null;
  readonly sections: readonly ReportSection[];
}

/** Runs the play up to the holdout. */
export function prepareCoverageGap(
  parts: CoverageGapParts,
  ctx: Context,
  onStage?: OnStage<CoverageGapState>,
): Promise<PreparedCoverageGap> {
  return run<CoverageGapState>(coverageGapStages, { ...parts, sections: [], forced: parts.forced ?? [] }, ctx, onStage);
}

/**
 * Opens the holdout and decides. The released rows are judged with the first seed; every further seed trains on rows drawn
 * anew from the same model, so that the interval covers the luck of the draw as well. After harm a detector says where the generator leaves
 * the gap's distribution.
 */
export async function judgeCoverageGap(
  prepared: PreparedCoverageGap,
  openHoldout: () => Promise<Table>,
  ctx: Context,
): Promise<CoverageGapResult> {
  const { plan, release, units = noUnits } = prepared;
  if (prepared.stopped || !release) return stoppedBefore(prepared);
  const holdout = await openHoldout();
  const redraw = async (seed: number) => {
    if (seed === 0) return release.tracked.table;
    const request = { rows: release.tracked.table.rows, where: plan.where };
    const local = quietContext(forkContext(ctx, `redraw:${seed}`));
    return (await drawChecked(sourceOf(prepared), request, local)).tracked.table;
  };
  const keep = (key: string, make: () => Promise<Float64Array>) => keptNumbers(units, `lift/${key}`, make);
  const { learner } = prepared;
  const input = { ...plan, real: prepared.train.table, synthetic: redraw, holdout, learner, keep };
  const evidence = await measureLift(input, forkContext(ctx, 'lift'));
  const decided = decide(evidence, plan);
  const harm = decided.decision === 'do not use' && isHarm(evidence);
  const found = harm ? await offDistribution(prepared, forkContext(ctx, 'off-distribution')) : null;
  const verdict = found ? { ...decided, reason: `${decided.reason} ${found.message}` } : decided;
  const finding = found && ({ rule: 'off-distribution', level: 'error', message: found.message } as const);
  const sections = [
    ...prepared.sections,
    ...(found ? [{ title: 'The generator is off the distribution', ...found.evaluation, findings: [finding!] }] : []),
    ...forcedSection(prepared),
    liftSection(evidence, verdict),
  ];
  return { verdict, evidence, sections };
}

/** The verdict of a play that a check stopped: the holdout stays closed. */
function stoppedBefore(prepared: PreparedCoverageGap): CoverageGapResult {
  const { plan, stopped, sections } = prepared;
  const reason = `${stopped ?? 'The play did not reach its end.'} Nothing was blended and the holdout stayed closed.`;
  const none = { lift: null, low: null, high: null, needsRows: null };
  const verdict = { decision: 'do not use', reason, metric: plan.metric, threshold: plan.threshold, ...none } as const;
  return { verdict, evidence: null, sections: [...sections, ...forcedSection(prepared)] };
}

/** Whether something got worse, rather than only not better. */
function isHarm({ lift, guards, slices }: LiftEvidence): boolean {
  return lift.high < 0 || guards.some(({ down }) => down) || slices.some(({ status }) => status === 'down');
}

function forcedSection(prepared: PreparedCoverageGap): readonly ReportSection[] {
  if (prepared.forced.length === 0) return [];
  const findings = prepared.forced.map((message) => ({ rule: 'forced', level: 'warning', message }) as const);
  return [
    {
      title: 'Passed over by --force',
      text: ['These checks failed and the play went on because it was told to.'],
      findings,
    },
  ];
}

/** The real training rows and the released synthetic rows, in that order, with their lineage. */
export function blendedRows(prepared: PreparedCoverageGap): TrackedTable | null {
  const { train, release } = prepared;
  if (!release) return null;
  return {
    table: concatTables([train.table, release.tracked.table]),
    lineage: concatLineages([train.lineage, release.tracked.lineage]),
  };
}
