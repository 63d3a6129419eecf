import {
  type Column,
  type ColumnSpec,
  type Context,
  columnsWithRole,
  createTable,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { badValue, tooLarge, unknownName } from './errors.ts';
import { type Cells, derivationsOf } from './grammar/derivations.ts';
import {
  type Attributes,
  attributeColumns,
  attributeRows,
  type Expand,
  MOST_ENTRIES,
  readAttributes,
  readExpand,
} from './grammar/expand-attributes.ts';
import type { Alternative } from './grammar/grammar.ts';
import { readTemplates, type Templates } from './grammar/read-templates.ts';
import { type TemplateColumn, templatePlan } from './grammar/template-plan.ts';
import { inOrder } from './order-plans.ts';
import { type Block, type ColumnPlan, chanceOf } from './record/column-plan.ts';
import { copulaPlan } from './record/copula.ts';
import { type MissingRule, readMissing, withMissing } from './record/missing.ts';
import { type ColumnNode, columnNode, columnPlan, columnUses, declared } from './record/read-column.ts';
import { fillPlan, trialRows } from './record/trial-rows.ts';
import type { MapNode, RuleNode } from './rules/node.ts';
import { entry, mapOf, needed, spotOf, textOf } from './rules/read.ts';
import { placeOf } from './rules/source.ts';
import type { TableContext } from './table-context.ts';

/** Rows of a block at most; keys are counted by it. */
export const BLOCK_ROWS = 16_384;

/** Rules made ready to fill blocks. */
export interface CompiledTable {
  readonly spec: TableSpec;
  /** Rows that go once through everything that is listed; `null` where nothing is. */
  readonly cycle: number | null;
  /** All alternatives of the grammar, as they are named. */
  readonly alternatives: readonly { readonly name: string; readonly alternative: Alternative }[];
  fill(block: number, rows: number, ctx: Context): Table;
}

/** Words of a table. */
export const TABLE_WORDS: readonly string[] = [
  'rows',
  'target',
  'locale',
  'attributes',
  'never',
  'expand',
  'grammar',
  'columns',
  'correlations',
  'constraints',
];

/** Reads and links the rules of one table. Throws every error of the rules; see `errors.ts`. */
export function compileTable(node: MapNode, context: TableContext): CompiledTable {
  const attributes = readAttributes(entry(node, 'attributes'), entry(node, 'never'));
  const nodes = columnNodes(node);
  const templates = readTemplates(entry(node, 'grammar'), nodes, attributes.attributes, context);
  const expandNode = entry(node, 'expand');
  const expand = readExpand(expandNode, attributes);
  const combinations = attributeRows(attributes, expand, expandNode);
  const listing = listEntries(attributes, expand, combinations, templates, expandNode);
  const plans = compilePlans(node, nodes, templates, attributes, listing, context);
  const made = [...plans.values()].flatMap(({ specs }) => specs);
  const missing = missingRules(nodes, made, [...plans.values()], context);
  const specs = outputSpecs(node, nodes, [...plans.values()]);
  return {
    spec: { columns: specs },
    cycle: listing?.total ?? null,
    alternatives: templates.alternatives,
    fill: (block, rows, ctx) => fillBlock([...plans.values()], missing, specs, block, rows, ctx),
  };
}

function columnNodes(node: MapNode): readonly ColumnNode[] {
  const columns = entry(node, 'columns');
  if (columns === undefined) return [];
  if (columns.kind === 'list')
    return columns.items.map((item) => columnNode(textOf(needed(mapOf(item, 'a column'), 'name'), 'a name'), item));
  return [...mapOf(columns, 'columns, name: rule,').entries].map(([name, { value }]) => columnNode(name, value));
}

/** What rows go through in turn. */
interface Listing {
  readonly total: number;
  attributesOf(row: number): ArrayLike<number>;
  /** Choices of the listed texts; `null` where texts are drawn. */
  readonly choicesOf: ((row: number) => readonly number[]) | null;
  /** The column of the listed texts. */
  readonly listed: string | null;
}

function listEntries(
  attributes: Attributes,
  expand: Expand,
  combinations: readonly ArrayLike<number>[] | null,
  templates: Templates,
  node: RuleNode | undefined,
): Listing | null {
  if (combinations === null) return null;
  const [listed, second] = templates.columns.filter(
    ({ root, write }) => expand.mode === 'exhaustive' && hasChoices(write, root.alternatives.length),
  );
  if (second)
    throw badValue(
      spotOf(node!),
      `${listed.spec.name} and ${second.spec.name} both have choices, and only the texts of one column are listed`,
      'Write pairwise or random, or put the choices into one column.',
    );
  if (listed === undefined)
    return {
      total: combinations.length,
      attributesOf: (row) => combinations[row % combinations.length],
      choicesOf: null,
      listed: null,
    };
  const entries: { readonly combination: number; readonly choices: readonly number[] }[] = [];
  combinations.forEach((row, combination) => {
    const cells: Cells = new Map(attributes.attributes.map(({ name, levels }, i) => [name, levels[row[i]]]));
    for (const { choices } of derivationsOf(listed.write, cells)) {
      if (entries.push({ combination, choices }) > MOST_ENTRIES)
        throw tooLarge(
          spotOf(node!),
          `there are more than ${MOST_ENTRIES} texts`,
          'Write expand: random or pairwise, or take choices out.',
        );
    }
  });
  return {
    total: entries.length,
    attributesOf: (row) => combinations[entries[row % entries.length].combination],
    choicesOf: (row) => entries[row % entries.length].choices,
    listed: listed.spec.name,
  };
}

/** Whether texts differ by choice. */
function hasChoices(write: Templates['columns'][number]['write'], alternatives: number): boolean {
  if (alternatives > 1) return true;
  let count = 0;
  for (const _ of derivationsOf(write, new Map())) if (++count > 1) return true;
  return false;
}

/** Plans in the order in which they are filled, by their first column. */
function compilePlans(
  node: MapNode,
  nodes: readonly ColumnNode[],
  templates: Templates,
  attributes: Attributes,
  listing: Listing | null,
  context: TableContext,
): ReadonlyMap<string, ColumnPlan> {
  const plans: ColumnPlan[] = [];
  const known = new Map<string, ColumnSpec>();
  const trial = trialRows(plans, context.key);
  const add = (plan: ColumnPlan): void => {
    plans.push(plan);
    for (const spec of plan.specs) {
      if (known.has(spec.name))
        throw badValue(placeOf(plan.spot), `two rules fill the column ${spec.name}`, 'Give one of them another name.');
      known.set(spec.name, spec);
    }
  };
  const attributePlan = planAttributes(attributes, listing, node);
  const compile = (own: ColumnNode): ColumnPlan =>
    columnPlan(own, { ...declared(own), name: own.name, map: own.map, table: context, known, trial });
  if (attributePlan) add(attributePlan);
  const correlations = entry(node, 'correlations');
  const together =
    correlations === undefined
      ? null
      : copulaPlan(correlations, nodes.filter(({ source }) => source === 'draw' || source === null).map(compile));
  if (together) add(together);
  const joint = new Set(together?.specs.map(({ name }) => name));
  const steps = nodes
    .filter(({ name }) => !joint.has(name))
    .map((own) => {
      const template = templates.columns.find(({ spec }) => spec.name === own.name);
      const names = template ? [own.name, ...template.labels.map(({ name }) => name)] : [own.name];
      return { own, template, names, uses: template ? [...template.uses] : columnUses(own), spot: own.map.spot };
    });
  const before = [...known.values()].map(({ name }) => ({
    own: null,
    template: undefined,
    names: [name],
    uses: [],
    spot: node.spot,
  }));
  for (const { own, template } of inOrder([...before, ...steps])) {
    if (own !== null) add(template ? planTemplate(template, listing, known) : compile(own));
  }
  return new Map(plans.map((plan) => [plan.specs[0].name, plan]));
}

function planTemplate(
  template: TemplateColumn,
  listing: Listing | null,
  known: ReadonlyMap<string, ColumnSpec>,
): ColumnPlan {
  const choicesOf = listing !== null && listing.listed === template.spec.name ? listing.choicesOf : null;
  return templatePlan({ ...template, choicesOf }, known);
}

function planAttributes(
  { attributes, forbidden }: Attributes,
  listing: Listing | null,
  node: MapNode,
): ColumnPlan | null {
  if (attributes.length === 0) return null;
  return {
    specs: attributes.map(({ name, levels }) => ({ name, kind: 'category', nullable: false, role: 'feature', levels })),
    uses: [],
    spot: entry(node, 'attributes')!.spot,
    draw: null,
    fill(block) {
      const rowAt = listing === null ? null : (row: number) => listing.attributesOf(block.first + row);
      return attributeColumns({ attributes, forbidden }, block.rows, rowAt, chanceOf(block, 'attributes'));
    },
  };
}

function missingRules(
  nodes: readonly ColumnNode[],
  specs: readonly ColumnSpec[],
  plans: readonly ColumnPlan[],
  context: TableContext,
): readonly MissingRule[] {
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  const own = nodes.filter(({ map }) => map.entries.has('missing'));
  const incomplete = new Set(own.map(({ name }) => name));
  const trial = trialRows(plans, context.key);
  return own.map(({ name, map }) => readMissing(entry(map, 'missing')!, { column: name, known, trial, incomplete }));
}

/** The columns of the output: attributes, then as they were written, labels after their texts; hidden ones are left out. */
function outputSpecs(node: MapNode, nodes: readonly ColumnNode[], plans: readonly ColumnPlan[]): readonly ColumnSpec[] {
  const made = plans.flatMap(({ specs }) => specs);
  const hidden = new Set(nodes.filter(({ map }) => isTrue(entry(map, 'hidden'))).map(({ name }) => name));
  const place = (name: string): number => nodes.findIndex((own) => own.name === name);
  const lineage = made.filter(({ role }) => role === 'lineage');
  const placed = plans.flatMap(({ specs }) =>
    specs
      .filter(({ role }) => role !== 'lineage')
      .map((spec) => ({ spec, at: place(spec.name) >= 0 ? place(spec.name) : place(specs[0].name) })),
  );
  const ordered = [...placed.toSorted((a, b) => a.at - b.at).map(({ spec }) => spec), ...lineage].filter(
    ({ name }) => !hidden.has(name),
  );
  if (ordered.every(({ role }) => role === 'lineage'))
    throw badValue(spotOf(node), 'these rules make no column', 'Give columns:, or attributes:.');
  return withTargetNode(ordered, entry(node, 'target'));
}

const isTrue = (node: RuleNode | undefined): boolean => node?.kind === 'scalar' && node.value === true;

function withTargetNode(specs: readonly ColumnSpec[], target: RuleNode | undefined): readonly ColumnSpec[] {
  if (target === undefined) return specs;
  const name = textOf(target, 'the target');
  const names = specs.map((spec) => spec.name);
  if (!names.includes(name)) throw unknownName(spotOf(target), 'column', name, names);
  const others = columnsWithRole({ columns: specs }, 'target').filter((other) => other !== name);
  if (others.length > 0) throw badValue(spotOf(target), `${others[0]} is the target as well`, 'Name one target.');
  return specs.map((spec) => (spec.name === name ? { ...spec, role: 'target' } : spec));
}

function fillBlock(
  plans: readonly ColumnPlan[],
  missing: readonly MissingRule[],
  specs: readonly ColumnSpec[],
  number: number,
  rows: number,
  { random, note, signal }: Context,
): Table {
  const block: Block = {
    rows,
    first: number * BLOCK_ROWS,
    random,
    columns: new Map(),
    note: (key, value) => note(key, value),
  };
  for (const plan of plans) {
    signal.throwIfAborted();
    fillPlan(plan, block);
  }
  const cells = new Map<string, Column>(
    missing.map((rule) => [rule.column, withMissing(block.columns.get(rule.column)!, rule, block)]),
  );
  return createTable(
    specs,
    specs.map(({ name }) => cells.get(name) ?? block.columns.get(name)!),
  );
}
