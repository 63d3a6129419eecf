import type { AssessorCheckName } from './assessor-check.ts';
import type { Check } from './check.ts';
import type { EvaluatorSubject } from './evaluator-subject.ts';
import type { PluginCheckName } from './plugin-checks.ts';

/** The stable names of the checks: what `exceptions` lists. */
export type EvaluatorCheckName =
  | PluginCheckName
  | AssessorCheckName
  | 'shape'
  | 'measures'
  | 'plain'
  | 'metrics'
  | 'direction'
  | 'range'
  | 'interval'
  | 'reference'
  | 'where'
  | 'findings'
  | 'undefined-said'
  | 'charts'
  | 'row-order'
  | 'identical'
  | 'direction-holds';

/** One behaviour that every evaluator has. */
export type EvaluatorCheck = Check<EvaluatorSubject, EvaluatorCheckName>;
