import type { Subject } from './subject.ts';

/** The stable names of the checks: what `exceptions` lists. */
export type CheckName =
  | 'shape'
  | 'options'
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
  | 'state-plain'
  | 'state-loads'
  | 'state-detached'
  | 'abort-before-fit'
  | 'abort-before-sample'
  | 'abort-during-fit'
  | 'ambient'
  | 'globals'
  | 'progress'
  | 'notes'
  | 'one-row'
  | 'one-column'
  | 'constant-column'
  | 'all-missing'
  | 'rare-target'
  | 'odd-names'
  | 'twin-columns'
  | 'many-levels'
  | 'extreme-numbers'
  | 'id-and-text'
  | 'where-met'
  | 'where-filled'
  | 'where-refused'
  | 'copies'
  | 'canary'
  | 'range'
  | 'coverage';

/** One behaviour that every generator has. `run` rejects with one sentence that says what was broken. */
export interface GeneratorCheck {
  readonly name: CheckName;
  /** What holds, as the name of a test. */
  readonly title: string;
  /** Returns at once where the generator's declared traits or needs make the check pointless. */
  run(subject: Subject): Promise<void>;
}
