export { ALARM_ALPHA, type Alarm, type AlarmInput, type AlarmName } from './alarms/alarm.ts';
export { alarmFindings, alarmsSection, alarmsSentence, alarmsTable } from './alarms/alarms-section.ts';
export { modelFamilies, sharedFamily } from './alarms/model-families.ts';
export { trapAlarms } from './alarms/trap-alarms.ts';
export {
  ATTRIBUTION_ALPHA,
  type AttributeRequest,
  type Attribution,
  attribute,
  type JudgedDifference,
  type SourceContribution,
} from './attribution/attribute.ts';
export type { SliceContribution } from './attribution/attribute-slices.ts';
export { attributionMeasurements, attributionSection, attributionSentence } from './attribution/attribution-section.ts';
export { type DepthLoss, depthFindings, depthLosses } from './attribution/generation-depth.ts';
export { depthAfter, depthsOf } from './attribution/row-depths.ts';
export { type SyntheticSource, sourcesOf } from './attribution/synthetic-source.ts';
export { type TailLoss, tailLoss } from './attribution/tail-loss.ts';
export { type Baseline, type BaselineRequest, baseline, type RequirementState } from './baseline/baseline.ts';
export { type BaselinePower, type HoldoutSize, powerSentence } from './baseline/baseline-power.ts';
export {
  baselineFindings,
  baselineMeasurements,
  baselineSection,
  baselineSentence,
} from './baseline/baseline-report.ts';
export type { BaselineArm, BaselineScore } from './baseline/baseline-scores.ts';
export { type KeptBaseline, latestBaseline } from './baseline/latest-baseline.ts';
export type {
  ChoiceAccount,
  CriterionAccount,
  CriterionName,
  NotJudged,
  RungAccount,
  RungState,
} from './choose/choice-account.ts';
export { choiceSection, choiceSentence, choiceTable, lacks } from './choose/choice-report.ts';
export { type ChoiceTerms, choiceTerms } from './choose/choice-terms.ts';
export { type Choice, type ChooseRequest, chooseGenerator, type Rung } from './choose/choose-generator.ts';
export { type OrderedClasses, orderedClasses } from './class-order.ts';
export type { ArrivedRows } from './cold-start/arrived-rows.ts';
export { reviewCalendar } from './cold-start/calendar.ts';
export {
  type CarryRequest,
  type CarryVerdict,
  canSweep,
  carrySweep,
  judgeCarry,
  looksAlone,
  madeRowsFor,
  sweepMadeRows,
} from './cold-start/carries-alone.ts';
export { type ColdSource, sourceName } from './cold-start/cold-rows.ts';
export { type ColdStartParts, type ColdStartResult, coldStart, type EvaluationNeed } from './cold-start/cold-start.ts';
export { type ColdStartPlan, makeColdStartPlan, REVIEW_DAYS, refuseRealRows } from './cold-start/cold-start-plan.ts';
export {
  type ColdReview,
  type ColdStart,
  coldStartFiles,
  coldStartOf,
  coldStarts,
  type KeptColdStart,
  recordColdEnd,
  recordColdReview,
} from './cold-start/cold-start-store.ts';
export { addDays, type Day, daysBetween, parseDay } from './cold-start/day.ts';
export { type DueItem, dueItems } from './cold-start/due-items.ts';
export { type Alike, alike } from './cold-start/like-made.ts';
export { disposableModel, type ModelManifest, modelManifest } from './cold-start/model-manifest.ts';
export { readTableSpec } from './cold-start/read-table-spec.ts';
export { type Replaced, type ReplaceRequest, replaceRows } from './cold-start/replace.ts';
export { takenInSection } from './cold-start/replace-section.ts';
export { evaluationRows, type OpenedState, type ReplaceState, type SweptState } from './cold-start/replace-state.ts';
export { LEAST_TO_SWEEP, mayOpen, sweepIsDue } from './cold-start/sweep-schedule.ts';
export { type Arrival, evaluationFingerprints, type TakenIn, takeInRows } from './cold-start/take-in-rows.ts';
export { beforeSection } from './coverage-gap/before-section.ts';
export * from './coverage-gap/coverage-gap.ts';
export type { CoverageGapParts, CoverageGapState } from './coverage-gap/coverage-gap-state.ts';
export {
  type ProjectEvidence,
  projectEvidence,
  reviewedVerdict,
  reviewsOf,
} from './coverage-gap/project-evidence.ts';
export { type Forced, recordForced } from './coverage-gap/record-forced.ts';
export { rowsToDraw } from './coverage-gap/rows-to-draw.ts';
export { distill, distillStages } from './distill/distill.ts';
export {
  type DistillPlan,
  distillDefaults,
  type LicenceConfirmation,
  makeDistillPlan,
} from './distill/distill-plan.ts';
export type {
  DistillParts,
  DistillResult,
  DistillState,
  TeacherErrors,
  TeacherYield,
} from './distill/distill-state.ts';
export {
  type JudgedLabelSource,
  judgeLabelSource,
  type LabelSourceRequest,
} from './distill/judge-label-source.ts';
export {
  labelNoiseSensitivity,
  type Sensitivity,
  type SensitivityPoint,
  type SensitivityRequest,
} from './distill/label-noise-sensitivity.ts';
export { evenNoise, type LabelSourceNoise, labelSourceNoise } from './distill/label-source-noise.ts';
export { type Consistency, keepConsistent, type Votes, votes } from './distill/self-consistency.ts';
export { sensitivityMeasurements, sensitivitySection, sensitivitySentence } from './distill/sensitivity-section.ts';
export { biasSentence, type SourceBias, type SourceBiases, sourceBiases } from './distill/source-bias.ts';
export { type AgainstTeacher, studentAgainstTeacher } from './distill/student-against-teacher.ts';
export { classifierTeacher, type Teacher, type TeacherLabels } from './distill/teacher.ts';
export { answersOf, fileTeacher, itemsOutside, type TeacherFile } from './distill/teacher-file.ts';
export { alignedGenerator } from './draw/aligned-generator.ts';
export type { RowSource } from './draw/block-checks.ts';
export type { DrawAccount } from './draw/draw-account.ts';
export { type CheckedDraw, drawChecked } from './draw/draw-checked.ts';
export { EXTRAPOLATION, extrapolationTest } from './draw/extrapolated-rows.ts';
export { openResumableDraw, type ResumableDraw, removeLeftovers } from './draw/resumable-draw.ts';
export { type BlockAccount, type CheckedBlock, type DrawRequest, streamChecked } from './draw/stream-checked.ts';
export { type Fold, stratifiedFolds } from './folds.ts';
export type { GapBalance, GapFigure, GapKind, GapProposal } from './gap/gap-proposal.ts';
export { balanceInWords, gapSection, gapsTable } from './gap/gap-section.ts';
export { type GapRequest, type Gaps, proposeGaps } from './gap/propose-gaps.ts';
export { whereText } from './gap/where-text.ts';
export { type KeptUnits, keptJson, keptNumbers, noUnits, openUnits, type UnitJournal } from './kept-units.ts';
export { type DecisionTerms, decide } from './lift/decide.ts';
export { type JudgedLift, type JudgeRequest, judgeLift } from './lift/judge-lift.ts';
export { liftSection } from './lift/lift-section.ts';
export { driftAdvice, makeAgain } from './monitor/make-again.ts';
export { DRIFT_THRESHOLD, type Drift, type MonitorRequest, monitorDrift } from './monitor/monitor-drift.ts';
export { driftFindings, driftSection, driftSentence, effectsTable } from './monitor/monitor-report.ts';
export { type CoverageGapPlan, makePlan, planDefaults, type StatedPlan } from './plan.ts';
export { type PlayCard, playCards } from './play-cards.ts';
export { makePrivacyPlan, type PrivacyPlan, privacyDefaults } from './privacy-play/privacy-plan.ts';
export { type PrivacyResult, privacyPlay, privacyStages } from './privacy-play/privacy-play.ts';
export type { PrivacyParts, PrivacyState, PrivacyVerdict } from './privacy-play/privacy-state.ts';
export {
  drawReview,
  type ReviewKey,
  type ReviewPart,
  type ReviewRequest,
  type ReviewRow,
} from './review/draw-review.ts';
export { type JudgeAgreement, judgeAgreement } from './review/judge-agreement.ts';
export { keepReviewKey, readReviewKey } from './review/review-key.ts';
export {
  type BlindedTelling,
  type ReviewCounts,
  type ReviewOutcome,
  type ReviewRate,
  reviewOutcome,
} from './review/review-outcome.ts';
export { type ReviewAnswer, readAnswers, reviewedRows, reviewSheet, sheetColumns } from './review/review-sheet.ts';
export { type SignedRuns, type SignOffState, signOffSection, signOffStates } from './review/sign-off-section.ts';
export { type SignOffRole, type SignOffSubject, signOffRules } from './review/sign-off-subjects.ts';
export { type SignOff, signOffs } from './review/sign-offs.ts';
export { latestRunFor, type Signature, type SignRequest, signRun } from './review/sign-run.ts';
export { recordSpotCheck, type SpotCheck, spotCheckEvidence, spotChecks } from './review/spot-check.ts';
export { LEAST_AGREEMENT, reviewFindings, reviewSentences, spotCheckSection } from './review/spot-check-section.ts';
export { withSignatures } from './review/with-signatures.ts';
export { type WorstRow, worstFirst } from './review/worst-first.ts';
export { type ProjectStep, projectState } from './stop-rules/project-state.ts';
export type { AskedSweep } from './stop-rules/ratio-step.ts';
export { reviewStops, type StopRequest, stopRules } from './stop-rules/stop-rules.ts';
export {
  type Answers,
  type Crispness,
  type JudgeSuiteRequest,
  judgeSuite,
  type PassCount,
  requireOtherFamily,
  type SuiteOutcome,
} from './suites/judge-suite.ts';
export {
  type Difficulty,
  difficulties,
  difficultiesOf,
  expectedAnswers,
  type SuiteManifest,
} from './suites/suite-manifest.ts';
export { suiteFindings, suiteMeasurements, suiteSections, suiteSentence, suiteTable } from './suites/suite-section.ts';
export {
  addSuite,
  type ListedSuite,
  listSuites,
  openSuite,
  type SuiteFiles,
  type SuiteRequest,
} from './suites/suite-store.ts';
export { type TrainedAnswers, type TrainedRequest, trainedAnswers } from './suites/trained-answers.ts';
export type { RatioChoice } from './sweep/choose-ratio.ts';
export { type KeptSweep, keepSweep, latestSweep } from './sweep/kept-sweep.ts';
export type { SecondOpinion } from './sweep/second-opinion.ts';
export { type SweepKey, staleSentence, sweepKey, whyStale } from './sweep/sweep-key.ts';
export { type Sweep, type SweepPoint, sweepRatios } from './sweep/sweep-ratios.ts';
export type { SweepArm, SweepRequest, SweepTask } from './sweep/sweep-request.ts';
export { sweepMeasurements, sweepSection, sweepSentence } from './sweep/sweep-section.ts';
export { type TextChecks, textChecks } from './texts/text-checks.ts';
export { type TextsToCheck, textFailures } from './texts/text-failures.ts';
export { parseWhere } from './where.ts';
