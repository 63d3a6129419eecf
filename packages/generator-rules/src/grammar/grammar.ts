import type { Random } from '@verisim/core';
import type { Spot } from '../rules/source.ts';
import type { TemplatePart } from './parse-template.ts';

/** Texts of the alternative's own, chosen by weight. */
export interface Alternative {
  /** Its number among all alternatives. */
  readonly id: number;
  /** Its number within its rule, from 1. */
  readonly place: number;
  readonly parts: readonly TemplatePart[];
  readonly weight: number;
  /** What choosing it says of the row: column and level. */
  readonly set: ReadonlyMap<string, string>;
  /** What choices that agree with it must share: gender f, number plural. */
  readonly features: ReadonlyMap<string, string>;
  /** Levels that columns of the row must have for it to be chosen. */
  readonly only: ReadonlyMap<string, ReadonlySet<string>>;
  readonly plural: string | null;
  readonly spot: Spot;
}

/** A choice between alternatives. */
export interface ChoiceRule {
  readonly kind: 'choice';
  readonly name: string;
  readonly alternatives: readonly Alternative[];
  /** Weights summed up, for a choice without conditions. */
  readonly cumulative: Float64Array;
  readonly conditional: boolean;
  readonly spot: Spot;
}

/** A value drawn whenever it is needed. */
export interface ValueRule {
  readonly kind: 'value';
  readonly name: string;
  draw(random: Random): string;
  readonly spot: Spot;
}

/** The rules by name, in the order in which they were written. */
export interface Grammar {
  readonly rules: ReadonlyMap<string, ChoiceRule | ValueRule>;
  /** All alternatives by number. */
  readonly alternatives: readonly Alternative[];
}

/** What an alternative is called: `card[2]`. */
export const alternativeName = (rule: ChoiceRule, { place }: Alternative): string => `${rule.name}[${place}]`;

/** Whether an alternative agrees with features: it says nothing else of any of them. */
export function agrees({ features }: Alternative, wanted: ReadonlyMap<string, string>): boolean {
  for (const [name, value] of wanted) if ((features.get(name) ?? value) !== value) return false;
  return true;
}
