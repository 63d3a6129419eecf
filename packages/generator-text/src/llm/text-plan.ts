import {
  type Column,
  cellOf,
  columnKinds,
  columnsWithRole,
  type Json,
  sha256,
  type Table,
  type TableSpec,
  toHex,
} from '@verisim/core';
import { normalForm } from '@verisim/text-measures';
import { type Cell, gridCells } from '../diversity/grid.ts';
import { PERSONAS } from '../diversity/personas.ts';
import { topicLeaves } from '../diversity/topic-leaves.ts';
import { labelNotClasses, noFields, noLabels, noSeeds, noTexts, unknownTask, whichText } from '../errors.ts';
import { withoutHidden } from '../tasks/fence.ts';
import { textTasks } from '../tasks/tasks.ts';
import type { Seed, TextTask } from '../tasks/text-task.ts';
import { type LlmOptions, taskOptions } from './llm-options.ts';

/** Everything that prompts follow from: options and seeds. Plain data but for the task. */
export interface TextPlan {
  readonly task: TextTask;
  readonly options: LlmOptions;
  /** The training table's columns, and which of them hold text and label. */
  readonly spec: TableSpec;
  readonly text: string;
  readonly label: string | null;
  readonly labels: readonly string[];
  readonly seeds: readonly Seed[];
  readonly cells: readonly Cell[];
  readonly personas: readonly string[];
  readonly about: string;
  readonly fields: readonly string[];
}

/** What a plan is made from, as JSON: the state of a model. */
export type PlanState = { readonly spec: TableSpec; readonly seeds: readonly Seed[]; readonly options: LlmOptions };

/**
 * Finds the seeds in a table and lays out the grid. Throws `generator-text/unknown-task`, `which-text`, `no-labels`, `no-fields`, `no-seeds`,
 * `grid-too-large`, `core/unknown-column`.
 */
export function planTexts(train: Table, options: LlmOptions): TextPlan {
  const { text: named } = taskOptions(options);
  const text = named ?? textColumn(train.spec);
  const at = train.spec.columns.findIndex(({ name }) => name === text);
  if (at < 0 || train.columns[at].storage !== 'text') throw noTexts(kindsOf(train.spec));
  const [label] = columnsWithRole(train.spec, 'target');
  const labels = label === undefined ? null : train.columns[train.spec.columns.findIndex(({ name }) => name === label)];
  return planFrom({ spec: train.spec, seeds: seedsOf(train.columns[at], labels), options });
}

/** The plan that a state describes. */
export function planFrom({ spec, seeds, options }: PlanState): TextPlan {
  const own = taskOptions(options);
  const task = textTasks.find(({ name }) => name === own.name);
  if (task === undefined)
    throw unknownTask(
      own.name,
      textTasks.map(({ name }) => name),
    );
  const text = own.text ?? textColumn(spec);
  const label = columnsWithRole(spec, 'target')[0] ?? null;
  const labels = own.labels ?? labelsOf(spec, label, seeds);
  requireLabels(task, spec, label, labels);
  if (task.name === 'extraction' && own.fields === undefined) throw noFields();
  if (seeds.length === 0) throw noSeeds(`in the column "${text}"`);
  const { variety } = options;
  return {
    task,
    options,
    spec,
    text,
    label,
    labels,
    seeds,
    cells: gridCells(topicLeaves(variety.topics), { ...task.attributes, ...variety.attributes }),
    personas: variety.personas ?? PERSONAS,
    about: own.about ?? '',
    fields: own.fields ?? [],
  };
}

/** What {@link planFrom} needs to make the plan again. */
export function planState({ spec, seeds, options }: TextPlan): Json {
  return { spec, seeds, options } as unknown as Json;
}

/** The only column of texts; texts that somebody asked for come before those that are ignored. */
function textColumn(spec: TableSpec): string {
  const found = spec.columns.filter(
    ({ kind, role }) => kind === 'text' && role !== 'target' && !columnKinds[kind].identifies,
  );
  const features = found.filter(({ role }) => role !== 'ignore');
  const names = (features.length > 0 ? features : found).map(({ name }) => name);
  if (names.length === 0) throw noTexts(kindsOf(spec));
  if (names.length > 1) throw whichText(names, `'task={"name":"classification","text":"${names[0]}"}'`);
  return names[0];
}

function kindsOf({ columns }: TableSpec): readonly string[] {
  return columns.map(({ name, kind }) => `${name} (${kind})`);
}

/** Every text once for each of its labels; a copy of one says nothing new. */
function seedsOf(texts: Column, labels: Column | null): Seed[] {
  const seeds = new Map<string, Seed>();
  const rows = texts.storage === 'coded' ? texts.codes.length : texts.values.length;
  for (let row = 0; row < rows; row++) {
    const written = String(cellOf(texts, row) ?? '');
    const text = withoutHidden(written).trim();
    if (text === '') continue;
    const cell = labels === null ? null : cellOf(labels, row);
    const label = cell === null ? null : String(cell);
    const key = JSON.stringify([normalForm(text), label]);
    if (seeds.has(key)) continue;
    const name = toHex(sha256(JSON.stringify([text, label])).subarray(0, 8));
    seeds.set(key, { row, text, label, name, normalised: text !== written.replaceAll('\r\n', '\n').trim() });
  }
  return [...seeds.values()];
}

function labelsOf({ columns }: TableSpec, label: string | null, seeds: readonly Seed[]): readonly string[] {
  const spec = columns.find(({ name }) => name === label);
  const present = new Set(seeds.map((seed) => seed.label));
  return spec?.levels?.filter((level) => present.has(level)) ?? [];
}

function requireLabels(task: TextTask, spec: TableSpec, label: string | null, labels: readonly string[]): void {
  if (task.name === 'labelling' && labels.length < 2) throw noLabels(task.name, 'not given');
  if (!task.labelled) return;
  if (label === null) throw noLabels(task.name, 'no target');
  const kind = spec.columns.find(({ name }) => name === label)?.kind;
  if (kind !== undefined && columnKinds[kind].storage !== 'coded') throw labelNotClasses(label, kind);
  if (labels.length < (task.name === 'boundary' ? 2 : 1)) throw noLabels(task.name, 'one label');
}
