import { columnKinds, type Table, type TableSpec, withRoles } from '@verisim/core';
import { isFeature } from '../encoder.ts';

/**
 * The columns of text that a learner of texts reads to predict `target`. Readers give texts that nobody asked for the role `ignore`, because most
 * generators do not model them: where no other column is left to predict from, they count as features.
 */
export function textFeatures({ columns }: TableSpec, target: string): readonly string[] {
  const texts = columns.filter(({ name, kind, role }) => {
    const { storage, identifies } = columnKinds[kind];
    return storage === 'text' && !identifies && name !== target && role !== 'target' && role !== 'lineage';
  });
  const alone = !columns.some((spec) => isFeature(spec, target)) && texts.every(({ role }) => role === 'ignore');
  return texts.filter(({ role }) => alone || role !== 'ignore').map(({ name }) => name);
}

/** The columns that `target` is predicted from, texts among them as {@link textFeatures} says. */
export function featureNames(spec: TableSpec, target: string): readonly string[] {
  const texts = textFeatures(spec, target);
  return spec.columns
    .filter((column) => isFeature(column, target) || texts.includes(column.name))
    .map(({ name }) => name);
}

/** The table with the role `feature` for the texts that {@link textFeatures} names of `like`, as far as it has them. */
export function withTextFeatures(table: Table, target: string, like: Table = table): Table {
  const names = textFeatures(like.spec, target).filter((name) => table.spec.columns.some((spec) => spec.name === name));
  return withRoles(table, Object.fromEntries(names.map((name) => [name, 'feature' as const])));
}
