import { type CodedColumn, type Column, columnKinds, columnsWithRole, type Table, type TableSpec } from '@verisim/core';
import { labelNotClasses, noSuchText, noTexts, whichText } from '../errors.ts';

/** The texts to learn, and where they lie. */
export interface SeedTexts {
  /** Number of the text column, and of the label's, -1 without one. */
  readonly text: number;
  readonly label: number;
  readonly levels: readonly string[];
  /** Texts with words and a label. */
  readonly texts: readonly string[];
  readonly labels: Int32Array;
  /** The row of each text in the table. */
  readonly rows: Int32Array;
}

/** Finds the texts in a table. Throws `generator-text/no-texts`, `/which-text`, `/no-such-text` and `/label-not-classes`. */
export function seedTexts(table: Table, wanted: string | null): SeedTexts {
  const text = textColumn(table.spec, wanted);
  const target = columnsWithRole(table.spec, 'target')[0];
  const label = target === undefined ? -1 : table.spec.columns.findIndex(({ name }) => name === target);
  const labelled = label < 0 ? null : codedOr(table.columns[label], table.spec, label);
  const values = (table.columns[text] as Extract<Column, { storage: 'text' }>).values;
  const rows = Int32Array.from(values.keys()).filter(
    (row) => /\S/u.test(values[row] ?? '') && (labelled === null || labelled.codes[row] >= 0),
  );
  return {
    text,
    label,
    levels: labelled?.levels ?? [''],
    texts: Array.from(rows, (row) => (values[row] as string).toWellFormed()),
    labels: rows.map((row) => labelled?.codes[row] ?? 0),
    rows,
  };
}

function codedOr(column: Column, spec: TableSpec, place: number): CodedColumn {
  if (column.storage === 'coded') return column;
  throw labelNotClasses(spec.columns[place].name, spec.columns[place].kind);
}

/** The column that is named, else the only one of texts, columns that are not ignored first. */
function textColumn({ columns }: TableSpec, wanted: string | null): number {
  const found = columns.flatMap(({ kind, role }, i) => {
    const { storage, identifies } = columnKinds[kind];
    return storage === 'text' && !identifies && role !== 'target' && role !== 'lineage' ? [i] : [];
  });
  const nameOf = (i: number) => columns[i].name;
  if (wanted !== null) {
    const named = found.find((i) => nameOf(i) === wanted);
    if (named !== undefined) return named;
    throw noSuchText(wanted, columns.find(({ name }) => name === wanted)?.kind, found.map(nameOf));
  }
  const features = found.filter((i) => columns[i].role !== 'ignore');
  const candidates = features.length > 0 ? features : found;
  if (candidates.length === 0) throw noTexts(columns.map(({ name, kind }) => `${name} (${kind})`));
  if (candidates.length > 1) throw whichText(candidates.map(nameOf));
  return candidates[0];
}
