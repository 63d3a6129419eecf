import {
  type Context,
  concatTables,
  forkContext,
  type LiftVerdict,
  type OnStage,
  quietContext,
  run,
  type Stage,
  type Table,
} from '@verisim/core';
import { asClassTarget, type LiftEvidence, measureLift } from '@verisim/evaluator-utility';
import { decide } from '../lift/decide.ts';
import { liftSection } from '../lift/lift-section.ts';
import { predictLevels } from '../predict-levels.ts';
import { againstSection, comparable } from './against-section.ts';
import type { DistillParts, DistillResult, DistillState } from './distill-state.ts';
import { distillVerdict } from './distill-verdict.ts';
import { votes } from './self-consistency.ts';
import { stageAsk } from './stage-ask.ts';
import { stageErrors } from './stage-errors.ts';
import { stageSensitivity } from './stage-sensitivity.ts';
import { type AgainstTeacher, studentAgainstTeacher } from './student-against-teacher.ts';
import { withoutLocked } from './without-locked.ts';

/** Everything that happens before the holdout is opened. */
export const distillStages: readonly Stage<DistillState>[] = [stageAsk, stageErrors, stageSensitivity];

/**
 * Runs the play: asks the teacher, keeps what it agrees on, measures its errors and biases on real rows and what they cost, then opens the holdout
 * once: student with the teacher's rows against the student without them and against the teacher. Throws `plays/bad-teacher` and what learners throw.
 */
export async function distill(
  parts: DistillParts,
  ctx: Context,
  onStage?: OnStage<DistillState>,
  onOpening: () => void = () => {},
): Promise<DistillResult> {
  const train = asClassTarget(parts.train, parts.plan.target, 'training');
  const state = await run<DistillState>(distillStages, { ...parts, train, sections: [] }, ctx, onStage);
  const found = { errors: state.errors ?? null, sensitivity: state.sensitivity ?? null };
  if (state.stopped) {
    const made = { yield: state.yield ?? null, labelled: state.labelled ?? null };
    return { verdict: stopped(state), evidence: null, against: null, ...found, ...made, sections: state.sections };
  }
  onOpening();
  const holdout = asClassTarget(await parts.openHoldout(), parts.plan.target, 'holdout');
  const apart = { ...state, ...withoutLocked(state, holdout) };
  const evidence = await liftOf(apart, holdout, forkContext(ctx, 'lift'));
  const against = await compare(apart, holdout, forkContext(ctx, 'against'));
  const lift = decide(evidence, state.plan);
  const verdict = distillVerdict(lift, against, state.plan, state.teacher.name);
  const compared = againstSection(against, state.plan, state.teacher.name);
  const sections = [...state.sections, liftSection(evidence, lift), compared];
  return { verdict, evidence, against, ...found, yield: apart.yield, labelled: apart.labelled, sections };
}

function stopped({ stopped, plan }: DistillState): LiftVerdict {
  const reason = `${stopped} Nothing was trained on the teacher's labels and the holdout stayed closed.`;
  const none = { lift: null, low: null, high: null, needsRows: null };
  return { decision: 'do not use', reason, metric: plan.metric, threshold: plan.threshold, ...none };
}

function liftOf({ plan, train, labelled, learner }: DistillState, holdout: Table, ctx: Context): Promise<LiftEvidence> {
  const { target, metric, seeds } = plan;
  return measureLift({ real: train, synthetic: labelled!.table, holdout, target, learner, metric, seeds }, ctx);
}

async function compare(state: DistillState, holdout: Table, ctx: Context): Promise<AgainstTeacher | null> {
  const { plan, train, labelled, learner, teacher } = state;
  const classes = state.classes!;
  const answers = await teacher.label(holdout, classes, forkContext(ctx, 'teacher'));
  const found = votes(answers, classes.length);
  const truth = comparable(holdout, plan.target, classes);
  if (found.label.every((label) => label < 0)) return null;
  const table = concatTables([train, labelled!.table]);
  const student: Float64Array[] = [];
  for (let seed = 0; seed < plan.seeds; seed++) {
    const request = { table, target: plan.target, learner, on: holdout, classes };
    student.push(await predictLevels(request, quietContext(forkContext(ctx, `seed:${seed}`))));
  }
  const request = { metric: plan.metric, truth, classCount: classes.length, student, teacher: found };
  return studentAgainstTeacher(request, ctx);
}
