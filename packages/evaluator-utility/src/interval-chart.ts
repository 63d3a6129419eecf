import type { Json } from '@verisim/core';
import type { Interval } from './interval.ts';

/** A labelled estimate with its interval. */
export interface ChartedInterval extends Interval {
  readonly name: string;
  /** What it is compared with: its own colour. */
  readonly series?: string;
}

/**
 * Dots with 95 % interval bars, one line per name, as Vega-Lite v6.
 *
 * @param rule draws a vertical line at this value
 */
export function intervalChart(rows: readonly ChartedInterval[], axis: string, rule?: number): Json {
  const several = rows.some(({ series }) => series !== undefined);
  const shared: { readonly [key: string]: Json } = {
    y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 320 } },
    ...(several ? { color: { field: 'series', type: 'nominal', title: null }, yOffset: { field: 'series' } } : {}),
  };
  const x = { field: 'value', type: 'quantitative', title: axis, scale: { zero: false } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: {
      values: rows.map(({ name, series, value, low, high }) => ({ name, series: series ?? '', value, low, high })),
    },
    width: 420,
    height: { step: several ? 14 : 24 },
    layer: [
      ...(rule === undefined
        ? []
        : [{ mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { x: { datum: rule, type: 'quantitative' } } }]),
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { ...shared, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 60, tooltip: true },
        encoding: { ...shared, x },
      },
    ],
  };
}
