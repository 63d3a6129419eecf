import type { MetricName } from '@verisim/evaluator-utility';
import { badNumber } from './errors.ts';
import { optional, positiveNumber } from './settings.ts';

/** What a lift is judged by, said beforehand. */
export interface LiftTerms {
  readonly metric: MetricName;
  readonly threshold: number;
  readonly requirement?: number;
}

/** `--metric`, `--threshold` and `--requirement`, each held against the others. Throws `evaluator-utility/unknown-metric` and `cli/bad-number`. */
export async function liftTerms(options: Readonly<Record<string, unknown>>): Promise<LiftTerms> {
  const { metricOf } = await import('@verisim/evaluator-utility');
  const { name, range } = metricOf(String(options.metric));
  const requirement = optional(options, 'requirement');
  const threshold = String(options.threshold ?? '0.01');
  return {
    metric: name,
    threshold: within(positiveNumber(threshold, '--threshold'), range[1] - range[0], name, range, '--threshold'),
    ...(requirement !== undefined && {
      requirement: within(positiveNumber(requirement, '--requirement'), range[1], name, range, '--requirement'),
    }),
  };
}

function within(value: number, most: number, metric: string, range: readonly [number, number], flag: string): number {
  if (value < most) return value;
  throw badNumber(flag, String(value), `a number below ${most}: ${metric} lies between ${range[0]} and ${range[1]}`);
}
