import type { Chart } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import type { Copies } from './measure-copies.ts';
import { percent } from './percent.ts';
import { rateOf } from './rate-excess.ts';

/** Copy rates of synthetic rows beside those of fresh real rows. */
export function copiesChart({ exact, near, ofHoldout, onceOnly }: Copies): Chart {
  const rates = [
    { what: 'equal a training row', ...exact },
    { what: 'nearly equal one', ...near },
    ...(ofHoldout ? [{ what: 'equal a holdout row', ...ofHoldout }] : []),
    ...onceOnly.slice(0, 12).map((found) => ({ what: `repeat a once-only ${found.column}`, ...found })),
  ];
  const values = rates.flatMap(({ what, synthetic, fresh }) => [
    { what, rows: 'synthetic', share: rounded(rateOf(synthetic)) },
    { what, rows: 'fresh real', share: rounded(rateOf(fresh)) },
  ]);
  const title = `What synthetic rows take from real ones: ${percent(rateOf(exact.synthetic))} equal a training row, of fresh real rows ${percent(rateOf(exact.fresh))}.`;
  return chart('privacy-copies', title, values, {
    mark: { type: 'bar', tooltip: true },
    encoding: {
      y: { field: 'what', type: 'nominal', sort: null, title: null },
      yOffset: { field: 'rows', sort: null },
      x: { field: 'share', type: 'quantitative', axis: { format: '%' }, title: 'share of rows' },
      color: { field: 'rows', type: 'nominal', sort: null, title: null },
    },
  });
}
