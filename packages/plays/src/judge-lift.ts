import type { Context, LiftVerdict, Table } from '@verisim/core';
import { type LiftEvidence, type MetricName, measureLift } from '@verisim/evaluator-utility';
import type { ReportSection } from '@verisim/report';
import { decide } from './decide.ts';
import { liftSection } from './lift-section.ts';

/** Synthetic rows made by anything, and what they are held against. */
export interface JudgeRequest {
  readonly real: Table;
  readonly synthetic: Table;
  readonly holdout: Table;
  /** A coded column. */
  readonly target: string;
  readonly metric: MetricName;
  readonly threshold: number;
  readonly requirement?: number;
}

/** A lift with its decision. */
export interface JudgedLift {
  readonly evidence: LiftEvidence;
  readonly verdict: LiftVerdict;
  readonly section: ReportSection;
}

/** Measures the lift with all control arms and decides. */
export async function judgeLift(request: JudgeRequest, ctx: Context): Promise<JudgedLift> {
  const evidence = await measureLift(request, ctx);
  const verdict = decide(evidence, request);
  return { evidence, verdict, section: liftSection(evidence, verdict) };
}
