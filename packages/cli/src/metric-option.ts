import type { MetricName } from '@verisim/evaluator-utility';
import { unknownMetric } from './errors.ts';

/** The metric of `--metric`. Throws `cli/unknown-metric`. */
export async function metricOf(options: Readonly<Record<string, unknown>>): Promise<MetricName> {
  const { metrics } = await import('@verisim/evaluator-utility');
  const name = String(options.metric);
  if (!Object.hasOwn(metrics, name)) throw unknownMetric(name, Object.keys(metrics));
  return name as MetricName;
}
