import { badValue, type Place, unknownKey } from '../errors.ts';
import type { ListNode, MapNode, RuleNode, ScalarNode } from './node.ts';
import { placeOf } from './source.ts';

/** Where a node stands, for a message. */
export const spotOf = (node: RuleNode): Place => placeOf(node.spot);

const wanted = (node: RuleNode, what: string, next: string): Error =>
  badValue(spotOf(node), `${shown(node)} stands where ${what} belongs`, next);

function shown(node: RuleNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a mapping';
  return node.value === null ? 'nothing' : JSON.stringify(node.value).slice(0, 60);
}

/** A mapping that knows these keys; all where `known` is left out. Throws `generator-rules/bad-value`, `generator-rules/unknown-key`. */
export function mapOf(node: RuleNode, what: string, known?: readonly string[]): MapNode {
  if (node.kind !== 'map')
    throw wanted(
      node,
      what,
      known
        ? `Write { ${known
            .slice(0, 6)
            .map((key) => `${key}: ...`)
            .join(', ')} }.`
        : 'Write name: value, one a line.',
    );
  if (known)
    for (const [name, { key }] of node.entries) if (!known.includes(name)) throw unknownKey(placeOf(key), name, known);
  return node;
}

/** What stands under a key; `undefined` where nothing does. */
export const entry = (node: MapNode, key: string): RuleNode | undefined => node.entries.get(key)?.value;

/** What must stand under a key. Throws `generator-rules/bad-value`. */
export function needed(node: MapNode, key: string): RuleNode {
  const found = entry(node, key);
  if (found === undefined) throw badValue(spotOf(node), `${key} is missing`, `Write ${key}: and its value.`);
  return found;
}

/** A list. Throws `generator-rules/bad-value`. */
export function listOf(node: RuleNode, what: string): ListNode {
  if (node.kind !== 'list') throw wanted(node, what, 'Write a list: [a, b], or one entry a line after "- ".');
  return node;
}

/** A single value. Throws `generator-rules/bad-value`. */
export function scalarOf(node: RuleNode, what: string): ScalarNode {
  if (node.kind !== 'scalar' || node.value === null) throw wanted(node, what, 'Write one value.');
  return node;
}

/** A text, numbers as they are written. Throws `generator-rules/bad-value`. */
export function textOf(node: RuleNode, what: string): string {
  const { value, text } = scalarOf(node, what);
  return typeof value === 'string' ? value : text;
}

/** A number between bounds, both among them. Throws `generator-rules/bad-value`. */
export function numberOf(
  node: RuleNode,
  what: string,
  low: number = -Number.MAX_VALUE,
  high: number = Number.MAX_VALUE,
): number {
  const { value } = scalarOf(node, what);
  if (typeof value === 'number' && value >= low && value <= high) return value;
  const range =
    high === Number.MAX_VALUE ? (low === -Number.MAX_VALUE ? '' : ` of ${low} or more`) : ` from ${low} to ${high}`;
  throw wanted(node, `${what}, a number${range},`, `Write a number${range}.`);
}

/** A number above 0. Throws `generator-rules/bad-value`. */
export function positiveOf(node: RuleNode, what: string): number {
  const value = numberOf(node, what);
  if (value > 0) return value;
  throw wanted(node, `${what}, a number above 0,`, 'Write a number above 0.');
}

/** A whole number between bounds. Throws `generator-rules/bad-value`. */
export function wholeOf(node: RuleNode, what: string, low: number, high: number): number {
  const value = numberOf(node, what, low, high);
  if (Number.isSafeInteger(value)) return value;
  throw wanted(node, `${what}, a whole number,`, 'Write a whole number.');
}

/** One of some words. Throws `generator-rules/bad-value`. */
export function wordOf<T extends string>(node: RuleNode, what: string, words: readonly T[]): T {
  const text = textOf(node, what);
  const found = words.find((word) => word === text);
  if (found === undefined) throw wanted(node, `${what} (${words.join(', ')})`, `Write one of: ${words.join(', ')}.`);
  return found;
}

/** Texts of a list. Throws `generator-rules/bad-value`. */
export const textsOf = (node: RuleNode, what: string): readonly string[] =>
  listOf(node, what).items.map((item) => textOf(item, what));

/** Numbers of a list. Throws `generator-rules/bad-value`. */
export const numbersOf = (node: RuleNode, what: string, low?: number): readonly number[] =>
  listOf(node, what).items.map((item) => numberOf(item, what, low));
