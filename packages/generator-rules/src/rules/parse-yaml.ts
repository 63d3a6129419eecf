import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { badYaml } from '../errors.ts';
import type { MapNode, RuleNode } from './node.ts';
import { placeOf, type Spot, sourceOf } from './source.ts';

/** Brackets or list marks within each other, nodes, and uses of an anchor that rules may have at most. */
const MOST_DEPTH = 64;
const MOST_NODES = 500_000;
const MOST_ALIASES = 100;

const DATA = 'Rules are data: write plain values.';

/**
 * Reads YAML (1.2, core schema) or JSON into nodes with places. No tags, no merge keys, no duplicate keys; nesting, nodes and aliases are limited.
 * Throws `generator-rules/bad-yaml`.
 */
export function parseYaml(text: string, file: string): RuleNode {
  const source = sourceOf(text, file);
  const top: Spot = { source, offset: 0, path: '' };
  const refuse = (offset: number, what: string, next: string) => badYaml(placeOf({ ...top, offset }), what, next);
  const deep = depthBeyond(text);
  if (deep >= 0) throw refuse(deep, `more than ${MOST_DEPTH} levels lie within each other here`, DATA);
  const document = documentOf(text, () => refuse(0, 'it is nested too deep to be read', DATA));
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) {
    const [what] = fault.message.split(/ at line \d+/);
    const tagged = fault.code === 'TAG_RESOLVE_FAILED';
    throw refuse(
      fault.pos[0],
      tagged ? 'a value has a tag (!name)' : `this is no YAML: ${what}`,
      tagged ? DATA : 'Mend it there; put texts with braces, brackets or colons in quotes.',
    );
  }
  const budget = { nodes: 0, aliases: 0 };
  const walk = (node: Node | null, path: string, fallback: number): RuleNode => {
    const offset = node?.range?.[0] ?? fallback;
    if (++budget.nodes > MOST_NODES)
      throw refuse(offset, `there are more than ${MOST_NODES} values, aliases counted as what they stand for`, DATA);
    const spot: Spot = { source, offset, path };
    if (node === null) return { kind: 'scalar', value: null, text: '', quoted: false, spot };
    if (isAlias(node)) {
      if (++budget.aliases > MOST_ALIASES)
        throw refuse(offset, `anchors are used more than ${MOST_ALIASES} times`, 'Write the values out.');
      return walk(node.resolve(document) as Node, path, offset);
    }
    if (node.tag !== undefined) throw refuse(offset, `a value has the tag ${node.tag}`, DATA);
    if (isScalar(node))
      return {
        kind: 'scalar',
        value: plainValue(node.value),
        text: String(node.source ?? node.value ?? ''),
        quoted: node.type?.startsWith('QUOTE') === true,
        spot,
      };
    if (isSeq(node))
      return {
        kind: 'list',
        items: node.items.map((item, i) => walk(item as Node | null, `${path}[${i + 1}]`, offset)),
        spot,
      };
    return mapOf(node as Node, spot, walk, refuse);
  };
  return walk(document.contents as Node | null, '', 0);
}

type Walk = (node: Node | null, path: string, fallback: number) => RuleNode;
type Refuse = (offset: number, what: string, next: string) => Error;

function mapOf(node: Node, spot: Spot, walk: Walk, refuse: Refuse): MapNode {
  const entries = new Map<string, { key: Spot; value: RuleNode }>();
  for (const { key, value } of isMap(node) ? node.items : []) {
    if (!isScalar(key))
      throw refuse((key as Node | null)?.range?.[0] ?? spot.offset, 'a key is not a plain word', DATA);
    const name = String(key.source ?? key.value);
    const offset = key.range?.[0] ?? spot.offset;
    if (name === '<<') throw refuse(offset, 'merge keys (<<) are not read', 'Write the entries out.');
    const path = spot.path === '' ? name : `${spot.path}.${name}`;
    entries.set(name, { key: { source: spot.source, offset, path }, value: walk(value as Node | null, path, offset) });
  }
  return { kind: 'map', entries, spot };
}

function documentOf(text: string, tooDeep: () => Error): Document.Parsed {
  try {
    return parseDocument(text, {
      schema: 'core',
      version: '1.2',
      merge: false,
      uniqueKeys: true,
      prettyErrors: true,
    }) as Document.Parsed;
  } catch {
    throw tooDeep();
  }
}

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}

/** Where brackets, list marks on one line or indentation go deeper than is read; -1 where they do not. The parser itself would run out of stack. */
function depthBeyond(text: string): number {
  let depth = 0;
  let quote = '';
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') [marks, quote] = [0, ''];
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    else if ((char === '-' || char === '?') && text[i + 1] === ' ') marks++;
    if (depth > MOST_DEPTH || marks > MOST_DEPTH) return i;
  }
  return -1;
}
