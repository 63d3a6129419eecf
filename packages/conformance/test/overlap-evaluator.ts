import {
  type Chart,
  type Column,
  type Comparison,
  type Context,
  type Evaluator,
  type Finding,
  type Measurement,
  measurement,
  type Table,
  verisimError,
} from '@verisim/core';
import { z } from 'zod';

/** How intervals are found. */
export interface OverlapOptions {
  readonly resamples: number;
}

/**
 * A correct evaluator: how much of each category's shares two tables have in common, with a bootstrap interval, and how far apart the
 * medians of numbers lie. The base that the tests break in one way at a time.
 */
export const overlap: Evaluator<OverlapOptions> = {
  kind: 'evaluator',
  api: 1,
  name: 'overlap',
  version: '1.2.3',
  summary: 'Shares in common and distances of medians',
  options: z.strictObject({ resamples: z.int().default(5) }),
  async measure(data, { resamples }, ctx) {
    ctx.signal.throwIfAborted();
    if (data.real.rows === 0 || data.synthetic.rows === 0) {
      throw verisimError('overlap/no-rows', 'A table has no rows.', 'Give two tables with rows.');
    }
    const measurements: Measurement[] = [];
    for (const [i, spec] of data.real.spec.columns.entries()) {
      const at = data.synthetic.spec.columns.findIndex((other) => other.name === spec.name);
      const measured = measureColumn(spec.name, data, i, at, resamples, ctx);
      if (measured) measurements.push(measured);
      ctx.progress({ done: i + 1, total: data.real.columns.length });
      await Promise.resolve();
      ctx.signal.throwIfAborted();
    }
    ctx.note('resamples', resamples);
    const lacking = measurements.filter(({ value }) => value === null);
    const findings: Finding[] = lacking.map(({ where }) => ({
      rule: 'no-values',
      level: 'info',
      message: `"${where.column}" holds no values.`.replaceAll(/[\r\n]/g, ' '),
    }));
    return { measurements, findings, charts: [chartOf(measurements)] };
  },
};

function measureColumn(
  name: string,
  { real, synthetic }: Comparison,
  i: number,
  at: number,
  resamples: number,
  ctx: Context,
): Measurement | null {
  const [first, second] = [real.columns[i], synthetic.columns[at]];
  if (second === undefined || first.storage !== second.storage) return null;
  if (first.storage === 'numeric' && second.storage === 'numeric') {
    return measurement('median-distance', medianDistance(first.values, second.values), {
      better: 'lower',
      range: [0, 1],
      where: { column: name },
    });
  }
  const texts = [textsOf(first, real), textsOf(second, synthetic)];
  if (first.storage === 'text' || texts.some((list) => list.length === 0)) return null;
  const value = sharesInCommon(texts[0], texts[1]);
  const random = ctx.random.fork(`column:${i}`);
  const values = Array.from({ length: resamples }, () => {
    const drawn = texts[1].map(() => texts[1][random.int(0, texts[1].length)]);
    return sharesInCommon(texts[0], drawn);
  });
  const interval = { low: Math.min(value, ...values), high: Math.max(value, ...values) };
  const reference = { 'nothing in common': 0 };
  return measurement('share-overlap', value, { range: [0, 1], where: { column: name }, reference, ...interval });
}

function textsOf(column: Column, { rows }: Table): string[] {
  if (column.storage !== 'coded') return [];
  return Array.from({ length: rows }, (_, row) => column.levels[column.codes[row]]).filter(
    (text) => text !== undefined,
  );
}

function sharesInCommon(real: readonly string[], synthetic: readonly string[]): number {
  const counts = new Map<string, [number, number]>();
  for (const text of real) counts.set(text, [(counts.get(text)?.[0] ?? 0) + 1, 0]);
  for (const text of synthetic) {
    const [first, second] = counts.get(text) ?? [0, 0];
    counts.set(text, [first, second + 1]);
  }
  const shares = [...counts.values()].map(([a, b]) => Math.min(a / real.length, b / synthetic.length));
  return Math.min(
    1,
    shares.sort((a, b) => a - b).reduce((sum, share) => sum + share, 0),
  );
}

function medianDistance(real: Float64Array, synthetic: Float64Array): number | null {
  const [a, b] = [real, synthetic].map((values) => values.filter(Number.isFinite).sort());
  if (a.length === 0 || b.length === 0) return null;
  const [first, second] = [a[a.length >> 1], b[b.length >> 1]];
  const size = Math.max(Math.abs(first), Math.abs(second));
  return size === 0 ? 0 : Math.abs(first / size / 2 - second / size / 2);
}

function chartOf(measurements: readonly Measurement[]): Chart {
  const values = measurements.map(({ metric, value, where }) => ({ metric, value, column: where.column ?? null }));
  return {
    name: 'overlaps',
    title: `${values.length} columns compared.`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      data: { values },
      mark: 'bar',
      encoding: { x: { field: 'value', type: 'quantitative' }, y: { field: 'column', type: 'nominal' } },
    },
  };
}

/** The values of its metrics on synthetic rows that are the real ones. */
export const overlapIdentical: Readonly<Record<string, number>> = { 'share-overlap': 1, 'median-distance': 0 };
