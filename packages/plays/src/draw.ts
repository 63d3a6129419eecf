/** What drawing rows needs, without the evaluators and learners that judging loads. */
export { depthAfter } from './attribution/row-depths.ts';
export type { ChoiceAccount } from './choose/choice-account.ts';
export { choiceSection } from './choose/choice-report.ts';
export { type ChoiceTerms, choiceTerms } from './choose/choice-terms.ts';
export type { RowSource } from './draw/block-checks.ts';
export type { DrawAccount } from './draw/draw-account.ts';
export { EXTRAPOLATION, extrapolationTest } from './draw/extrapolated-rows.ts';
export { openResumableDraw, type ResumableDraw, removeLeftovers } from './draw/resumable-draw.ts';
export { type BlockAccount, type CheckedBlock, type DrawRequest, streamChecked } from './draw/stream-checked.ts';
export { parseWhere } from './where.ts';
