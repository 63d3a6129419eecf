import type { LiftVerdict } from '@verisim/core';
import { against } from './against-section.ts';
import type { DistillPlan } from './distill-plan.ts';
import type { AgainstTeacher } from './student-against-teacher.ts';

/**
 * The lift decides first: harm, or a student that is as good on real labels alone, needs no teacher. A student that is surely worse than the teacher
 * by more than the loss is not used; one that is surely within it is, where its lift is; else nobody can tell.
 */
export function distillVerdict(
  lift: LiftVerdict,
  found: AgainstTeacher | null,
  { loss }: DistillPlan,
  teacher: string,
): LiftVerdict {
  if (found === null) {
    if (lift.decision !== 'use') return lift;
    const reason = `${lift.reason} How the student stands against ${teacher} was not measured: it answered too few test rows.`;
    return { ...lift, decision: 'cannot tell', reason };
  }
  const stands = `${against(found, teacher)}; a loss of ${loss} was allowed.`;
  const reason = `${lift.reason} ${stands}`;
  const { value, low, high } = found.difference;
  if (lift.decision === 'do not use' || lift.decision === 'real data suffices') return { ...lift, reason };
  if (high < -loss) return { ...lift, decision: 'do not use', reason, needsRows: null };
  if (lift.decision === 'use' && low >= -loss) return { ...lift, reason };
  if (lift.decision === 'cannot tell') return { ...lift, reason };
  const half = (high - low) / 2;
  const distance = Math.max(Math.abs(value + loss), half / 30);
  const needsRows = Math.max(found.rows + 1, Math.ceil(found.rows * (half / distance) ** 2));
  return { ...lift, decision: 'cannot tell', reason, needsRows };
}
