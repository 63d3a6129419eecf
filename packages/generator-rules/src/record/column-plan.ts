import type { Column, ColumnSpec, Context, Random } from '@verisim/core';
import type { Spot } from '../rules/source.ts';
import type { Draw } from './read-draw.ts';

/** A block while its columns are filled, in an order in which each finds what it needs. */
export interface Block {
  readonly rows: number;
  /** The number of its first row among all rows. */
  readonly first: number;
  readonly random: Random;
  readonly columns: Map<string, Column>;
  readonly note: Context['note'];
}

/** How one or several columns are filled. */
export interface ColumnPlan {
  readonly specs: readonly ColumnSpec[];
  /** Columns that must be filled before. */
  readonly uses: readonly string[];
  readonly spot: Spot;
  /** What is drawn where nothing else decides a cell, so that a copula can take its place. */
  readonly draw: Draw | null;
  /** Cells are keys, of which there are only so many. */
  readonly keys?: boolean;
  fill(block: Block): readonly Column[];
}

/** A column's chance, whatever other columns there are. */
export const chanceOf = (block: Block, column: string): Random => block.random.fork(`column:${column}`);
