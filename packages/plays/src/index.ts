export { type Baseline, type BaselineRequest, baseline, type RequirementState } from './baseline.ts';
export { baselineMeasurements, baselineSection, baselineSentence } from './baseline-report.ts';
export type { BaselineArm, BaselineScore } from './baseline-scores.ts';
export type { RowSource } from './block-checks.ts';
export type {
  ChoiceAccount,
  CriterionAccount,
  CriterionName,
  NotJudged,
  RungAccount,
  RungState,
} from './choice-account.ts';
export { choiceSection, choiceSentence, choiceTable, lacks } from './choice-report.ts';
export { type ChoiceTerms, choiceTerms } from './choice-terms.ts';
export { type Choice, type ChooseRequest, chooseGenerator, type Rung } from './choose-generator.ts';
export * from './coverage-gap.ts';
export type { CoverageGapParts, CoverageGapState, FoldWork, RatioScores } from './coverage-gap-state.ts';
export { type DecisionTerms, decide } from './decide.ts';
export type { DrawAccount } from './draw-account.ts';
export { type CheckedDraw, drawChecked } from './draw-checked.ts';
export { EXTRAPOLATION, extrapolationTest } from './extrapolated-rows.ts';
export { type Fold, stratifiedFolds } from './folds.ts';
export { type JudgedLift, type JudgeRequest, judgeLift } from './judge-lift.ts';
export { liftSection } from './lift-section.ts';
export { type CoverageGapPlan, makePlan, planDefaults } from './plan.ts';
export { openResumableDraw, type ResumableDraw, removeLeftovers } from './resumable-draw.ts';
export { type BlockAccount, type CheckedBlock, type DrawRequest, streamChecked } from './stream-checked.ts';
export { parseWhere } from './where.ts';
