import {
  type Column,
  type ColumnSpec,
  columnKinds,
  constantColumn,
  createTable,
  LINEAGE_PREFIX,
  lineageSpec,
  type Table,
  type TableSpec,
} from '@verisim/core';
import type { Candidate } from './candidates.ts';
import type { TextPlan } from './text-plan.ts';

/** Fields of the lineage that are said of each row; the last is our own. */
const SAID = ['parents', 'prompt_version', 'judge', 'tags', 'difficulty', 'task', 'judge_says'] as const;

/** The columns of the rows, those of the lineage after them. */
export function textsSpec({ task, spec, text, label }: TextPlan): TableSpec {
  const own: ColumnSpec[] =
    task.columns === null
      ? spec.columns.map((column) => likeSeeds(column, text, label))
      : task.columns.map((name) => ({ name, kind: 'text', nullable: false, role: 'feature' }));
  const kinds = new Map(lineageSpec.map(({ name, kind }) => [name, kind]));
  const said = SAID.map(
    (name): ColumnSpec => ({
      name: `${LINEAGE_PREFIX}${name}`,
      kind: kinds.get(name) ?? 'category',
      nullable: true,
      role: 'lineage',
    }),
  );
  return { columns: [...own, ...said] };
}

/** Columns beside text and label are not written, so they are empty. */
function likeSeeds(column: ColumnSpec, text: string, label: string | null): ColumnSpec {
  if (column.name === text) return { ...column, role: column.role === 'ignore' ? 'feature' : column.role };
  return column.name === label ? column : { ...column, nullable: true };
}

/** The columns of the seeds that are left empty. */
export function notWritten({ task, spec, text, label }: TextPlan): readonly string[] {
  if (task.columns !== null) return [];
  return spec.columns.map(({ name }) => name).filter((name) => name !== text && name !== label);
}

/** The rows as a table of {@link textsSpec}. */
export function textsTable(plan: TextPlan, rows: readonly Candidate[]): Table {
  const { columns } = textsSpec(plan);
  return createTable(
    columns,
    columns.map((spec) => columnFor(plan, spec, rows)),
  );
}

function columnFor(plan: TextPlan, spec: ColumnSpec, rows: readonly Candidate[]): Column {
  const { task, text, label } = plan;
  const cells = rows.map((row): string | null => {
    if (spec.role === 'lineage') return saidOf(plan, spec.name.slice(LINEAGE_PREFIX.length), row);
    if (task.columns !== null) return row.values[spec.name] ?? null;
    if (spec.name === text) return row.values.text ?? null;
    return spec.name === label ? row.label : null;
  });
  const { storage } = columnKinds[spec.kind];
  if (storage === 'text') return { storage, values: cells };
  if (storage === 'numeric') return constantColumn(spec.kind, rows.length, null);
  const levels = spec.levels ?? [...new Set(cells.filter((cell) => cell !== null))];
  const codes = new Map(levels.map((level, code) => [level, code]));
  return { storage, levels, codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : (codes.get(cell) ?? -1))) };
}

function saidOf({ task }: TextPlan, field: string, row: Candidate): string | null {
  switch (field as (typeof SAID)[number]) {
    case 'parents':
      return row.parents.join('; ');
    case 'prompt_version':
      return `${task.name}@${task.version}`;
    case 'judge':
      return row.judged && (row.judged.accepts ? 'accept' : 'reject');
    case 'judge_says':
      return row.judged?.says ?? null;
    case 'tags':
      return row.tags.length === 0 ? null : row.tags.join('; ');
    case 'difficulty':
      return row.difficulty;
    default:
      return task.name;
  }
}
