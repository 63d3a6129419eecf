import type {
  Classifier,
  Fingerprints,
  Generator,
  Learner,
  Model,
  Stoppable,
  Table,
  TrackedTable,
} from '@verisim/core';
import type { ReportSection } from '@verisim/report';
import type { CheckedDraw } from './draw-checked.ts';
import type { CoverageGapPlan } from './plan.ts';

/** What a play is given. The holdout is not among it. */
export interface CoverageGapParts {
  readonly plan: CoverageGapPlan;
  /** The training part, its target a coded column. */
  readonly train: TrackedTable;
  readonly generator: Generator<unknown, 'data'>;
  readonly learner: Learner;
  readonly fingerprints?: Fingerprints;
  /** The run's id, for the lineage. */
  readonly run: string;
  /** Shows a part of the report as soon as it is there: the small batch is meant to be looked at. */
  readonly show?: (section: ReportSection) => void;
}

/** One fold of the training part, with the generator fitted on its training rows alone. */
export interface FoldWork {
  readonly train: TrackedTable;
  readonly validation: Table;
  readonly model: Model;
  /** The real-only model of this fold and its score. */
  readonly realOnly: Classifier;
  readonly realScore: number;
}

/** Cross-validated scores of one ratio: one per fold and seed. */
export interface RatioScores {
  readonly ratio: number;
  readonly scores: readonly number[];
  /** Scores minus those of real-only in the same fold and seed, oriented so that positive is better. */
  readonly lifts: readonly number[];
}

/** What the stages of a coverage-gap play hand on. */
export interface CoverageGapState extends CoverageGapParts, Stoppable {
  readonly sections: readonly ReportSection[];
  /** Checks that failed and were passed over by `force`. */
  readonly forced: readonly string[];
  readonly gapRows?: number;
  readonly model?: Model;
  readonly folds?: readonly FoldWork[];
  readonly sweep?: readonly RatioScores[];
  /** The ratio that goes before the holdout: the best above 0 by cross-validation. */
  readonly ratio?: number;
  readonly release?: CheckedDraw;
}

/** A stage's addition to the report, shown at once. */
export function addSection(state: CoverageGapState, section: ReportSection): readonly ReportSection[] {
  state.show?.(section);
  return [...state.sections, section];
}

/** The outcome of a check that failed: the play stops, or goes on and records it when forced. */
export function failedCheck(state: CoverageGapState, reason: string): Pick<CoverageGapState, 'stopped' | 'forced'> {
  return state.plan.force
    ? { stopped: null, forced: [...state.forced, reason] }
    : { stopped: reason, forced: state.forced };
}
