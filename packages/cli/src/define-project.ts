import type { ColumnKind, Constraint, Json } from '@verisim/core';
import type { MetricName } from '@verisim/evaluator-utility';

/** A project: what is known before anything is generated. Every command takes its defaults from here; flags win. */
export interface ProjectConfig {
  /** The file of real rows, relative to this folder. */
  readonly data: string;
  /** The gap in one sentence: which rows are too few, and why that matters. */
  readonly gap: string;
  /** Which rows these are, as in `--where`: `damaged = 'yes' and age between 20 and 30`. */
  readonly where?: string;
  /** The column to predict; it holds classes. */
  readonly target: string;
  /** What lift is measured in; `roc-auc` when left out. */
  readonly metric?: MetricName;
  /** The smallest lift worth having, above 0, in units of the metric; 0.01 when left out. */
  readonly threshold?: number;
  /** What a model must reach on the metric to be of use at all. */
  readonly requirement?: number;
  /** Who answers for the data and for the decision: names or addresses, at least one. */
  readonly owners: readonly string[];
  /** Rows that `verisim lock` locks away: a share below 1, or a number of rows; 0.2 when left out. */
  readonly holdout?: number;
  /** The seed that everything random comes from, a whole number of 0 or more; 1 when left out. */
  readonly seed?: number;
  /** How the files are read where the reader should not decide by itself. */
  readonly read?: ReadConfig;
  /** The generator's name, `trees` when left out. */
  readonly generator?: string;
  /** Options of the generator. */
  readonly options?: Readonly<Record<string, Json>>;
  /** Rules that every synthetic row meets: `{ rule: 'inequality', columns: ['start', 'end'] }`. */
  readonly constraints?: readonly Constraint[];
  /** Installed packages, by npm name, whose plugins may be used. Their code runs with your rights. */
  readonly plugins?: readonly string[];
}

/** How files are read. */
export interface ReadConfig {
  /** Kinds of columns: `{ age: 'number', when: 'datetime' }`. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
  /** strftime formats of datetime columns: `{ when: '%d/%m/%Y' }`. */
  readonly formats?: Readonly<Record<string, string>>;
  /** Texts that mean missing: `['NA', '?']`. */
  readonly missing?: readonly string[];
}

/**
 * Describes a project, for `verisim.config.ts`. Returns its argument: all it adds is types in an editor.
 *
 * ```ts
 * import { defineProject } from 'verisim';
 *
 * export default defineProject({
 *   data: 'patients.csv',
 *   gap: 'Too few patients under 30 are known to have died.',
 *   target: 'died',
 *   owners: ['Ada Lovelace'],
 * });
 * ```
 */
export function defineProject(config: ProjectConfig): ProjectConfig {
  return config;
}
