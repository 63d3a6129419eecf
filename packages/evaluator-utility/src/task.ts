import {
  type CodedColumn,
  type Column,
  type ColumnSpec,
  columnOf,
  createTable,
  type Table,
  type TextColumn,
  takeRows,
} from '@verisim/core';
import { asClassTarget } from './class-target.ts';
import { isFeature } from './encoder.ts';
import { columnMismatch, columnMissing, noFeatures, rareClass, targetMissing, unknownClasses } from './errors.ts';
import { labelledRows } from './labelled-rows.ts';
import { textFeatures } from './text/text-features.ts';

/** What is to be predicted, from what, and the real rows to learn from and to judge by. */
export interface Task {
  readonly target: string;
  /** Classes of the real and holdout rows, the most frequent real one first; of two, the last is the positive class. */
  readonly classes: readonly string[];
  /** Features and target only, rows with a target value only. */
  readonly real: Table;
  readonly holdout: Table;
  /** Where the rows of `holdout` stood in the table that was given. */
  readonly holdoutRows: Int32Array;
  /** Class of each holdout row and of each real row, positions in `classes`. */
  readonly truth: Int32Array;
  readonly realTruth: Int32Array;
}

/**
 * Checks and prepares the real tables of a comparison. Whole-number targets become classes, rows without a target value are
 * left out. Throws `evaluator-utility/target-missing`, `/target-not-classes`, `/one-class`, `/rare-class`, `/column-missing`,
 * `/column-mismatch` and `/no-features`.
 *
 * @param synthetic the tables that real rows are to be compared with: a text that one of them lacks, because its generator does not write texts, is no feature
 */
export function createTask(real: Table, holdout: Table, target: string, synthetic: readonly Table[] = []): Task {
  const classified = asClassTarget(real, target, 'real');
  const texts = textFeatures(real.spec, target).filter((name) => synthetic.every((table) => hasTexts(table, name)));
  const kept = classified.spec.columns
    .map((spec, i) => ({ spec: texts.includes(spec.name) ? featured(spec) : spec, column: classified.columns[i] }))
    .filter(({ spec }) => spec.name === target || isFeature(spec, target) || texts.includes(spec.name));
  if (kept.length < 2) throw noFeatures(target);
  const features = createTable(
    kept.map(({ spec }) => spec),
    kept.map(({ column }) => column),
  );
  const known = withClasses(features, target, 'real');
  const conformed = conform(holdout, known, target, 'holdout');
  const judged = withClasses(conformed, target, 'holdout');
  const classes = classesByFrequency(known, judged, target);
  return {
    target,
    classes,
    real: known,
    holdout: judged,
    holdoutRows: rowsWithTarget(conformed, target),
    truth: classesOf(judged, target, classes),
    realTruth: classesOf(known, target, classes),
  };
}

function featured(spec: ColumnSpec): ColumnSpec {
  return { ...spec, role: 'feature' };
}

function hasTexts(table: Table, name: string): boolean {
  const at = table.spec.columns.findIndex((column) => column.name === name);
  if (at < 0 || table.rows === 0) return table.rows === 0;
  const column = table.columns[at];
  return column.storage !== 'text' || column.values.some((text) => text !== null);
}

/**
 * A table with the columns, kinds and roles of the real one, rows without a target value left out. Throws
 * `evaluator-utility/target-missing`, `/target-not-classes`, `/column-missing`, `/column-mismatch` and, when it shares no class
 * with the task, `/unknown-classes`.
 */
export function conformToTask(table: Table, task: Task, which: string): Table {
  const conformed = conform(table, task.real, task.target, which);
  const kept = withTargetOnly(conformed, task.target);
  const classes = classesOf(kept, task.target, task.classes);
  if (kept.rows > 0 && classes.every((k) => k < 0)) {
    throw unknownClasses(task.target, (columnOf(kept, task.target) as CodedColumn).levels, task.classes);
  }
  return kept;
}

/** The class of each row, -1 for levels that are not among `classes`. */
export function classesOf(table: Table, target: string, classes: readonly string[]): Int32Array {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const place = levels.map((level) => classes.indexOf(level));
  return codes.map((code) => (code < 0 ? -1 : place[code]));
}

/** Rows per class. */
export function classCounts(classes: Int32Array, classCount: number): Int32Array {
  const counts = new Int32Array(classCount);
  for (let i = 0; i < classes.length; i++) if (classes[i] >= 0) counts[classes[i]]++;
  return counts;
}

function conform(table: Table, real: Table, target: string, which: string): Table {
  const names = table.spec.columns.map((column) => column.name);
  if (!names.includes(target)) throw targetMissing(which, target, names);
  const classified = asClassTarget(table, target, which);
  const specs: ColumnSpec[] = [];
  const columns = real.spec.columns.map((spec, i): Column => {
    const at = names.indexOf(spec.name);
    if (at < 0) throw columnMissing(which, spec.name, names);
    const found = asCoded(classified.columns[at], real.columns[i].storage);
    if (found.storage !== real.columns[i].storage) {
      throw columnMismatch(which, spec.name, classified.spec.columns[at].kind, spec.kind);
    }
    specs.push({ ...spec, nullable: classified.spec.columns[at].nullable, levels: undefined, bounds: undefined });
    return found;
  });
  return createTable(specs, columns);
}

/** A small file's category can look like free text to a reader: its texts become levels where the real column has them. */
function asCoded(column: Column, storage: Column['storage']): Column {
  if (column.storage !== 'text' || storage !== 'coded') return column;
  const levels = [...new Set((column as TextColumn).values.filter((value) => value !== null))];
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const codes = Int32Array.from(column.values, (value) => (value === null ? -1 : (codeOf.get(value) ?? -1)));
  return { storage: 'coded', codes, levels };
}

function withTargetOnly(table: Table, target: string): Table {
  const rows = rowsWithTarget(table, target);
  return rows.length === table.rows ? table : takeRows(table, rows);
}

function rowsWithTarget(table: Table, target: string): Int32Array {
  const { codes } = columnOf(table, target) as CodedColumn;
  const rows: number[] = [];
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) rows.push(i);
  return Int32Array.from(rows);
}

function withClasses(table: Table, target: string, which: string): Table {
  const { classes, labels } = labelledRows(table, target, which);
  const counts = classCounts(labels, classes.length);
  const [, second] = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  if (counts[second] < 2) throw rareClass(which, target, classes[second], counts[second]);
  return withTargetOnly(table, target);
}

function classesByFrequency(real: Table, holdout: Table, target: string): readonly string[] {
  const occurring = [...new Set([real, holdout].flatMap((table) => labelledRows(table, target, '').classes))].sort();
  const counts = classCounts(classesOf(real, target, occurring), occurring.length);
  return [...occurring.keys()].sort((a, b) => counts[b] - counts[a] || a - b).map((k) => occurring[k]);
}
