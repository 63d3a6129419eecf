import type { Column, ColumnKind, ColumnSpec } from '@verisim/core';
import type { MapNode, RuleNode } from '../rules/node.ts';
import type { TableContext } from '../table-context.ts';
import type { Block } from './column-plan.ts';
import type { Draw } from './read-draw.ts';
import type { TrialRows } from './trial-rows.ts';

/** What a rule of a column is read with. */
export interface ColumnContext {
  readonly name: string;
  readonly map: MapNode;
  readonly table: TableContext;
  /** Columns that are filled before. */
  readonly known: ReadonlyMap<string, ColumnSpec>;
  readonly trial: TrialRows;
  /** What the column itself says. */
  readonly kind: ColumnKind | null;
  readonly bounds: readonly [number, number] | null;
  readonly levels: readonly string[] | null;
}

/** What a rule makes of a column. */
export interface ColumnSource {
  readonly kind: ColumnKind;
  readonly nullable?: boolean;
  readonly levels?: readonly string[];
  readonly bounds?: readonly [number, number];
  readonly decimals?: number;
  readonly format?: string;
  readonly draw?: Draw;
  fill(block: Block): Column;
}

/** Reads one kind of rule. */
export type SourceReader = (node: RuleNode, context: ColumnContext) => ColumnSource;
