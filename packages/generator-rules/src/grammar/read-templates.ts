import { unreachableRule } from '../errors.ts';
import { type ColumnNode, columnSpec, declared } from '../record/read-column.ts';
import type { RuleNode } from '../rules/node.ts';
import { entry, textOf } from '../rules/read.ts';
import { placeOf } from '../rules/source.ts';
import type { TableContext } from '../table-context.ts';
import { checkLabels, type LabelCheck } from './check-labels.ts';
import type { Attribute } from './expand-attributes.ts';
import { writerOf } from './expansion.ts';
import { type Alternative, alternativeName, type ChoiceRule, type Grammar } from './grammar.ts';
import { labelColumns } from './label-columns.ts';
import { type KnownColumns, linkGrammar } from './link-grammar.ts';
import { readGrammar, templateRule } from './read-grammar.ts';
import type { TemplateColumn } from './template-plan.ts';

/** The columns of a table that hold texts of a grammar. */
export interface Templates {
  readonly columns: readonly TemplateColumn[];
  readonly alternatives: readonly { readonly name: string; readonly alternative: Alternative }[];
  /** How the labels of each column were looked through. */
  readonly checks: readonly LabelCheck[];
}

/** Combinations of cells for which labels are compared at most. */
const MOST_COMBINATIONS = 10_000;

/** Reads the grammar and the columns that it fills, and checks both. Throws what linking and checking throw. */
export function readTemplates(
  node: RuleNode | undefined,
  nodes: readonly ColumnNode[],
  attributes: readonly Attribute[],
  context: TableContext,
): Templates {
  const read = readGrammar(node, context);
  const alternatives = [...read.alternatives];
  const grammar: Grammar = { rules: read.rules, alternatives };
  const own = nodes
    .filter(({ source }) => source === 'template')
    .map((column) => ({ column, root: rootOf(column, grammar, alternatives) }));
  const [first] = [...grammar.rules.values()];
  if (own.length === 0 && first !== undefined)
    throw unreachableRule(placeOf(first.spot), 'no column has a template, so the grammar makes nothing');
  const known: KnownColumns = new Map([
    ...attributes.map(({ name, levels }) => [name, levels] as const),
    ...nodes.map((column) => [column.name, declared(column).levels] as const),
    ...alternatives.flatMap(({ set }) => [...set.keys()].map((name) => [name, null] as const)),
  ]);
  linkGrammar(
    own.map(({ root }) => root),
    grammar,
    known,
  );
  const labels = own.map(({ root }) => labelColumns(root, grammar));
  let traced = false;
  const columns = own.map(({ column, root }, i): TemplateColumn => {
    const trace = !traced && root.alternatives.length > 1;
    traced ||= trace;
    return {
      spec: columnSpec(column, { kind: 'text' }, declared(column)),
      root,
      write: writerOf(root, grammar),
      labels: labels[i],
      grammar,
      uses: usesOf(root, grammar, known),
      choicesOf: null,
      traced: trace,
    };
  });
  const named = [
    ...own.map(({ root }) => root),
    ...[...grammar.rules.values()].filter((rule) => rule.kind === 'choice'),
  ];
  return {
    columns,
    alternatives: alternatives.map((alternative) => ({ name: nameOf(alternative, named), alternative })),
    checks: columns
      .filter((one) => one.labels.length > 0)
      .map((one) => checkLabels(one.write, combinationsOf(one, attributes), one.root.spot)),
  };
}

/** The rule that a column's template names, else one of its own. */
function rootOf({ name, map }: ColumnNode, { rules }: Grammar, alternatives: Alternative[]): ChoiceRule {
  const template = entry(map, 'template')!;
  const named = rules.get(template.kind === 'scalar' ? textOf(template, 'a template') : '');
  return named?.kind === 'choice' ? named : templateRule(name, template, alternatives);
}

function nameOf(alternative: Alternative, rules: readonly ChoiceRule[]): string {
  const rule = rules.find(({ alternatives }) => alternatives.includes(alternative))!;
  return alternativeName(rule, alternative);
}

/** Columns that the texts of one root speak of. */
function usesOf(root: ChoiceRule, grammar: Grammar, known: KnownColumns): ReadonlySet<string> {
  const reached = new Map<string, ChoiceRule>();
  const gather = (rule: ChoiceRule): void => {
    for (const { parts } of rule.alternatives) {
      for (const part of parts) {
        const next = typeof part === 'string' ? undefined : grammar.rules.get(part.name);
        if (next?.kind !== 'choice' || reached.has(next.name)) continue;
        reached.set(next.name, next);
        gather(next);
      }
    }
  };
  gather(root);
  const values = [...grammar.rules].filter(([, rule]) => rule.kind === 'value');
  return linkGrammar(
    [root],
    { ...grammar, rules: new Map([...reached, ...usedValues(root, reached, new Map(values))]) },
    known,
  );
}

function usedValues<T>(
  root: ChoiceRule,
  reached: ReadonlyMap<string, ChoiceRule>,
  values: ReadonlyMap<string, T>,
): readonly (readonly [string, T])[] {
  const names = [root, ...reached.values()].flatMap(({ alternatives }) =>
    alternatives.flatMap(({ parts }) => parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name]))),
  );
  return [...new Set(names)].flatMap((name) => (values.has(name) ? [[name, values.get(name)!] as const] : []));
}

/** Every combination of the attributes that texts speak of. */
function combinationsOf(
  { uses }: TemplateColumn,
  attributes: readonly Attribute[],
): readonly ReadonlyMap<string, string>[] {
  let rows: ReadonlyMap<string, string>[] = [new Map()];
  for (const { name, levels } of attributes) {
    if (!uses.has(name) || rows.length * levels.length > MOST_COMBINATIONS) continue;
    rows = rows.flatMap((row) => levels.map((level) => new Map([...row, [name, level]])));
  }
  return rows;
}
