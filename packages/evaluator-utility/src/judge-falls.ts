import { holm } from '@verisim/statistics';
import { type Paired, standardError } from './interval.ts';
import type { GuardLift, SliceLift } from './lift-types.ts';
import type { MetricName } from './metrics.ts';

const ALPHA = 0.05;
/** A fall that must not go unseen. */
const FALL = 0.05;
/** Standard errors that a fall must measure to be seen four times in five: z(0.95) + z(0.8). */
const POWER = 1.6449 + 0.8416;

type Unjudged<T extends Paired> = Omit<T, 'pAdjusted' | 'down' | 'status'>;

/** Which guards and slices are significantly down at 5 %, Holm-corrected over all of them together. */
export function judgeFalls(
  guards: readonly (Paired & { readonly metric: MetricName })[],
  slices: readonly Unjudged<SliceLift>[],
): { readonly guards: readonly GuardLift[]; readonly slices: readonly SliceLift[] } {
  const adjusted = holm([...guards, ...slices].map(({ pWorse }) => pWorse));
  return {
    guards: guards.map((guard, i) => ({ ...guard, pAdjusted: adjusted[i], down: adjusted[i] < ALPHA })),
    slices: slices.map((slice, i) => {
      const pAdjusted = adjusted[guards.length + i];
      return { ...slice, pAdjusted, status: statusOf(slice, pAdjusted) };
    }),
  };
}

function statusOf(slice: Paired, pAdjusted: number): SliceLift['status'] {
  if (pAdjusted < ALPHA) return 'down';
  return POWER * standardError(slice) <= FALL ? 'not down' : 'unknown';
}
