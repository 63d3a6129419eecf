import { randomFromKey } from '@verisim/core';
import { badPattern, keysUsedUp } from '../errors.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { patternSize, patternText, placesOf } from '../pattern/pattern.ts';
import type { RuleNode } from '../rules/node.ts';
import { entry, mapOf, spotOf, wholeOf } from '../rules/read.ts';
import { permutationOf } from './permutation.ts';

/** Keys by the number of their row: all different, each known without the others. */
export type Keys =
  | { readonly kind: 'id'; readonly at: (row: number) => string }
  | { readonly kind: 'integer'; readonly at: (row: number) => number };

const MOST = 2 ** 52;

/**
 * `key: 'C-[0-9]{6}'` (texts of one length in a shuffled order) or `key: { from: 1000 }` (whole numbers in order). The shuffle follows from the table's key,
 * the names of table and column. Throws `generator-rules/bad-pattern`; a row beyond the last key `generator-rules/keys-used-up`.
 */
export function readKeys(node: RuleNode, table: string, column: string, key: Uint8Array): Keys {
  if (node.kind === 'map') {
    const from = entry(mapOf(node, 'key', ['from']), 'from');
    const first = from === undefined ? 1 : wholeOf(from, 'the first key', -MOST, MOST);
    return { kind: 'integer', at: (row) => first + row };
  }
  const pattern = parsePattern(node);
  if (placesOf(pattern) === null)
    throw badPattern(
      spotOf(node),
      'the texts of a key must have one length and come about in one way',
      'Write fixed repetitions such as [0-9]{6}, and no alternatives that overlap.',
    );
  const size = Math.min(patternSize(pattern), MOST);
  const permute = permutationOf(size, randomFromKey(key).fork(`keys:${JSON.stringify([table, column])}`).key);
  return {
    kind: 'id',
    at: (row) => {
      if (row >= size) throw keysUsedUp(spotOf(node), size);
      return patternText(pattern, permute(row));
    },
  };
}
