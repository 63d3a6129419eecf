import { type Comparison, columnKinds, type Table, type TextColumn } from '@verisim/core';

/** A text column: what is present of it. */
export interface TextSides {
  readonly column: string;
  readonly real: readonly string[];
  readonly synthetic: readonly string[];
  /** `null` without a holdout, or when that lacks the column. */
  readonly holdout: readonly string[] | null;
}

/** Names of text columns of both tables, but for ids and those ignored, in the order of the real one. */
export function textNames({ real, synthetic }: Comparison): string[] {
  return real.spec.columns
    .filter(({ kind, name, role }) => {
      const { storage, identifies } = columnKinds[kind];
      if (storage !== 'text' || identifies || textsOf(synthetic, name) === null) return false;
      return role !== 'ignore';
    })
    .map(({ name }) => name);
}

/** The texts of those columns. */
export function textSides(data: Comparison): TextSides[] {
  return textNames(data).map((column) => ({
    column,
    real: textsOf(data.real, column) ?? [],
    synthetic: textsOf(data.synthetic, column) ?? [],
    holdout: data.holdout ? textsOf(data.holdout, column) : null,
  }));
}

function textsOf({ spec, columns }: Table, name: string): string[] | null {
  const column = columns[spec.columns.findIndex((one) => one.name === name)];
  return column?.storage === 'text' ? (column as TextColumn).values.filter((text) => text !== null) : null;
}
