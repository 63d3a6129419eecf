import { checkpoint } from './checkpoint.ts';
import type { Context } from './context.ts';
import type { Generator, Model, SourceName, Sources } from './generator.ts';
import { requirePlugin, resolveOptions } from './options.ts';

/** Checks the options and fits a generator. `raw` is JSON: an object with any of the generator's options. */
export async function fit<O, N extends SourceName>(
  generator: Generator<O, N>,
  source: Sources[N],
  raw: unknown,
  ctx: Context,
): Promise<Model> {
  const options = resolveOptions(requirePlugin(generator, 'generator'), raw);
  ctx.signal.throwIfAborted();
  const model = await generator.fit(source, options, ctx);
  await checkpoint(ctx.signal);
  return model;
}
