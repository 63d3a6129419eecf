export * from './coverage-gap.ts';
export type { CoverageGapParts, CoverageGapState, FoldWork, RatioScores } from './coverage-gap-state.ts';
export { type DecisionTerms, decide } from './decide.ts';
export { type CheckedDraw, type DrawRequest, drawChecked, type RowSource } from './draw-checked.ts';
export { type Fold, stratifiedFolds } from './folds.ts';
export { type JudgedLift, type JudgeRequest, judgeLift } from './judge-lift.ts';
export { liftSection } from './lift-section.ts';
export { type CoverageGapPlan, makePlan, planDefaults } from './plan.ts';
export { parseWhere } from './where.ts';
