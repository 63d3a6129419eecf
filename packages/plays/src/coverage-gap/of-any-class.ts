import type { Condition, Table } from '@verisim/core';
import { textFeatures } from '@verisim/evaluator-utility';

/**
 * Conditions for rows of any class. A table of texts is asked for them: generators of texts may fall short of the rows wanted under conditions alone, and
 * rows without a class are of no use to a learner.
 */
export function ofAnyClass({ spec }: Table, target: string): { readonly where?: readonly Condition[] } {
  return textFeatures(spec, target).length === 0 ? {} : { where: [{ column: target, missing: false }] };
}
