import type { MetricName } from '@verisim/evaluator-utility';

/** The metric of `--metric`. Throws `evaluator-utility/unknown-metric`. */
export async function metricOption(options: Readonly<Record<string, unknown>>): Promise<MetricName> {
  const { metricOf } = await import('@verisim/evaluator-utility');
  return metricOf(String(options.metric)).name;
}
