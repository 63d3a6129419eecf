import type { Context } from '@verisim/core';
import type { Tried } from './attack.ts';
import type { Cells } from './cells.ts';
import { type Exposure, exposedRecords, exposureAuc } from './exposure.ts';
import { membershipScores } from './membership-scores.ts';
import { worthyAuc, worthyRate } from './worth-naming.ts';

/** What a membership attack comes to, the rates at few false positives first (Carlini et al. 2022). */
export interface MembershipFigures {
  /** True positive rate at 1 % false positives. */
  readonly atHundredth: Exposure;
  /** At 0.1 %; `null` with fewer than 1,000 holdout rows. */
  readonly atThousandth: Exposure | null;
  readonly auc: Exposure;
  /** `p` of the figures that are worth naming alone, times the number of all; 1 when there is none. */
  readonly namedP: number;
}

/** The part of all tests together that intervals may miss, over the ways tried. */
const ALPHA = 0.05;

/** Fewer rows on a side say nothing of rates. */
const FEWEST_ROWS = 20;

/**
 * Membership inference in four ways, each as the rate of training rows found at 1 % false positives, with that at 0.1 % and the
 * AUC. Intervals hold for all ways together (Bonferroni); `p` is that of the best figure times their number. Empty with fewer than
 * 20 rows on a side, or when no column can be measured.
 */
export async function membershipInference(
  train: Cells,
  synthetic: Cells,
  holdout: Cells,
  ctx: Context,
): Promise<readonly Tried[]> {
  if (Math.min(train.rows, holdout.rows) < FEWEST_ROWS) return [];
  const scores = await membershipScores(train, synthetic, holdout, ctx);
  return (scores ?? []).flatMap(({ way, train, holdout }): Tried[] => {
    const alpha = ALPHA / (scores?.length ?? 1);
    const atHundredth = exposedRecords(train, holdout, 0.01, alpha);
    const atThousandth = exposedRecords(train, holdout, 0.001, alpha);
    const auc = exposureAuc(train, holdout, alpha);
    if (atHundredth === null || auc === null) return [];
    const figures = [atHundredth, auc, ...(atThousandth ? [atThousandth] : [])];
    const { value: rate, low, high, expected } = atHundredth;
    const best = (some: readonly Exposure[]) => Math.min(1, figures.length * Math.min(1, ...some.map((one) => one.p)));
    const worthy = figures.filter((one) => (one === auc ? worthyAuc(one) : worthyRate(one)));
    const p = best(figures);
    const membership = { atHundredth, atThousandth, auc, namedP: best(worthy) };
    return [
      { attack: `membership-${way}`, column: null, rate, low, high, control: expected, guess: expected, p, membership },
    ];
  });
}
