import type { ColumnSpec } from '@verisim/core';

/** The cells of a coded column: its levels, one for other levels if there is one, and one for missing cells. */
export interface CodedCells {
  readonly storage: 'coded';
  /** Levels as they are emitted, `other` among them. */
  readonly levels: readonly string[];
  /** Where unknown levels go: a level, or the missing cell. */
  readonly unknown: number;
  /** Cells in all. */
  readonly size: number;
  /** The place of the missing cell, -1 for none. */
  readonly missing: number;
  /** Cells that nobody declared to be used: emitted only where the noisy counts show that they are. */
  readonly doubtful: readonly number[];
}

/** The cells of a numeric column: values of their own, bins of equal width, and one for missing cells. */
export interface NumericCells {
  readonly storage: 'numeric';
  readonly low: number;
  readonly high: number;
  /** Distance of the values that may occur, `low` being one; 0 where there are too many to number. */
  readonly step: number;
  /** How many there are. */
  readonly points: number;
  readonly decimals: number;
  readonly whole: boolean;
  /** Ascending; cells 0 ... spikes.length - 1. The bins follow. */
  readonly spikes: readonly number[];
  readonly bins: number;
  readonly size: number;
  readonly missing: number;
  readonly doubtful: readonly number[];
}

/** What a modelled column may hold, cut into cells. Follows from options and schema alone; plain JSON. */
export type Cells = CodedCells | NumericCells;

/** A modelled column. */
export interface CellColumn {
  /** Its place in the table. */
  readonly column: number;
  readonly spec: ColumnSpec;
  readonly cells: Cells;
}
