import type { Random } from '@verisim/core';
import { badValue } from '../errors.ts';
import { placeOf } from '../rules/source.ts';
import { capitalised, pluralOf, withArticle } from './english.ts';
import { type Alternative, agrees, type ChoiceRule, type Grammar, type ValueRule } from './grammar.ts';
import type { Filter, Slot, TemplatePart } from './parse-template.ts';

/** What was put into a slot. */
interface Put {
  readonly text: string;
  /** `null` for what is no choice. */
  readonly alternative: Alternative | null;
}

/** One text while it is written. */
export interface Expansion {
  /** Chance for values and, unless choices are replayed, for choices. */
  random: Random;
  /** One of the alternatives; `allowed` lists them where not all may be chosen. */
  pick(rule: ChoiceRule, allowed: readonly Alternative[] | null): Alternative;
  /** How often a slot is repeated. */
  count(low: number, high: number): number;
  value(rule: ValueRule): string;
  /** A cell of the row as text. */
  cell(column: string): string;
  /** Told of every alternative that is chosen. */
  chosen(alternative: Alternative): void;
  readonly bound: Map<string, Put>;
  /** The alternative chosen last. */
  last: Alternative | null;
}

/** Writes a text. */
export type Writer = (expansion: Expansion) => string;

/** The texts of a rule, compiled. The rules must have been linked (`linkGrammar`), so that slots lead somewhere and nothing is circular. */
export function writerOf(rule: ChoiceRule, grammar: Grammar): Writer {
  const writers = new Map<string, Writer>();
  const ofRule = (name: string): Writer | null => {
    const found = grammar.rules.get(name);
    if (found === undefined) return null;
    let writer = writers.get(name);
    if (writer === undefined) {
      writer = found.kind === 'value' ? (expansion) => expansion.value(found) : choiceWriter(found, grammar, ofRule);
      writers.set(name, writer);
    }
    return writer;
  };
  return choiceWriter(rule, grammar, ofRule);
}

type OfRule = (name: string) => Writer | null;

function choiceWriter(rule: ChoiceRule, grammar: Grammar, ofRule: OfRule): Writer {
  const first = rule.alternatives[0].id;
  const bodies = rule.alternatives.map(({ parts }) => bodyOf(parts, grammar, ofRule));
  return (expansion) => {
    const allowed = rule.conditional ? rule.alternatives.filter((one) => isAllowed(one, expansion)) : null;
    if (allowed?.length === 0)
      throw badValue(
        placeOf(rule.spot),
        `no alternative of ${rule.name} may be chosen in this row`,
        'Add one without only:.',
      );
    return written(expansion, expansion.pick(rule, allowed), bodies, first);
  };
}

function written(expansion: Expansion, alternative: Alternative, bodies: readonly Writer[], first: number): string {
  expansion.chosen(alternative);
  const text = bodies[alternative.id - first](expansion);
  expansion.last = alternative;
  return text;
}

function isAllowed({ only }: Alternative, expansion: Expansion): boolean {
  for (const [column, levels] of only) if (!levels.has(expansion.cell(column))) return false;
  return true;
}

function bodyOf(parts: readonly TemplatePart[], grammar: Grammar, ofRule: OfRule): Writer {
  const writers = parts.map((part) => (typeof part === 'string' ? () => part : slotWriter(part, grammar, ofRule)));
  if (writers.length === 1) return writers[0];
  return (expansion) => {
    let text = '';
    for (const writer of writers) text += writer(expansion);
    return text;
  };
}

function slotWriter(slot: Slot, grammar: Grammar, ofRule: OfRule): Writer {
  const put = slot.agree === null ? plainWriter(slot, ofRule) : agreeingWriter(slot, grammar, ofRule);
  const { bind, filters } = slot;
  const words = filters.filter(({ name }) => name !== 'sep' && name !== 'last').map(filterOf);
  const repeated = slot.low === 1 && slot.high === 1 ? put : repeatedWriter(slot, put);
  if (words.length === 0 && bind === null) return repeated;
  return (expansion) => {
    expansion.last = null;
    let text = repeated(expansion);
    const alternative = expansion.last;
    for (const filter of words) text = filter(text, alternative, expansion);
    if (bind !== null) expansion.bound.set(bind, { text, alternative });
    return text;
  };
}

function plainWriter({ name }: Slot, ofRule: OfRule): Writer {
  const writer = ofRule(name);
  if (writer !== null) return writer;
  return (expansion) => {
    const put = expansion.bound.get(name);
    if (put === undefined) return expansion.cell(name);
    expansion.last = put.alternative;
    return put.text;
  };
}

function agreeingWriter({ name, agree, spot }: Slot, grammar: Grammar, ofRule: OfRule): Writer {
  const rule = grammar.rules.get(name) as ChoiceRule;
  const bodies = rule.alternatives.map(({ parts }) => bodyOf(parts, grammar, ofRule));
  return (expansion) => {
    const wanted = expansion.bound.get(agree!)?.alternative?.features;
    if (wanted === undefined)
      throw badValue(
        placeOf(spot),
        `{${name}~${agree}} stands where ${agree} has not been said`,
        `Bind it before: {${agree}=...}.`,
      );
    const allowed = rule.alternatives.filter((one) => agrees(one, wanted) && isAllowed(one, expansion));
    if (allowed.length === 0)
      throw badValue(
        placeOf(spot),
        `no alternative of ${name} agrees with ${agree} in this row`,
        'Add one with its features.',
      );
    return written(expansion, expansion.pick(rule, allowed), bodies, rule.alternatives[0].id);
  };
}

function repeatedWriter({ low, high, filters }: Slot, put: Writer): Writer {
  const said = (wanted: string, usual: string) => filters.find(({ name }) => name === wanted)?.argument ?? usual;
  const between = said('sep', ', ');
  const beforeLast = said('last', between);
  return (expansion) => {
    const count = expansion.count(low, high);
    let text = '';
    for (let i = 0; i < count; i++) text += (i === 0 ? '' : i === count - 1 ? beforeLast : between) + put(expansion);
    return text;
  };
}

type Change = (text: string, alternative: Alternative | null, expansion: Expansion) => string;

function filterOf({ name, argument }: Filter): Change {
  if (name === 'a') return withArticle;
  if (name === 'upper') return (text) => text.toUpperCase();
  if (name === 'lower') return (text) => text.toLowerCase();
  if (name === 'capital') return capitalised;
  const plural: Change = (text, alternative) => alternative?.plural ?? pluralOf(text);
  if (argument === null) return plural;
  return (text, alternative, expansion) => {
    const count = expansion.bound.get(argument)?.text ?? expansion.cell(argument);
    return Number(count) === 1 ? text : plural(text, alternative, expansion);
  };
}

/** Chooses by weight. */
export function pickByWeight(rule: ChoiceRule, allowed: readonly Alternative[] | null, random: Random): Alternative {
  if (allowed !== null) {
    let left = random.next() * allowed.reduce((sum, { weight }) => sum + weight, 0);
    for (const one of allowed) {
      left -= one.weight;
      if (left < 0) return one;
    }
    return allowed[allowed.length - 1];
  }
  const { cumulative, alternatives } = rule;
  const last = cumulative.length - 1;
  if (last === 0) return alternatives[0];
  const mass = random.next() * cumulative[last];
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > mass) high = middle;
    else low = middle + 1;
  }
  return alternatives[low];
}
