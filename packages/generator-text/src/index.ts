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
export type { TopicTree } from './diversity/topic-leaves.ts';
export { estimateOverBudget, noPrice } from './errors.ts';
export { type ConversationColumns, conversations, type Message } from './exports/conversation.ts';
export { type ExportFormat, exportLines } from './exports/export-lines.ts';
export { type Preference, preferences } from './exports/preferences.ts';
export { firstQuestions } from './llm/first-questions.ts';
export { calibrateJudge, type JudgeCalibration } from './llm/judge-rows.ts';
export { askTeacher, labelTexts, type TeacherAnswers } from './llm/label-texts.ts';
export { llm, notePlan } from './llm/llm.ts';
export {
  type JudgeOptions,
  judgeOptions,
  type LlmOptions,
  type TaskOptions,
  taskOptions,
  teacherTerms,
} from './llm/llm-options.ts';
export { type Live, type MadeTexts, makeTexts, type Screen, type Screened } from './llm/make-texts.ts';
export { seedRows } from './llm/seed-rows.ts';
export { type TextsToTeach, teachTexts } from './llm/teach-texts.ts';
export { planTexts, type TextPlan } from './llm/text-plan.ts';
export { notWritten, textsSpec, textsTable } from './llm/texts-table.ts';
export { ngram } from './ngram/ngram.ts';
export type { NgramOptions } from './ngram/ngram-options.ts';
export { textTasks } from './tasks/tasks.ts';
export type { Prompt, PromptParts, Seed, TaskRow, TextTask, Wish } from './tasks/text-task.ts';
