/** What drawing rows needs, without the evaluators and learners that judging loads. */
export { depthAfter } from './attribution/row-depths.ts';
export type { RowSource } from './block-checks.ts';
export type { ChoiceAccount } from './choice-account.ts';
export { choiceSection } from './choice-report.ts';
export { type ChoiceTerms, choiceTerms } from './choice-terms.ts';
export type { DrawAccount } from './draw-account.ts';
export { EXTRAPOLATION, extrapolationTest } from './extrapolated-rows.ts';
export { openResumableDraw, type ResumableDraw, removeLeftovers } from './resumable-draw.ts';
export { type BlockAccount, type CheckedBlock, type DrawRequest, streamChecked } from './stream-checked.ts';
export { parseWhere } from './where.ts';
