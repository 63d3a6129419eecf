import type { LiftVerdict } from '@verisim/core';
import { type LiftEvidence, metrics } from '@verisim/evaluator-utility';

/** What a decision is held against. */
export interface DecisionTerms {
  /** The smallest lift worth having; above 0, in units of the metric. */
  readonly threshold: number;
  /** What the model must reach on the metric, if that was stated. */
  readonly requirement?: number;
}

type Ruling = Pick<LiftVerdict, 'decision' | 'reason' | 'needsRows'>;

/**
 * The decision of DESIGN.md, promise 4, in its order: `do not use` on significant harm; `use` on a lift that is surely above
 * the threshold, above class weights and placebo too; `do not use` where real-only misses its requirement and the lift does
 * not mend it; `real data suffices` where the lift is surely below the threshold; else `cannot tell`.
 */
export function decide(evidence: LiftEvidence, terms: DecisionTerms): LiftVerdict {
  const ruling =
    rulingOnHarm(evidence) ??
    rulingOnLift(evidence, terms) ??
    rulingOnRequirement(evidence, terms) ??
    rulingOnSufficiency(evidence, terms) ??
    cannotTell(evidence, terms);
  const { value, low, high } = evidence.lift;
  return { ...ruling, metric: evidence.metric, lift: value, low, high, threshold: terms.threshold };
}

function rulingOnHarm(evidence: LiftEvidence): Ruling | null {
  const { lift, guards, slices, metric } = evidence;
  if (lift.high < 0) {
    return ruling('do not use', `It makes ${metric} worse: the lift is ${interval(lift)}, all of it below 0.`);
  }
  const guard = guards.find((candidate) => candidate.down);
  if (guard) {
    return ruling(
      'do not use',
      `${guard.metric}${guard.on === undefined ? '' : guard.on === 'slice' ? ' within the gap' : ' on all rows'} gets significantly worse (${interval(guard)}, adjusted p ${guard.pAdjusted.toFixed(3)}), whatever ${metric} does (${interval(lift)}).`,
    );
  }
  const slice = slices.find((candidate) => candidate.status === 'down');
  if (!slice) return null;
  return ruling(
    'do not use',
    `${metric} gets significantly worse in the slice ${slice.name} (${interval(slice)}, adjusted p ${slice.pAdjusted.toFixed(3)}).`,
  );
}

function rulingOnLift(evidence: LiftEvidence, terms: DecisionTerms): Ruling | null {
  const { lift, againstClassWeights, againstPlacebo, metric } = evidence;
  if (!(lift.low > terms.threshold) || !(againstClassWeights.low > 0) || !(againstPlacebo.low > 0)) return null;
  return ruling(
    'use',
    `The lift in ${metric} is ${interval(lift)}, surely above the threshold ${terms.threshold}; it also beats class weights (${interval(againstClassWeights)}) and the placebo (${interval(againstPlacebo)}), and nothing guarded got worse.`,
  );
}

function rulingOnRequirement(evidence: LiftEvidence, terms: DecisionTerms): Ruling | null {
  if (meetsRequirement(evidence, 'real-only', terms) || meetsRequirement(evidence, 'augmented', terms)) return null;
  return ruling(
    'do not use',
    `The real-only model misses its requirement (${evidence.metric} ${terms.requirement}) and the lift, ${interval(evidence.lift)}, does not mend it. Label more real rows.`,
  );
}

function rulingOnSufficiency(evidence: LiftEvidence, terms: DecisionTerms): Ruling | null {
  if (!(evidence.lift.high < terms.threshold) || !meetsRequirement(evidence, 'real-only', terms)) return null;
  return ruling(
    'real data suffices',
    `Whatever the synthetic rows add is surely less than the threshold ${terms.threshold}: the lift in ${evidence.metric} is ${interval(evidence.lift)}.`,
  );
}

function cannotTell(evidence: LiftEvidence, terms: DecisionTerms): Ruling {
  const { lift, againstClassWeights, againstPlacebo, metric, holdoutRows } = evidence;
  const needs: number[] = [rowsToSettle(lift, terms.threshold, holdoutRows)];
  const doubts: string[] = [];
  if (lift.low > terms.threshold) {
    needs.length = 0;
    for (const [name, rival] of [
      ['class weights', againstClassWeights],
      ['the placebo', againstPlacebo],
    ] as const) {
      if (rival.low > 0) continue;
      doubts.push(name);
      needs.push(rowsToSettle(rival, 0, holdoutRows));
    }
  }
  const needsRows = Math.max(...needs);
  const why =
    doubts.length > 0
      ? `The lift in ${metric} is ${interval(lift)}, but it is not surely better than ${doubts.join(' and ')}, which cost no synthetic row.`
      : `The lift in ${metric} is ${interval(lift)}, on both sides of the threshold ${terms.threshold}.`;
  return {
    decision: 'cannot tell',
    reason: `${why} About ${needsRows.toLocaleString('en-US')} holdout rows would tell.`,
    needsRows,
  };
}

/** Holdout rows at which the interval would no longer hold `line`: its width falls with the square root of the rows. */
function rowsToSettle(paired: { value: number; low: number; high: number }, line: number, rows: number): number {
  const half = (paired.high - paired.low) / 2;
  const distance = Math.max(Math.abs(paired.value - line), half / 30);
  const needed = rows * (half / distance) ** 2;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(needed)) - 1);
  return Math.max(rows + 1, Math.ceil(needed / unit - 1e-9) * unit);
}

function meetsRequirement(evidence: LiftEvidence, arm: 'real-only' | 'augmented', terms: DecisionTerms): boolean {
  if (terms.requirement === undefined) return true;
  const found = evidence.arms.find((candidate) => candidate.arm === arm && candidate.metric === evidence.metric);
  if (!found) return false;
  return metrics[evidence.metric].better === 'higher'
    ? found.value >= terms.requirement
    : found.value <= terms.requirement;
}

function ruling(decision: Ruling['decision'], reason: string): Ruling {
  return { decision, reason, needsRows: null };
}

function interval(paired: { value: number; low: number; high: number }): string {
  const signed = (value: number) => (value >= 0 ? '+' : '') + value.toFixed(4);
  return `${signed(paired.value)} [${signed(paired.low)}, ${signed(paired.high)}]`;
}
