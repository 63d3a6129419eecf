import type { Condition, Json, Random } from '@verisim/core';
import type { ValueGrid } from '../value-grid.ts';
import type { NamedColumns } from './named-columns.ts';

/** What a step may use while rows are being decoded. */
export interface Decoding {
  readonly random: Random;
  readonly where: readonly Condition[];
  /** Counts rows that had to be changed for a rule. */
  repaired(label: string, rows: number): void;
}

/** Several columns learned as one, a level for each combination that occurs. */
export interface JoinState {
  readonly kind: 'join';
  readonly rules: readonly string[];
  readonly columns: readonly string[];
  /** What the column is called for the generator that learns it. */
  readonly as: string;
  readonly tuples: Json;
}

/** Columns learned one by one; combinations that do not occur are drawn again from those that do. */
export interface ProjectState {
  readonly kind: 'project';
  readonly rules: readonly string[];
  /** Those with fewest values first. */
  readonly columns: readonly string[];
  readonly tuples: Json;
  readonly counts: readonly number[];
}

/** A column learned as its distance from what other columns of the row make of it. */
export interface OffsetState {
  readonly kind: 'offset';
  readonly rules: readonly string[];
  readonly column: string;
  readonly base: FloorBase | TotalBase;
  /** The grid and the range of the column itself. */
  readonly grid: ValueGrid | null;
  readonly low: number;
  readonly high: number;
  /** Distances are rounded to 1 / scale; `null`: not at all. */
  readonly scale: number | null;
}

/**
 * The largest of some columns, which the column is not below; above those of `strict`. Nothing present: `none`. With `reach`, the largest distance,
 * none of them was ever missing.
 */
export interface FloorBase {
  readonly of: 'floor';
  readonly columns: readonly string[];
  readonly strict: readonly string[];
  readonly none: number;
  readonly reach: number | null;
}

/** A constant, plus some columns, less others, which the column equals within the tolerance where all of them are present. */
export interface TotalBase {
  readonly of: 'total';
  readonly constant: number;
  readonly plus: readonly string[];
  readonly minus: readonly string[];
  readonly tolerance: number | null;
  /** Whether a missing part counts as 0, so that the total is known all the same. */
  readonly zero: boolean;
}

/** A step as JSON. */
export type StepState = JoinState | ProjectState | OffsetState;

/** One change of the columns before they are learned, and the way back. */
export interface Step {
  readonly state: StepState;
  /** Columns that the inner generator does not see as they are, so that conditions on them are not for it. */
  readonly hidden: readonly string[];
  encode(columns: NamedColumns): NamedColumns;
  decode(columns: NamedColumns, decoding: Decoding): NamedColumns;
  /**
   * Conditions that every row meets which meets these, on columns that are decoded earlier: for the generator inside, to waste less. Throws
   * `generator-tabular/constraints-exclude` when no row is left.
   */
  translate(where: readonly Condition[]): readonly Condition[];
}
