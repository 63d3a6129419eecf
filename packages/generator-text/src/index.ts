export {
  type AnswerJournal,
  type CallRecord,
  type JournalEntry,
  memoryJournal,
} from './calls/answer-journal.ts';
export { askAll } from './calls/ask-all.ts';
export { askChecked, type Checked, type CheckedAnswer } from './calls/ask-checked.ts';
export { type BatchReport, type BatchSettings, buyBatch } from './calls/batch.ts';
export { type Bill, type CallSettings, type Calls, type OpenedCalls, openCalls } from './calls/calls.ts';
export type { Clock } from './calls/clock.ts';
export { type Estimate, type Expected, expectedSum, pilot } from './calls/estimate.ts';
export { amount } from './calls/live-line.ts';
export { MICRO, type Price, type Prices } from './calls/price.ts';
export { type ChatBody, type ChatMessage, type EmbeddingsBody, type Question, questionKey } from './calls/question.ts';
export type { AnswerState } from './calls/read-answer.ts';
export { endpointName } from './calls/redact.ts';
export type { CallClient } from './calls/send.ts';
export type { Answer } from './calls/settle.ts';
export { type CallLimits, DEFAULT_LIMITS } from './calls/shop.ts';
