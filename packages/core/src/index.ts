export { type Blended, blend, syntheticRowsFor } from './blend.ts';
export { type Check, check, keptRows } from './check.ts';
export { closest } from './closest.ts';
export {
  type CodedColumn,
  type Column,
  type ColumnKind,
  type ColumnKindTraits,
  type ColumnRole,
  type ColumnSpec,
  cellOf,
  columnKinds,
  columnLength,
  isMissing,
  type NumericColumn,
  recode,
  type TextColumn,
  takeFromColumn,
} from './column.ts';
export {
  type ColumnTest,
  type Condition,
  type ConditionValue,
  matchRows,
  parseInstant,
  passesNumber,
  resolveConditions,
  rowsWhere,
} from './condition.ts';
export { type Context, type ContextParts, createContext, forkContext, type Progress } from './context.ts';
export {
  type Dataset,
  datasetVersion,
  singleTable,
  type TrackedTable,
  takeTrackedRows,
  trackedTable,
} from './dataset.ts';
export type { Decision, LiftVerdict } from './decision.ts';
export { type DrawnBlock, drawBlock } from './draw-block.ts';
export { badOptions, badPlugin, badRequest, unknownColumn } from './errors.ts';
export type { Comparison, Evaluator } from './evaluator.ts';
export { type Fingerprints, type RowForm, rowFingerprints } from './fingerprint.ts';
export { fit } from './fit.ts';
export type {
  BlockRequest,
  Generator,
  GeneratorTraits,
  Model,
  ModelState,
  SourceName,
  Sources,
  StateArray,
} from './generator.ts';
export { canonicalJson, type Json } from './json.ts';
export type { Classifier, Learner, LearnerRequest } from './learner.ts';
export { type Lineage, type LineageFields, lineageSpec, realLineage, sharedLineage } from './lineage.ts';
export { joinEvaluations, type Measure, measure } from './measure.ts';
export { type Chart, type Evaluation, type Finding, type Measurement, measurement, type Where } from './measurement.ts';
export { type Configurable, optionNames, resolveOptions } from './options.ts';
export { createRandom, type Random, randomFromKey, shuffle, xoshiro128pp } from './random.ts';
export type { Report, ReportSection, ReportTable } from './report.ts';
export { type RowHashes, rowHashCounts, rowHashes } from './row-hash.ts';
export { type OnStage, run, type Stage, type Stoppable } from './run.ts';
export { type Sampled, type SampledBlock, type SampleRequest, sample, stream } from './sample.ts';
export { createSha256, type Sha256, sha256, toHex } from './sha256.ts';
export {
  columnIndex,
  columnOf,
  concatTables,
  createTable,
  dropColumns,
  sliceRows,
  type Table,
  type TableSpec,
  takeColumns,
  takeRows,
  withTarget,
} from './table.ts';
export { tableHash } from './table-hash.ts';
export type { CheckEvidence, RowFinding, Validator, Verdict } from './validator.ts';
export { type ErrorKind, isVerisimError, type VerisimError, verisimError } from './verisim-error.ts';
export { parseWhere } from './where.ts';
