import type { Chart, Json } from '@verisim/core';

/** A Vega-Lite v6 chart with its data inside; the title also describes it to readers who do not see it. */
export function chart(
  name: string,
  title: string,
  values: readonly Json[],
  view: { readonly [key: string]: Json },
): Chart {
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: title,
    data: { values },
    ...view,
  };
  return { name, title, spec };
}

/** Four decimals: enough for a picture, and no cell to be read off. */
export function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
