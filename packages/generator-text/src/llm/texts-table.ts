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
import { agreementTags, cellTags, tagText } from './row-tags.ts';
import type { TextPlan } from './text-plan.ts';

/** Fields of the lineage that are said of each row; the last two are our own. */
const SAID = ['parents', 'prompt_version', 'judge', 'tags', 'difficulty', 'task', 'persona', 'judge_says'] as const;

/** The columns of the rows, those of the lineage after them. */
export function textsSpec(plan: TextPlan): TableSpec {
  const { task, spec, text, label } = plan;
  const own: ColumnSpec[] =
    task.columns === null
      ? spec.columns.map((column) => likeSeeds(column, text, label))
      : task.columns.map((name) => ({ name, kind: 'text', nullable: false, role: 'feature' }));
  const said = SAID.map((field): ColumnSpec => {
    const kind = lineageSpec.find(({ name }) => name === field)?.kind ?? 'text';
    const coded = columnKinds[kind].storage === 'coded' && { levels: levelsOf(plan, field) };
    return { name: `${LINEAGE_PREFIX}${field}`, kind, nullable: true, role: 'lineage', ...coded };
  });
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

/** The values that a field can have, so that every block has the same. */
function levelsOf({ task, cells, options }: TextPlan, field: (typeof SAID)[number]): readonly string[] {
  switch (field) {
    case 'prompt_version':
      return [`${task.name}@${task.version}`];
    case 'judge':
      return ['accept', 'reject'];
    case 'difficulty':
      return ['easy', 'medium', 'hard'];
    case 'task':
      return [task.name];
    case 'tags': {
      const tags = task.name === 'labelling' ? agreementTags(options) : cells.map(cellTags);
      const both = [false, true].flatMap((normalised) => tags.map((tag) => tagText(tag, normalised)));
      return [...new Set(both.filter((tag) => tag !== null))];
    }
    default:
      return [];
  }
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
      return tagText(row.tags, row.normalised);
    case 'persona':
      return row.persona;
    case 'difficulty':
      return row.difficulty;
    default:
      return task.name;
  }
}
