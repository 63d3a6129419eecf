import { type Comparison, columnKinds, type Table, type TextColumn } from '@verisim/core';

/** A text column of both tables, and of the holdout where that has it: what is present. */
export interface TextColumns {
  readonly name: string;
  readonly real: readonly string[];
  readonly synthetic: readonly string[];
  readonly holdout: readonly string[] | null;
}

/** Names of the text columns that both tables have, but for ids and those ignored, in the order of the real one. */
export function textNames(real: Table, synthetic: Table): string[] {
  return real.spec.columns
    .filter(({ kind, role, name }) => {
      if (columnKinds[kind].storage !== 'text' || columnKinds[kind].identifies || role === 'ignore') return false;
      return storageOf(synthetic, name) === 'text';
    })
    .map(({ name }) => name);
}

/** The text columns to compare, those without a text on either side left out. */
export function textColumns({ real, synthetic, holdout }: Comparison): TextColumns[] {
  return textNames(real, synthetic)
    .map((name) => ({
      name,
      real: textsOf(real, name),
      synthetic: textsOf(synthetic, name),
      holdout: holdout && storageOf(holdout, name) === 'text' ? textsOf(holdout, name) : null,
    }))
    .filter((column) => column.real.length > 0 && column.synthetic.length > 0);
}

function placeOf(table: Table, name: string): number {
  return table.spec.columns.findIndex((spec) => spec.name === name);
}

function storageOf(table: Table, name: string): string | undefined {
  return table.columns[placeOf(table, name)]?.storage;
}

function textsOf(table: Table, name: string): string[] {
  return (table.columns[placeOf(table, name)] as TextColumn).values.filter((text) => text !== null);
}
