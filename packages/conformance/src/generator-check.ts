import type { AwkwardName } from './awkward-tables.ts';
import type { Check } from './check.ts';
import type { GeneratorSubject } from './generator-subject.ts';
import type { PluginCheckName } from './plugin-checks.ts';

/** The stable names of the checks: what `exceptions` lists. */
export type GeneratorCheckName =
  | PluginCheckName
  | AwkwardName
  | 'shape'
  | 'fits'
  | 'schema'
  | 'block-schema'
  | 'row-count'
  | 'codes'
  | 'levels'
  | 'finite'
  | 'whole'
  | 'missing'
  | 'decimals'
  | 'source-untouched'
  | 'source-released'
  | 'deterministic'
  | 'seeded'
  | 'blocks-independent'
  | 'blocks-concurrent'
  | 'fits-concurrent'
  | 'fit-parts'
  | 'state-plain'
  | 'state-loads'
  | 'state-detached'
  | 'abort-before-fit'
  | 'abort-before-sample'
  | 'abort-during-fit'
  | 'abort-during-sample'
  | 'abort-after'
  | 'ambient'
  | 'globals'
  | 'progress'
  | 'notes'
  | 'where-met'
  | 'where-filled'
  | 'where-refused'
  | 'copies'
  | 'any-table'
  | 'errors'
  | 'canary'
  | 'canary-id'
  | 'canary-text'
  | 'canary-level'
  | 'canary-number'
  | 'range'
  | 'coverage';

/** One behaviour that every generator has. */
export type GeneratorCheck = Check<GeneratorSubject, GeneratorCheckName>;
