import { type Context, type Random, takeRows } from '@verisim/core';
import { buildIndex, nearest } from '@verisim/nearest-neighbours';
import { normalTail, type Share, wilsonInterval } from '@verisim/statistics';
import { ALARM_ALPHA, type Alarm, type AlarmInput, percent, unknownAlarm } from './alarm.ts';
import { type AlarmPoints, alarmPoints, atMost, orderedPoints } from './alarm-points.ts';
import { gapRows } from './gap-rows.ts';
import { type Precedence, precedence } from './precedence.ts';

const NAME = 'dense-centre';
const MEASURES = 'chance that a synthetic row lies in a denser place than a real one';
/** A chance that no one would act on, above a half. */
const MARGIN = 0.05;
/** Rows outside the condition that are no accident. */
const OUTSIDE = 0.05;
const NEIGHBOURS = 5;
const LEAST_ROWS = 30;
const MOST_ROWS = 4000;

/**
 * Rows spent where real rows are dense anyway. The distance to the fifth nearest real row of the gap says how sparse a place is; real rows are judged without
 * themselves. The figure is the chance that a synthetic row's place is denser than a real row's (Mann & Whitney 1947), 0.5 when they are spread alike. Without a condition the whole table is the gap.
 */
export function denseCentreAlarm({ real, synthetic, where = [] }: AlarmInput, ctx: Context): Alarm {
  const inside = gapRows(synthetic, where);
  const known = gapRows(real, where);
  if (known.length < LEAST_ROWS || inside.length < LEAST_ROWS) {
    const why = `The gap holds ${known.length} real and ${inside.length} synthetic rows: too few to say how they are spread (${LEAST_ROWS} of each).`;
    return unknownAlarm(NAME, MEASURES, why, 'Give more rows, or widen the condition.');
  }
  const random = ctx.random.fork(NAME);
  const points = alarmPoints(
    atMost(takeRows(real, known), MOST_ROWS, random.fork('real')),
    atMost(takeRows(synthetic, inside), MOST_ROWS, random.fork('synthetic')),
  );
  if (points === null)
    return unknownAlarm(NAME, MEASURES, 'There is no column to compare.', 'Compare tables of numbers or categories.');
  const found = densest([points, orderedPoints(points)], random);
  const stray: Share = { hits: synthetic.rows - inside.length, of: synthetic.rows };
  const strays = wilsonInterval(stray.hits / stray.of, stray.of).low > OUTSIDE;
  const dense = 2 * normalTail(standardised(found)) < ALARM_ALPHA;
  return {
    name: NAME,
    measures: MEASURES,
    figure: found.value,
    low: found.low,
    high: found.high,
    expected: 0.5,
    level: dense || strays ? 'alarm' : 'quiet',
    message: messageOf(found.value, stray, where.length > 0),
    next: nextStep(dense, strays),
  };
}

const standardised = ({ value, error }: Precedence): number => (value - 0.5 - MARGIN) / error;

function densest(views: readonly (AlarmPoints | null)[], random: Random): Precedence {
  const found = views.flatMap((points) =>
    points === null ? [] : [precedence(...sparseness(points, random.fork('excluded')))],
  );
  return found.reduce((a, b) => (standardised(b) > standardised(a) ? b : a));
}

/** Distance to the fifth nearest real row, of synthetic and of real rows. A row that equals a real row, and by chance any other, leaves one real row out, as a real row does. */
function sparseness({ real, synthetic, metric }: AlarmPoints, random: Random): [Float64Array, Float64Array] {
  const index = buildIndex(real, metric);
  const own = Int32Array.from({ length: real.rows }, (_, row) => row);
  const first = nearest(index, synthetic, { k: 1 });
  const left = first.rows.map((row, i) => (first.distances[i] === 0 ? row : random.int(0, real.rows)));
  const farthest = (points: typeof real, exclude: Int32Array) => {
    const { distances } = nearest(index, points, { k: NEIGHBOURS, exclude });
    return Float64Array.from({ length: points.rows }, (_, i) => distances[i * NEIGHBOURS + NEIGHBOURS - 1]);
  };
  return [farthest(synthetic, left), farthest(real, own)];
}

function messageOf(value: number, { hits, of }: Share, conditioned: boolean): string {
  const spread = `A synthetic row lies in a denser place than a real row ${percent(value)} of the time; 50 % would be alike.`;
  if (!conditioned) return `${spread} No condition was given, so the whole table was compared.`;
  return hits === 0 ? spread : `${spread} ${percent(hits / of)} of the rows lie outside the condition.`;
}

function nextStep(dense: boolean, strays: boolean): string {
  if (strays) return 'Generate under the condition (--where), so that every row is spent on the gap.';
  return dense ? 'Ask for the thin parts of the gap by narrower conditions, or use a generator that keeps tails.' : '';
}
