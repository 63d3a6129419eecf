import type { Fingerprints, Generator, Learner, Model, Stoppable, TrackedTable } from '@verisim/core';
import type { ReportSection } from '@verisim/report';
import type { RowSource } from '../draw/block-checks.ts';
import type { CheckedDraw } from '../draw/draw-checked.ts';
import type { KeptUnits } from '../kept-units.ts';
import type { CoverageGapPlan } from '../plan.ts';
import type { Sweep } from '../sweep/sweep-ratios.ts';
import type { SweepWork } from '../sweep/sweep-work.ts';

/** What a play is given. The holdout is not among it. */
export interface CoverageGapParts {
  readonly plan: CoverageGapPlan;
  /** The training part, its target a coded column. */
  readonly train: TrackedTable;
  readonly generator: Generator<unknown, 'data'>;
  /** Of the sweep and of the lift. */
  readonly learner: Learner;
  /** The generator of the SMOTE control, which is left out without it. */
  readonly smote?: Generator<unknown, 'data'>;
  /** A learner of another family, asked about the chosen ratio. */
  readonly second?: Learner;
  readonly fingerprints?: Fingerprints;
  /** The run's id, for the lineage. */
  readonly run: string;
  /** Where finished pieces are kept, so that a killed play goes on. */
  readonly units?: KeptUnits;
  /** Checks that failed before the play began and that were passed over. */
  readonly forced?: readonly string[];
  /** Names of what runs in production: a trap when one of them made the rows. */
  readonly production?: readonly string[];
  /** Shows a part of the report as soon as it is there: the small batch is meant to be looked at. */
  readonly show?: (section: ReportSection) => void;
}

/** What the stages of a coverage-gap play hand on. */
export interface CoverageGapState extends CoverageGapParts, Stoppable {
  readonly sections: readonly ReportSection[];
  /** Checks that failed and were passed over by `force`. */
  readonly forced: readonly string[];
  readonly gapRows?: number;
  readonly model?: Model;
  /** The folds of the sweep, which serve the train-on-synthetic check as well. */
  readonly work?: SweepWork;
  readonly sweep?: Sweep;
  /** The ratio that goes before the holdout: the best above 0 by cross-validation, or fewer rows within its standard error. */
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

/** Whether the rows are made after real ones: those of an aligned generator know neither their shares nor their lengths. */
export function learnsFromRows({ generator }: Pick<CoverageGapState, 'generator'>): boolean {
  return !('aligned' in generator);
}

/** The rows that are generated from the model of the whole training part. */
export function sourceOf({ generator, model, train, fingerprints, run }: CoverageGapState): RowSource {
  return { generator, model: model!, train: train.table, run, ...(fingerprints && { fingerprints }) };
}
