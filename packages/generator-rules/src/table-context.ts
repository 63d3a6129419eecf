import type { Fakers } from './fake/fakers.ts';
import type { MapNode } from './rules/node.ts';

/** A table of the file as it is written. */
export interface TableNode {
  readonly name: string;
  readonly node: MapNode;
  readonly rows: number | null;
}

/** What the rules of one table are read with. */
export interface TableContext {
  readonly name: string;
  readonly rows: number | null;
  readonly fakers: Fakers;
  /** The locale of names and addresses where a rule says none. */
  readonly locale: string;
  /** 32 bytes that keys and trial rows follow from. */
  readonly key: Uint8Array;
  /** All tables of the file, for references. */
  readonly tables: readonly TableNode[];
}
