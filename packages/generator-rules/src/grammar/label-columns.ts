import { badValue } from '../errors.ts';
import { placeOf } from '../rules/source.ts';
import type { Alternative, ChoiceRule, Grammar } from './grammar.ts';
import { slotsOf } from './link-grammar.ts';

/** A column that choices fill: what the rule says the row is. */
export interface LabelColumn {
  readonly name: string;
  readonly levels: readonly string[];
  /** Some texts come about without it. */
  readonly nullable: boolean;
}

/** The label columns of a root. Throws `generator-rules/bad-value` where one text would be given a label twice. */
export function labelColumns(root: ChoiceRule, grammar: Grammar): readonly LabelColumn[] {
  const { levels, sure } = labelsOf(root, grammar, new Map());
  return [...levels].map(([name, own]) => ({ name, levels: own, nullable: !sure.has(name) }));
}

/** What the texts of a rule may set, and what each of them does. */
interface Labels {
  readonly levels: ReadonlyMap<string, readonly string[]>;
  readonly sure: ReadonlySet<string>;
}

type Known = Map<ChoiceRule, Labels>;

function labelsOf(rule: ChoiceRule, grammar: Grammar, known: Known): Labels {
  const before = known.get(rule);
  if (before) return before;
  const levels = new Map<string, string[]>();
  const sets = rule.alternatives.map((alternative) => ofAlternative(alternative, grammar, levels, known));
  const sure = [...levels.keys()].filter((column) => sets.every((own) => own.has(column)));
  const found = { levels, sure: new Set(sure) };
  known.set(rule, found);
  return found;
}

function ofAlternative(
  alternative: Alternative,
  grammar: Grammar,
  levels: Map<string, string[]>,
  known: Known,
): Set<string> {
  const sure = new Set(alternative.set.keys());
  const maybe = new Set(alternative.set.keys());
  for (const [column, level] of alternative.set) {
    levels.set(column, [...new Set([...(levels.get(column) ?? []), level])]);
  }
  for (const slot of slotsOf(alternative)) {
    const next = grammar.rules.get(slot.name);
    if (next?.kind !== 'choice') continue;
    const inside = labelsOf(next, grammar, known);
    for (const [column, found] of inside.levels) {
      if (maybe.has(column) || slot.high > 1)
        throw badValue(
          placeOf(slot.spot),
          `{${slot.name}} may set ${column}, which this text ${slot.high > 1 ? 'would then set several times' : 'sets elsewhere'}`,
          'Set each column at one place of a text.',
        );
      maybe.add(column);
      levels.set(column, [...new Set([...(levels.get(column) ?? []), ...found])]);
    }
    if (slot.low > 0) for (const column of inside.sure) sure.add(column);
  }
  return sure;
}
