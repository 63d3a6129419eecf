/** Finite numbers, integers, instants (milliseconds since 1970-01-01T00:00Z). `NaN` = missing. */
export interface NumericColumn {
  readonly storage: 'numeric';
  readonly values: Float64Array;
}

/** Codes into `levels`; -1 = missing. Levels are unique and kept as they were written. */
export interface CodedColumn {
  readonly storage: 'coded';
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** Free text and identifiers, kept as they were written; `null` = missing. */
export interface TextColumn {
  readonly storage: 'text';
  readonly values: readonly (string | null)[];
}

/** A column's values in one of three storages. Treated as immutable by everyone who receives it. */
export type Column = NumericColumn | CodedColumn | TextColumn;

/** What a column means. Each kind is held in one storage, see {@link columnKinds}. */
export type ColumnKind = 'number' | 'integer' | 'category' | 'boolean' | 'datetime' | 'text' | 'id';

/**
 * What a column is for. `ignore` columns are carried but neither modelled nor judged. By `lineage` columns a generator says where its rows come
 * from, see {@link splitLineage}; they are no part of the rows.
 */
export type ColumnRole = 'feature' | 'target' | 'sensitive' | 'group' | 'ignore' | 'lineage';

/** The six roles. */
export const columnRoles: readonly ColumnRole[] = ['feature', 'target', 'sensitive', 'group', 'ignore', 'lineage'];

/** What each kind declares of itself; shared code asks here and never compares kinds by name. */
export interface ColumnKindTraits {
  readonly storage: Column['storage'];
  /** Distances and an order between values mean something. */
  readonly ordered: boolean;
  /** Values are whole numbers. */
  readonly whole: boolean;
  /** Says who the row is, not what it is like: not modelled, not compared. */
  readonly identifies: boolean;
}

/** The seven kinds. */
export const columnKinds: Readonly<Record<ColumnKind, ColumnKindTraits>> = {
  number: { storage: 'numeric', ordered: true, whole: false, identifies: false },
  integer: { storage: 'numeric', ordered: true, whole: true, identifies: false },
  datetime: { storage: 'numeric', ordered: true, whole: true, identifies: false },
  category: { storage: 'coded', ordered: false, whole: false, identifies: false },
  boolean: { storage: 'coded', ordered: false, whole: false, identifies: false },
  text: { storage: 'text', ordered: false, whole: false, identifies: false },
  id: { storage: 'text', ordered: false, whole: false, identifies: true },
};

/** A column's declaration. */
export interface ColumnSpec {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Missing values may occur. */
  readonly nullable: boolean;
  readonly role: ColumnRole;
  /** Declared inclusive bounds of a numeric column, in its own units. */
  readonly bounds?: readonly [number, number];
  /** Declared levels of a coded column. */
  readonly levels?: readonly string[];
  /** `number`: the most decimals any value shows. */
  readonly decimals?: number;
  /** `datetime`: the strftime format values were written in, such as `%Y-%m-%d`; `%g` milliseconds, `%f` microseconds, `%-d` unpadded (DuckDB). */
  readonly format?: string;
  /**
   * `datetime`: how instants were and are to be written: `Z`, a fixed offset such as `+02:00`, or an IANA name such as
   * `Europe/Berlin`. Values are then instants, milliseconds since 1970-01-01T00:00Z. Absent: wall-clock time without a zone,
   * its values those of the same clock in UTC.
   */
  readonly zone?: string;
  /** Why a reader chose this kind. */
  readonly reason?: string;
}

/** Number of rows a column holds. */
export function columnLength(column: Column): number {
  return column.storage === 'coded' ? column.codes.length : column.values.length;
}

/** Whether a cell is missing. */
export function isMissing(column: Column, row: number): boolean {
  if (column.storage === 'coded') return column.codes[row] < 0;
  return column.storage === 'numeric' ? Number.isNaN(column.values[row]) : column.values[row] === null;
}

/** A cell as plain data: number, text or `null`. For tests, previews and messages, not for loops over a table. */
export function cellOf(column: Column, row: number): number | string | null {
  if (isMissing(column, row)) return null;
  return column.storage === 'coded' ? column.levels[column.codes[row]] : column.values[row];
}

/** A column with the same cell in every row; `null` = missing. */
export function constantColumn(kind: ColumnKind, rows: number, cell: string | number | null): Column {
  const { storage } = columnKinds[kind];
  if (storage === 'numeric')
    return { storage, values: new Float64Array(rows).fill(cell === null ? NaN : Number(cell)) };
  if (storage === 'coded') {
    return {
      storage,
      codes: new Int32Array(rows).fill(cell === null ? -1 : 0),
      levels: cell === null ? [] : [`${cell}`],
    };
  }
  return { storage, values: new Array<string | null>(rows).fill(cell === null ? null : String(cell)) };
}

/** The given rows of a column, in the given order. Copies. */
export function takeFromColumn(column: Column, rows: ArrayLike<number>): Column {
  const n = rows.length;
  if (column.storage === 'numeric') {
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = column.values[rows[i]];
    return { storage: 'numeric', values };
  }
  if (column.storage === 'coded') {
    const codes = new Int32Array(n);
    for (let i = 0; i < n; i++) codes[i] = column.codes[rows[i]];
    return { storage: 'coded', codes, levels: column.levels };
  }
  const values = new Array<string | null>(n);
  for (let i = 0; i < n; i++) values[i] = column.values[rows[i]];
  return { storage: 'text', values };
}

/** The codes of a coded column under another list of levels; levels it lacks are an error of the caller. */
export function recode(column: CodedColumn, levels: readonly string[]): CodedColumn {
  if (column.levels === levels) return column;
  const place = new Map(levels.map((level, code) => [level, code]));
  const map = Int32Array.from(column.levels, (level) => place.get(level) ?? -2);
  const codes = column.codes.map((code) => (code < 0 ? -1 : map[code]));
  if (codes.includes(-2)) throw new RangeError('recode: the new levels lack a level that occurs');
  return { storage: 'coded', codes, levels };
}
