import type { Fingerprints, Learner, LiftVerdict, Stoppable, Table, TrackedTable } from '@verisim/core';
import type { LiftEvidence } from '@verisim/evaluator-utility';
import type { ReportSection } from '@verisim/report';
import type { DistillPlan } from './distill-plan.ts';
import type { Sensitivity } from './label-noise-sensitivity.ts';
import type { LabelSourceNoise } from './label-source-noise.ts';
import type { Consistency } from './self-consistency.ts';
import type { SourceBiases } from './source-bias.ts';
import type { AgainstTeacher } from './student-against-teacher.ts';
import type { Teacher, TeacherLabels } from './teacher.ts';

/** What a distillation is given. The holdout comes in when everything is chosen, through the one opening. */
export interface DistillParts {
  readonly plan: DistillPlan;
  /** The training part: real rows with real labels, the target a coded column. */
  readonly train: Table;
  /** Rows without labels, with the features of `train`; a target among them is not looked at. */
  readonly pool: Table;
  readonly teacher: Teacher;
  /** Answers to the pool where they are there already; the teacher is asked when left out. */
  readonly answers?: TeacherLabels;
  /** What makes an item of the pool and a test row the same one; every feature when left out. */
  readonly keys?: readonly string[];
  /** Of the student. */
  readonly learner: Learner;
  readonly fingerprints?: Fingerprints;
  /** The run's id, for the lineage. */
  readonly run: string;
  openHoldout(): Promise<Table>;
  readonly show?: (section: ReportSection) => void;
}

/** How far a teacher's answers can be trusted, measured on real training rows. */
export interface TeacherErrors {
  /** Of every answer by majority, and of those that were kept. */
  readonly all: LabelSourceNoise;
  readonly kept: LabelSourceNoise;
  readonly biases: SourceBiases;
  /** Real rows whose kept answer was wrong and which keep their real label. */
  readonly wrongDropped: number;
}

/** What became of the pool. */
export interface TeacherYield extends Consistency {
  /** Items asked about, of which so many were locked test rows and were left out. */
  readonly asked: number;
  readonly locked: number;
}

/** What the stages hand on. */
export interface DistillState extends DistillParts, Stoppable {
  readonly sections: readonly ReportSection[];
  readonly classes?: readonly string[];
  readonly yield?: TeacherYield;
  /** Kept rows under the teacher's label, with their lineage. */
  readonly labelled?: TrackedTable;
  readonly errors?: TeacherErrors;
  readonly sensitivity?: Sensitivity;
}

/** What a distillation concludes. */
export interface DistillResult {
  readonly verdict: LiftVerdict;
  readonly evidence: LiftEvidence | null;
  readonly against: AgainstTeacher | null;
  readonly errors: TeacherErrors | null;
  readonly yield: TeacherYield | null;
  readonly sensitivity: Sensitivity | null;
  /** The rows that the teacher labelled and the student learns from. */
  readonly labelled: TrackedTable | null;
  readonly sections: readonly ReportSection[];
}

/** A stage's addition to the report, shown at once. */
export function addSection(state: DistillState, section: ReportSection): readonly ReportSection[] {
  state.show?.(section);
  return [...state.sections, section];
}
