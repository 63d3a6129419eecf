import type { Context, Finding, LiftVerdict, Table } from '@verisim/core';
import { exactCopies } from '@verisim/evaluator-fidelity';
import { type LiftEvidence, type MetricName, measureLift, withTextFeatures } from '@verisim/evaluator-utility';
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

/**
 * Measures the lift with all control arms and decides. A holdout that is not apart from the rows trained on can tell nothing: the
 * decision is then `cannot tell`, with a finding of level `error`.
 */
export async function judgeLift(given: JudgeRequest, ctx: Context): Promise<JudgedLift> {
  const { real, target } = given;
  const [synthetic, holdout] = [given.synthetic, given.holdout].map((table) => withTextFeatures(table, target, real));
  const request = { ...given, real: withTextFeatures(real, target), synthetic, holdout };
  const evidence = await measureLift(request, ctx);
  const findings = [
    leak('synthetic', request.synthetic, request.holdout),
    leak('real', request.real, request.holdout),
  ].flat();
  const decided = decide(evidence, request);
  const verdict =
    findings.length === 0
      ? decided
      : {
          ...decided,
          decision: 'cannot tell' as const,
          reason: `${findings[0].message} Nothing can be told from it.`,
          needsRows: null,
        };
  const section = liftSection(evidence, verdict);
  return { evidence, verdict, section: { ...section, findings } };
}

/**
 * An error when more rows equal a holdout row than chance explains: twice the chance of a fresh row and 1 % more, and three
 * standard deviations of such a count (Poisson) above that, since rows of a gap collide more often than rows of the whole table.
 */
function leak(which: string, table: Table, holdout: Table): readonly Finding[] {
  const found = exactCopies(holdout, table);
  if (found === null) return [];
  const expected = (2 * (found.chance ?? 0) + 0.01) * table.rows;
  if (found.share * table.rows <= expected + 3 * Math.sqrt(expected)) return [];
  const share = (100 * found.share).toFixed(1);
  const message = `The holdout is not apart: ${share} % of the ${which} rows equal a holdout row.`;
  return [{ rule: 'holdout-leak', level: 'error', message }];
}
