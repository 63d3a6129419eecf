import type { Assessor } from './assessor.ts';
import type { AwkwardName } from './awkward-tables.ts';

/** Names of the checks that validators and evaluators share. */
export type AssessorCheckName =
  | AwkwardName
  | 'answers'
  | 'deterministic'
  | 'calls-independent'
  | 'calls-concurrent'
  | 'tables-untouched'
  | 'answer-detached'
  | 'abort-before'
  | 'abort-during'
  | 'abort-after'
  | 'ambient'
  | 'globals'
  | 'progress'
  | 'notes'
  | 'level-codes'
  | 'no-rows'
  | 'evidence-absent'
  | 'errors'
  | 'any-table'
  | 'canary';

/** One behaviour of validators and evaluators alike. */
export interface AssessorCheck {
  readonly name: AssessorCheckName;
  readonly title: string;
  run<I, A>(subject: Assessor<I, A>): Promise<void>;
}
