import { type Context, forkContext, type Measurement, type Table } from '@verisim/core';
import { detectorReference } from './detect.ts';
import { measureTables } from './measure-tables.ts';
import type { FidelityOptions } from './options.ts';
import { type ReferenceTables, referenceNames } from './reference-tables.ts';

/** All measurements of each reference table against the same real rows, by the reference's name; of as many synthetic rows, too, where all are more. */
export function measureReferences(
  { base, fresh, independent, bootstrap, synthetic, fewer, freshName }: ReferenceTables,
  options: FidelityOptions,
  ctx: Context,
): Record<string, Measurement[]> {
  const measured = (label: string, other: Table): Measurement[] => {
    ctx.signal.throwIfAborted();
    const own = forkContext(ctx, `reference:${label}`);
    return [
      ...measureTables(base, other, options, own.random),
      ...(options.detector ? detectorReference(base, other, own) : []),
    ];
  };
  return {
    ...(fewer && { [referenceNames.synthetic]: measured('synthetic', synthetic) }),
    [freshName]: measured('fresh', fresh),
    [referenceNames.independent]: measured('independent', independent),
    [referenceNames.bootstrap]: measured('bootstrap', bootstrap),
  };
}
