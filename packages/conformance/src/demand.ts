import type { z } from 'zod';
import { brokenContract } from './errors.ts';
import type { FreshImport } from './fresh-import.ts';

/** What plugins of every kind say of themselves. */
export interface Plugin {
  readonly kind: string;
  readonly api: number;
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly options: z.ZodType<unknown>;
}

/** A plugin under test, of any kind. */
export interface Tested {
  readonly plugin: Plugin;
  /** Raw options, as a caller would give them. */
  readonly options: unknown;
  /** How to import the plugin where nothing was imported before; `null` when the author gave no way. */
  readonly imports: FreshImport | null;
  /** Tables that the check `any-table` tries. */
  readonly examples: number;
}

/** Throws `conformance/broken-contract` unless `holds`. `what` goes on after the plugin's name. */
export function demand(subject: Tested, holds: boolean, what: string | (() => string)): asserts holds {
  if (!holds) throw brokenContract(subject.plugin, typeof what === 'string' ? what : what());
}
