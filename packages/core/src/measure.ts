import type { Context } from './context.ts';
import type { Comparison, Evaluator } from './evaluator.ts';
import type { Evaluation } from './measurement.ts';
import { resolveOptions } from './options.ts';

/** An evaluator with its raw options. */
export interface Measure {
  readonly evaluator: Evaluator<never> | Evaluator<unknown>;
  readonly options?: unknown;
}

/** Runs evaluators one after another and joins what they found. */
export async function measure(data: Comparison, measures: readonly Measure[], ctx: Context): Promise<Evaluation> {
  const parts: Evaluation[] = [];
  for (const { evaluator, options } of measures) {
    ctx.signal.throwIfAborted();
    const plugin = evaluator as Evaluator<unknown>;
    parts.push(await plugin.measure(data, resolveOptions(plugin, options ?? {}), ctx));
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
