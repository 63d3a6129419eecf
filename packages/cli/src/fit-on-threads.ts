import { availableParallelism } from 'node:os';
import { type Context, fit, type Json, type Model, type Table } from '@verisim/core';
import type { FoundGenerator } from './generators.ts';

/** Cells from which on a second thread gains more than it costs to start one and to send it the table. */
const WORTH_CELLS = 2_000_000;

/** Fits a generator, on so many threads where the table is large and the generator fits in parts. The model is the same for any number. */
export async function fitOnThreads(
  { generator, module, export: name }: FoundGenerator,
  train: Table,
  settings: Readonly<Record<string, Json>>,
  workers: number,
  ctx: Context,
): Promise<Model> {
  const threads = Math.min(workers, 2 * availableParallelism());
  const small = train.rows * train.columns.length < WORTH_CELLS;
  if (threads < 2 || small || !generator.fitPart) return fit(generator, train, settings, ctx);
  const { fitPartsOn, pluginUrl } = await import('@verisim/workers');
  const plugin = { module: pluginUrl(module, import.meta.url), export: name };
  const fitParts = fitPartsOn({ generator, plugin, workers: threads, ctx });
  return fit(generator, train, settings, { ...ctx, fitParts });
}
