import type { ColdStart } from './cold-start-store.ts';
import { addDays, type Day } from './day.ts';
import type { ReplaceState } from './replace-state.ts';

/** Half as many rows again are another question. */
const GROWTH = 1.5;

/** Real rows to train on before a ratio can be swept. */
export const LEAST_TO_SWEEP = 50;

type Rows = Pick<ReplaceState, 'training' | 'swept'>;

/** Whether the ratio is to be swept today: for the first time, after half as many real rows again, or with new rows a fortnight after the last sweep. */
export function sweepIsDue({ training, swept }: Rows, today: Day, reviewDays: number): boolean {
  if (training < LEAST_TO_SWEEP) return false;
  if (swept === null || training >= GROWTH * swept.rows) return true;
  return training > swept.rows && addDays(swept.day, reviewDays) <= today;
}

/** The day on which a sweep is owed to rows that came without one; `null` while there are none. */
export function sweepDueOn({ replaced, plan }: ColdStart, today: Day): Day | null {
  if (replaced === null || replaced.training < LEAST_TO_SWEEP) return null;
  const { swept, training, day } = replaced;
  if (swept === null) return day;
  if (training <= swept.rows) return null;
  if (training >= GROWTH * swept.rows) return day < today ? day : today;
  return addDays(swept.day, plan.reviewDays);
}

/** Whether the evaluation part may be opened again: never opened, or half as many real rows as then have come since. */
export function mayOpen({ training, opened }: Pick<ReplaceState, 'training' | 'opened'>): boolean {
  return opened === null || training >= GROWTH * opened.rows;
}
