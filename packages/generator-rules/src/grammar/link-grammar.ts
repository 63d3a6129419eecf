import { badValue, circularRule, unknownName, unknownSlot, unreachableRule } from '../errors.ts';
import { placeOf } from '../rules/source.ts';
import { type Alternative, agrees, alternativeName, type ChoiceRule, type Grammar } from './grammar.ts';
import type { Slot } from './parse-template.ts';

/** What a template may speak of beside rules: columns, with their levels where they have any. */
export type KnownColumns = ReadonlyMap<string, readonly string[] | null>;

/** The slots of an alternative. */
export const slotsOf = ({ parts }: Alternative): readonly Slot[] =>
  parts.filter((part): part is Slot => typeof part !== 'string');

/**
 * Follows every slot from the roots: each leads to a rule, to something bound or to a column, nothing is circular, every rule is reached, and what is to agree
 * can. Returns the columns that the roots speak of. Throws `generator-rules/unknown-slot`, `unknown-name`, `circular-rule`, `unreachable-rule`, `bad-value`.
 */
export function linkGrammar(
  roots: readonly ChoiceRule[],
  grammar: Grammar,
  columns: KnownColumns,
): ReadonlySet<string> {
  const bound = boundNames(roots, grammar);
  const used = new Set<string>();
  const done = new Set<string>();
  const visit = (rule: ChoiceRule, path: readonly string[]): void => {
    for (const alternative of rule.alternatives) {
      checkOnly(alternative, columns, used);
      for (const slot of slotsOf(alternative)) {
        const next = grammar.rules.get(slot.name);
        if (path.includes(slot.name))
          throw circularRule(
            placeOf(slot.spot),
            [...path.slice(path.indexOf(slot.name)), slot.name],
            'Take one of these steps out; for things said several times write {slot*1..3}.',
          );
        if (next === undefined) checkSlot(slot, bound, columns, grammar, used);
        checkFilters(slot, bound, columns, used);
        if (slot.agree !== null) checkAgreement(slot, next, bound);
        if (next === undefined || done.has(slot.name)) continue;
        if (next.kind === 'choice') visit(next, [...path, slot.name]);
        done.add(slot.name);
      }
    }
  };
  for (const root of roots) {
    visit(root, grammar.rules.get(root.name) === root ? [root.name] : []);
    done.add(root.name);
  }
  for (const [name, rule] of grammar.rules)
    if (!done.has(name)) throw unreachableRule(placeOf(rule.spot), `nothing leads to the rule ${name}`);
  return used;
}

/** Rules whose choices are bound, by the name they are bound to. */
function boundNames(
  roots: readonly ChoiceRule[],
  grammar: Grammar,
): ReadonlyMap<string, readonly (ChoiceRule | null)[]> {
  const bound = new Map<string, (ChoiceRule | null)[]>();
  const choices = [...roots, ...[...grammar.rules.values()].filter((rule) => rule.kind === 'choice')];
  for (const rule of choices) {
    for (const slot of rule.alternatives.flatMap(slotsOf)) {
      if (slot.bind === null) continue;
      const target = grammar.rules.get(slot.name);
      bound.set(slot.bind, [...(bound.get(slot.bind) ?? []), target?.kind === 'choice' ? target : null]);
    }
  }
  return bound;
}

type Bound = ReturnType<typeof boundNames>;

function checkSlot(
  { name, spot }: Slot,
  bound: Bound,
  columns: KnownColumns,
  { rules }: Grammar,
  used: Set<string>,
): void {
  if (columns.has(name)) used.add(name);
  else if (!bound.has(name))
    throw unknownSlot(placeOf(spot), name, [...rules.keys(), ...bound.keys(), ...columns.keys()]);
}

function checkFilters({ filters, spot }: Slot, bound: Bound, columns: KnownColumns, used: Set<string>): void {
  for (const { name, argument } of filters) {
    if (name !== 'plural' || argument === null || bound.has(argument)) continue;
    if (!columns.has(argument)) throw unknownSlot(placeOf(spot), argument, [...bound.keys(), ...columns.keys()]);
    used.add(argument);
  }
}

function checkOnly({ only, spot }: Alternative, columns: KnownColumns, used: Set<string>): void {
  for (const [column, wanted] of only) {
    const levels = columns.get(column);
    if (levels === undefined) throw unknownName(placeOf(spot), 'column', column, [...columns.keys()]);
    for (const level of wanted)
      if (levels !== null && !levels.includes(level))
        throw unknownName(placeOf(spot), `level of ${column}`, level, levels);
    used.add(column);
  }
}

function checkAgreement(slot: Slot, target: ChoiceRule | { readonly kind: 'value' } | undefined, bound: Bound): void {
  const { name, agree, spot } = slot;
  const heads = bound.get(agree!);
  if (heads === undefined) throw unknownSlot(placeOf(spot), agree!, [...bound.keys()]);
  if (target?.kind !== 'choice' || heads.includes(null))
    throw badValue(
      placeOf(spot),
      `{${name}~${agree}} compares what has no features`,
      'Both sides must be rules with alternatives.',
    );
  for (const head of heads as readonly ChoiceRule[]) {
    for (const alternative of head.alternatives) {
      if (target.alternatives.some((one) => agrees(one, alternative.features))) continue;
      const features = [...alternative.features].map(([key, value]) => `${key}: ${value}`).join(', ');
      throw badValue(
        placeOf(spot),
        `no alternative of ${name} agrees with ${alternativeName(head, alternative)} (${features})`,
        'Add one with these features, or one without.',
      );
    }
  }
}
