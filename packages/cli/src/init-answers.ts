import { relative, resolve } from 'node:path';
import { type CodedColumn, columnIndex, columnOf, isVerisimError, rowsWhere, type Table } from '@verisim/core';
import { asClassTarget } from '@verisim/evaluator-utility';
import { parseWhere } from '@verisim/plays';
import { badAnswer } from './config-errors.ts';
import { counted } from './counted.ts';
import type { ProjectConfig } from './define-project.ts';
import { type LiftTerms, liftTerms } from './lift-terms.ts';

/** The answers as they were given, before any is checked. */
export interface RawAnswers {
  readonly data?: string;
  readonly gap?: string;
  readonly where?: string;
  readonly target?: string;
  readonly metric?: string;
  readonly threshold?: string;
  readonly requirement?: string;
  readonly owners?: readonly string[];
}

/** A class of the target. */
export interface ClassCount {
  readonly level: string;
  readonly rows: number;
}

/** A sentence that says something. Throws `cli/bad-answer`. */
export function checkGap(gap: string): string {
  if (gap.trim() !== '') return gap.trim();
  throw badAnswer('--gap', 'the gap is empty.', 'Say in one sentence which rows are too few and why that matters.');
}

/** At least one owner, none empty. Throws `cli/bad-answer`. */
export function checkOwners(owners: readonly string[]): readonly string[] {
  const named = owners.map((owner) => owner.trim()).filter((owner) => owner !== '');
  if (named.length > 0) return named;
  throw badAnswer('--owner', 'nobody is named.', 'Name who answers for the data and for the decision.');
}

/** The classes of a target, the most frequent first. Throws `core/unknown-column` and what is said of targets that hold no classes. */
export function classesOf(table: Table, target: string): readonly ClassCount[] {
  columnIndex(table.spec, target);
  const { codes, levels } = columnOf(asClassTarget(table, target), target) as CodedColumn;
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const classes = levels.map((level, code) => ({ level, rows: counts[code] })).filter(({ rows }) => rows > 0);
  if (classes.length < 2) {
    const what = `"${target}" holds ${classes.length === 0 ? 'no value' : `one class only, "${classes[0].level}"`}.`;
    throw badAnswer('--target', what, 'Name a column with two classes or more.');
  }
  return classes.sort((a, b) => b.rows - a.rows);
}

/** The columns that can be a target. */
export function targetCandidates(table: Table): readonly { readonly name: string; readonly kind: string }[] {
  return table.spec.columns.filter(({ name }) => {
    try {
      return classesOf(table, name).length <= 20;
    } catch (error) {
      if (isVerisimError(error)) return false;
      throw error;
    }
  });
}

/** How many rows lie in the gap. Throws what reading a condition throws, and `cli/bad-answer` when none does. */
export function gapRows(table: Table, where: string): number {
  const { length } = rowsWhere(table, parseWhere(where));
  if (length > 0) return length;
  const next = 'Widen it: from data alone a model can only learn what it has seen.';
  throw badAnswer('--where', `no row meets ${where}.`, next);
}

/** Metric, threshold and requirement, each held against the others. */
export function checkTerms({ metric, threshold, requirement }: RawAnswers): Promise<LiftTerms> {
  return liftTerms({ metric: metric ?? 'roc-auc', threshold: threshold ?? '0.01', requirement });
}

/** The classes in one line: `no (312), yes (288)`. */
export function classesLine(classes: readonly ClassCount[]): string {
  const shown = classes.slice(0, 12).map(({ level, rows }) => `${level} (${counted(rows, 'row')})`);
  return shown.join(', ') + (classes.length > 12 ? ` and ${classes.length - 12} more` : '');
}

/** A project of answers that have been checked. */
export function projectOf(answers: RawAnswers, terms: LiftTerms, read: ProjectConfig['read']): ProjectConfig {
  const { metric, threshold, requirement } = terms;
  return {
    data: relative('.', resolve(answers.data!)).replaceAll('\\', '/'),
    gap: checkGap(answers.gap!),
    ...(answers.where !== undefined && { where: answers.where }),
    target: answers.target!,
    metric,
    threshold,
    ...(requirement !== undefined && { requirement }),
    owners: checkOwners(answers.owners!),
    ...(read && Object.keys(read).length > 0 && { read }),
  };
}
