import type { Spot } from './source.ts';

/** A value of a file of rules with its place. Maps keep the order in which they were written. */
export type RuleNode = ScalarNode | ListNode | MapNode;

/** A number, text, truth value or nothing. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it was written, for numbers and dates that are meant as text. */
  readonly text: string;
  /** It stands in quotes. */
  readonly quoted: boolean;
  readonly spot: Spot;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly RuleNode[];
  readonly spot: Spot;
}

/** Keys with values; a key has a place of its own. */
export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, { readonly key: Spot; readonly value: RuleNode }>;
  readonly spot: Spot;
}
