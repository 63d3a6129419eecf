import type { TextEdit } from './splice.ts';

/** What was done to the rows of a block. */
export interface EditRecord {
  /** JSON of each row's edits, in the order in which they were made, without the brackets around them. */
  readonly parts: string[];
  /** Sum over columns of the share of the cell that was touched, and the columns that could be. */
  readonly touched: Float64Array;
  readonly columns: Uint16Array;
  /** 1 where something was done; 2 where that may have changed the label. */
  readonly done: Uint8Array;
  readonly kept: boolean;
}

/** One edit as it stands in `lineage:edits`, a JSON list: pieces of a text, or the cell that was there before. */
export type RecordedEdit =
  | { readonly column: string; readonly kind: string; readonly edits: readonly TextEdit[] }
  | { readonly column: string; readonly kind: string; readonly before: number | string | null };

/** A record of nothing; `kept` false counts what is done without writing it down. */
export function createEditRecord(rows: number, kept: boolean): EditRecord {
  return {
    parts: new Array<string>(rows).fill(''),
    touched: new Float64Array(rows),
    columns: new Uint16Array(rows),
    done: new Uint8Array(rows),
    kept,
  };
}

/** The head of a kind's edits of a column. */
export const editHead = (column: string, kind: string): string =>
  `{"column":${JSON.stringify(column)},"kind":${JSON.stringify(kind)},`;

/** Adds an edit: `share` of the cell was touched, in [0, 1]. */
export function addEdit(
  record: EditRecord,
  row: number,
  {
    head,
    key,
    value,
    share,
    mayChange,
  }: {
    readonly head: string;
    readonly key: 'edits' | 'before';
    readonly value: unknown;
    readonly share: number;
    readonly mayChange: boolean;
  },
): void {
  record.touched[row] += Math.min(1, share);
  record.done[row] |= mayChange ? 3 : 1;
  if (!record.kept) return;
  const part = `${head}"${key}":${JSON.stringify(value)}}`;
  record.parts[row] = record.parts[row] === '' ? part : `${record.parts[row]},${part}`;
}
