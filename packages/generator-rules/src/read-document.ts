import { TABLE_WORDS } from './compile-table.ts';
import { emptyChoice, whichTable } from './errors.ts';
import type { MapNode, RuleNode } from './rules/node.ts';
import { parseYaml } from './rules/parse-yaml.ts';
import { entry, mapOf, spotOf, textOf, wholeOf } from './rules/read.ts';
import type { TableNode } from './table-context.ts';

/** A file of rules: its tables and where names and addresses come from. */
export interface RulesDocument {
  readonly file: string;
  readonly tables: readonly TableNode[];
  readonly locale: string;
  /** Locales that rules speak of; none where nothing is made up. */
  readonly locales: ReadonlySet<string>;
}

const MOST_ROWS = Number.MAX_SAFE_INTEGER;

/** Reads a file of rules as far as its tables. Throws `generator-rules/bad-yaml`, `unknown-key`, `bad-value`, `empty-choice`. */
export function readDocument(text: string, file: string): RulesDocument {
  const node = parseYaml(text, file);
  if (node.kind === 'scalar' && node.value === null)
    throw emptyChoice(
      spotOf(node),
      'there are no rules',
      'Write columns: and below it a line for each, such as age: { draw: { uniform: [18, 90] } }.',
    );
  const several = node.kind === 'map' && node.entries.has('tables');
  const top = mapOf(node, 'a mapping of rules', several ? ['tables', 'locale'] : TABLE_WORDS);
  const locale = entry(top, 'locale');
  const tables = several
    ? [...mapOf(entry(top, 'tables')!, 'tables, name: rules,').entries].map(([name, { value }]) =>
        tableNode(name, mapOf(value, 'the rules of a table', TABLE_WORDS)),
      )
    : [tableNode('rows', top)];
  if (tables.length === 0) throw emptyChoice(spotOf(top), 'there are no tables');
  const usual = locale === undefined ? 'en' : textOf(locale, 'a locale');
  const locales = new Set<string>();
  for (const own of tables)
    if (speaksOf(own.node, 'fake')) for (const one of [usual, ...localesIn(own.node)]) locales.add(one);
  return { file, tables, locale: usual, locales };
}

function tableNode(name: string, node: MapNode): TableNode {
  const rows = entry(node, 'rows');
  return { name, node, rows: rows === undefined ? null : wholeOf(rows, 'the number of rows', 1, MOST_ROWS) };
}

/** The table of that name, or the only one. Throws `generator-rules/which-table`. */
export function tableOf({ file, tables }: RulesDocument, name: string | undefined): TableNode {
  const found =
    name === undefined ? (tables.length === 1 ? tables[0] : undefined) : tables.find((one) => one.name === name);
  if (found) return found;
  throw whichTable(
    file,
    name,
    tables.map((one) => one.name),
  );
}

function speaksOf(node: RuleNode, word: string): boolean {
  if (node.kind === 'scalar') return false;
  if (node.kind === 'list') return node.items.some((item) => speaksOf(item, word));
  return [...node.entries].some(([key, { value }]) => key === word || speaksOf(value, word));
}

function localesIn(node: RuleNode): readonly string[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(localesIn);
  return [...node.entries].flatMap(([key, { value }]) =>
    key === 'locale' && value.kind === 'scalar' ? [value.text] : localesIn(value),
  );
}
