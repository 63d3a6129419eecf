import { checkpoint } from './checkpoint.ts';
import { type Context, forkContext } from './context.ts';
import type { Comparison, Evaluator } from './evaluator.ts';
import type { Evaluation } from './measurement.ts';
import { requirePlugin, resolveOptions } from './options.ts';

/** An evaluator with its raw options. */
export interface Measure {
  readonly evaluator: Evaluator<never> | Evaluator<unknown>;
  readonly options?: unknown;
}

/**
 * Runs evaluators one after another, each with a random stream of its own, and joins what they found. Throws `core/bad-plugin`
 * for what is no evaluator of api 1.
 */
export async function measure(data: Comparison, measures: readonly Measure[], ctx: Context): Promise<Evaluation> {
  const parts: Evaluation[] = [];
  for (const { evaluator, options } of measures) {
    await checkpoint(ctx.signal);
    const plugin = requirePlugin(evaluator as Evaluator<unknown>, 'evaluator');
    const own = forkContext(ctx, `measure:${plugin.name}`);
    parts.push(await plugin.measure(data, resolveOptions(plugin, options ?? {}), own));
  }
  return joinEvaluations(parts);
}

/** Evaluations one after another. */
export function joinEvaluations(parts: readonly Evaluation[]): Evaluation {
  return {
    measurements: parts.flatMap((part) => part.measurements),
    findings: parts.flatMap((part) => part.findings),
    charts: parts.flatMap((part) => part.charts),
  };
}
