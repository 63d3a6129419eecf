import { badValue, emptyChoice } from '../errors.ts';
import { readFake } from '../fake/read-fake.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { patternDrawer } from '../pattern/pattern.ts';
import { printNumber } from '../record/print-number.ts';
import { readDraw } from '../record/read-draw.ts';
import type { MapNode, RuleNode } from '../rules/node.ts';
import { entry, listOf, mapOf, numberOf, spotOf, textOf, wholeOf } from '../rules/read.ts';
import type { TableContext } from '../table-context.ts';
import type { Alternative, ChoiceRule, Grammar, ValueRule } from './grammar.ts';
import { parseTemplate } from './parse-template.ts';

const ALTERNATIVE = ['text', 'weight', 'set', 'features', 'only', 'plural'];
const VALUE = ['draw', 'decimals', 'pattern', 'fake', 'locale'];

/** Reads the rules of a grammar: lists of alternatives, or values that are drawn. Throws what reading throws. */
export function readGrammar(node: RuleNode | undefined, context: TableContext): Grammar {
  const rules = new Map<string, ChoiceRule | ValueRule>();
  const alternatives: Alternative[] = [];
  if (node !== undefined)
    for (const [name, { value }] of mapOf(node, 'rules of a grammar').entries) {
      const isValue = value.kind === 'map' && VALUE.some((key) => value.entries.has(key));
      rules.set(name, isValue ? readValue(name, value, context) : readChoice(name, value, alternatives));
    }
  return { rules, alternatives };
}

/** A rule of one template that stands in a column: a choice of one. */
export function templateRule(name: string, node: RuleNode, alternatives: Alternative[]): ChoiceRule {
  return choiceOf(name, [readAlternative(node, alternatives, 1)], node);
}

function readChoice(name: string, node: RuleNode, alternatives: Alternative[]): ChoiceRule {
  const items =
    node.kind === 'list'
      ? node.items
      : node.kind === 'scalar' && node.value !== null
        ? [node]
        : listOf(node, 'a list of alternatives').items;
  if (items.length === 0) throw emptyChoice(spotOf(node), `${name} has no alternatives`);
  const own = items.map((item, i) => readAlternative(item, alternatives, i + 1));
  const texts = items.map((item) => JSON.stringify(plain(item)));
  const twice = texts.findIndex((text, i) => texts.indexOf(text) < i);
  if (twice >= 0)
    throw badValue(
      spotOf(items[twice]),
      `this alternative of ${name} stands there twice`,
      'Give it once, with a weight.',
    );
  return choiceOf(name, own, node);
}

function plain(node: RuleNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return [...node.entries].map(([key, { value }]) => [key, plain(value)]);
}

function choiceOf(name: string, alternatives: readonly Alternative[], { spot }: RuleNode): ChoiceRule {
  const cumulative = new Float64Array(alternatives.length);
  let sum = 0;
  alternatives.forEach(({ weight }, i) => {
    cumulative[i] = sum += weight;
  });
  const conditional = alternatives.some(({ only }) => only.size > 0);
  return { kind: 'choice', name, alternatives, cumulative, conditional, spot };
}

function readAlternative(node: RuleNode, alternatives: Alternative[], place: number): Alternative {
  const map = node.kind === 'map' ? mapOf(node, 'an alternative', ALTERNATIVE) : null;
  const text = map === null ? node : (entry(map, 'text') ?? node);
  if (text === node && map !== null)
    throw badValue(spotOf(node), 'this alternative has no text', 'Write text: and its template.');
  const weight = map === null ? undefined : entry(map, 'weight');
  const plural = map === null ? undefined : entry(map, 'plural');
  const found: Alternative = {
    id: alternatives.length,
    place,
    parts: parseTemplate(text),
    weight: weight === undefined ? 1 : numberOf(weight, 'a weight', 0),
    set: wordsOf(map, 'set'),
    features: wordsOf(map, 'features'),
    only: setsOf(map),
    plural: plural === undefined ? null : textOf(plural, 'the plural'),
    spot: text.spot,
  };
  if (found.weight === 0) throw emptyChoice(spotOf(weight!), 'this alternative has the weight 0 and is never chosen');
  alternatives.push(found);
  return found;
}

function wordsOf(map: MapNode | null, key: string): ReadonlyMap<string, string> {
  const node = map === null ? undefined : entry(map, key);
  if (node === undefined) return new Map();
  return new Map(
    [...mapOf(node, `${key}, name: value,`).entries].map(([name, { value }]) => [name, textOf(value, 'a value')]),
  );
}

function setsOf(map: MapNode | null): ReadonlyMap<string, ReadonlySet<string>> {
  const node = map === null ? undefined : entry(map, 'only');
  if (node === undefined) return new Map();
  return new Map(
    [...mapOf(node, 'only, column: level,').entries].map(([name, { value }]) => {
      const levels = value.kind === 'list' ? value.items : [value];
      if (levels.length === 0) throw emptyChoice(spotOf(value), `no level of ${name} is left`);
      return [name, new Set(levels.map((level) => textOf(level, 'a level')))];
    }),
  );
}

function readValue(name: string, node: RuleNode, context: TableContext): ValueRule {
  const map = mapOf(node, 'a value', VALUE);
  const draw = entry(map, 'draw');
  const pattern = entry(map, 'pattern');
  const decimals = entry(map, 'decimals');
  const { spot } = node;
  if (pattern !== undefined) return { kind: 'value', name, draw: patternDrawer(parsePattern(pattern)), spot };
  if (draw === undefined) return { kind: 'value', name, draw: readFake(map, context.fakers, context.locale), spot };
  const { distribution, levels } = readDraw(draw);
  const places =
    decimals === undefined ? (distribution.form === 'steps' ? 0 : null) : wholeOf(decimals, 'decimals', 0, 15);
  if (levels !== null) return { kind: 'value', name, draw: (random) => levels[distribution.draw(random)], spot };
  return { kind: 'value', name, draw: (random) => printNumber(distribution.draw(random), places), spot };
}
