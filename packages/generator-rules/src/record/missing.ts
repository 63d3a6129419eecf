import type { Column, ColumnSpec } from '@verisim/core';
import { badValue, emptyChoice } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { entry, mapOf, needed, numberOf, spotOf, wordOf } from '../rules/read.ts';
import type { Block } from './column-plan.ts';
import { type Effects, momentsOf, readEffects, sumEffects, trialEffects } from './effects.ts';
import { interceptFor, logistic } from './logistic.ts';
import type { TrialRows } from './trial-rows.ts';

/** Why cells are missing (Rubin 1976): by chance, because of other columns that are seen, because of what is not seen. */
export type Mechanism = 'MCAR' | 'MAR' | 'MNAR';

/** How cells of a column go missing, after all columns are filled. */
export interface MissingRule {
  readonly column: string;
  readonly mechanism: Mechanism;
  /** The chance of each row of a block. */
  chances(block: Block): (row: number) => number;
}

/** What the rules of missing cells are read with. */
export interface MissingContext {
  readonly column: string;
  readonly known: ReadonlyMap<string, ColumnSpec>;
  readonly trial: TrialRows;
  /** Columns that have missing cells themselves. */
  readonly incomplete: ReadonlySet<string>;
}

/**
 * `missing: 0.1` (MCAR), or `{ rate: 0.1, by: { age: 1, segment: {...} }, mechanism: MAR }`: the logistic of a sum of effects, per standard deviation of numbers, with so
 * many cells missing (measured on trial rows). By the column itself, or by another that has missing cells, it is MNAR. Throws `generator-rules/bad-value`.
 */
export function readMissing(node: RuleNode, context: MissingContext): MissingRule {
  const { column } = context;
  if (node.kind === 'scalar') {
    const rate = numberOf(node, 'the share of missing cells', 0, 1);
    return { column, mechanism: 'MCAR', chances: () => () => rate };
  }
  const map = mapOf(node, 'missing', ['rate', 'by', 'mechanism']);
  const rate = numberOf(needed(map, 'rate'), 'the share of missing cells', 0, 1);
  const by = entry(map, 'by');
  const effects = by === undefined ? null : scaled(by, readEffects(by, context.known), context);
  const unseen =
    effects !== null && [...effects.keys()].some((name) => name === column || context.incomplete.has(name));
  const mechanism: Mechanism = effects === null ? 'MCAR' : unseen ? 'MNAR' : 'MAR';
  const said = entry(map, 'mechanism');
  if (said !== undefined) requireMechanism(said, mechanism, column);
  if (effects === null || rate === 0 || rate === 1) return { column, mechanism, chances: () => () => rate };
  const intercept = interceptFor(trialEffects(effects, context.trial), rate);
  return {
    column,
    mechanism,
    chances(block) {
      const scores = sumEffects(effects, block);
      return (row) => logistic(intercept + scores[row]);
    },
  };
}

function requireMechanism(said: RuleNode, mechanism: Mechanism, column: string): void {
  const wanted = wordOf(said, 'a mechanism', ['MCAR', 'MAR', 'MNAR'] as const);
  if (wanted === mechanism) return;
  const why = {
    MCAR: 'nothing is named that they depend on',
    MAR: 'they depend on columns that are seen',
    MNAR: 'they depend on what may itself be missing',
  };
  throw badValue(
    spotOf(said),
    `missing cells of ${column} are ${mechanism}, not ${wanted}: ${why[mechanism]}`,
    `Write mechanism: ${mechanism}, or mend by.`,
  );
}

/** Effects of numbers per standard deviation. */
function scaled(node: RuleNode, effects: Effects, { trial }: MissingContext): Effects {
  return new Map(
    [...effects].map(([name, effect]): readonly [string, number | ReadonlyMap<string, number>] => {
      if (typeof effect !== 'number') return [name, effect];
      const { deviation } = momentsOf(trialEffects(new Map([[name, 1]]), trial));
      if (deviation === 0) throw emptyChoice(spotOf(node), `${name} does not vary, so nothing depends on it`);
      return [name, effect / deviation];
    }),
  );
}

/** A column without the cells that go missing. `whole` is the block as it was filled. */
export function withMissing(column: Column, rule: MissingRule, whole: Block): Column {
  const random = whole.random.fork(`missing:${rule.column}`);
  const chance = rule.chances(whole);
  const gone = (row: number) => random.next() < chance(row);
  if (column.storage === 'numeric')
    return { storage: 'numeric', values: column.values.map((value, row) => (gone(row) ? Number.NaN : value)) };
  if (column.storage === 'coded') return { ...column, codes: column.codes.map((code, row) => (gone(row) ? -1 : code)) };
  return { storage: 'text', values: column.values.map((value, row) => (gone(row) ? null : value)) };
}
