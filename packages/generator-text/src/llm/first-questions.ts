import type { Condition, Context } from '@verisim/core';
import type { Question } from '../calls/question.ts';
import { questionsFor } from './ask-slots.ts';
import { teacherQuestions } from './label-texts.ts';
import { groupsOf, slotsFor } from './slots.ts';
import type { TextPlan } from './text-plan.ts';

/**
 * The questions that `makeTexts` and `labelTexts` begin with in the same context, for a pilot: what is asked for again and what a judge is asked come on top. The answers to a
 * pilot are found again in the journal.
 */
export function firstQuestions(
  plan: TextPlan,
  { rows, where }: { readonly rows: number; readonly where?: readonly Condition[] },
  ctx: Context,
): readonly Question[] {
  if (plan.task.name === 'labelling') return teacherQuestions(plan, plan.seeds.slice(0, rows), ctx);
  const groups = groupsOf(plan, where);
  if (groups.length === 0) return [];
  const slots = slotsFor(plan, groups, rows, ctx.random.fork('slots'));
  const questions = questionsFor(plan, groups, slots, 0, ctx.random.fork('questions'));
  return Array.from(questions, ({ question }) => question);
}
