import type { AssessorCheckName } from './assessor-check.ts';
import type { Check } from './check.ts';
import type { PluginCheckName } from './plugin-checks.ts';
import type { ValidatorSubject } from './validator-subject.ts';

/** The stable names of the checks: what `exceptions` lists. */
export type ValidatorCheckName =
  | PluginCheckName
  | AssessorCheckName
  | 'shape'
  | 'keep'
  | 'findings'
  | 'finding-rows'
  | 'drops'
  | 'tags'
  | 'row-order'
  | 'evidence-order';

/** One behaviour that every validator has. */
export type ValidatorCheck = Check<ValidatorSubject, ValidatorCheckName>;
