import type { Context, Table } from '@verisim/core';
import { buildIndex, countWithin, type NeighbourIndex, nearest, type Points } from '@verisim/nearest-neighbours';
import { normalTail, TWO_SIDED_95 } from '@verisim/statistics';
import { ALARM_ALPHA, percent } from './alarm.ts';
import { type AlarmPoints, alarmPoints, atMost } from './alarm-points.ts';

/** What rows add, and whether that is too little. */
export interface Information {
  readonly figure: number;
  readonly low: number;
  readonly high: number;
  readonly expected: number;
  readonly on: boolean;
  readonly message: string;
}

const MARGIN = 0.05;
const MOST_ROWS = 4000;

/**
 * Of synthetic rows, how many lie nearer to their nearest real row than that one's nearest other real row does; of real rows the same, each
 * judged without itself. And the effective number of new rows: rows with no real row within the median distance of real neighbours, each counted 1 / (synthetic rows
 * within that distance). `null` when no column can be compared.
 */
export function rowInformation(real: Table, synthetic: Table, ctx: Context): Information | null {
  const random = ctx.random.fork('low-information');
  const points = alarmPoints(
    atMost(real, MOST_ROWS, random.fork('real')),
    atMost(synthetic, Math.min(MOST_ROWS, real.rows), random.fork('synthetic')),
  );
  if (points === null) return null;
  const index = buildIndex(points.real, points.metric);
  const two = nearest(index, points.real, { k: 3, exclude: ownRows(points.real) });
  const made = crowded(points, index, two);
  const known = crowdedReal(two.rows, two.distances, points.real.rows);
  const error = Math.hypot(made.error, known.error);
  const excess = made.share - known.share;
  const on = normalTail((excess - MARGIN) / error) < ALARM_ALPHA;
  const fresh = effectiveRows(points, index, two.distances);
  return {
    figure: excess,
    low: excess - TWO_SIDED_95 * error,
    high: excess + TWO_SIDED_95 * error,
    expected: 0,
    on,
    message:
      `${percent(made.share)} of the synthetic rows lie nearer to a real row than its nearest real neighbour; of real rows ${percent(known.share)} do. ` +
      `100 synthetic rows are worth ${(100 * fresh.made).toFixed(0)} new ones, 100 fresh real rows ${(100 * fresh.known).toFixed(0)}.`,
  };
}

type Nearest = { readonly rows: Int32Array; readonly distances: Float64Array };
type Crowded = { readonly share: number; readonly error: number };

const ownRows = ({ rows }: Points): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

function crowded({ synthetic }: AlarmPoints, index: NeighbourIndex, two: Nearest): Crowded {
  const found = nearest(index, synthetic, { k: 1 });
  const nearer = Float64Array.from(found.rows, (row, i) => nearerBy(found.distances[i], two.distances[3 * row]));
  return clustered(nearer, found.rows);
}

/** Each real row as if it were new: its nearest row's nearest is looked up without it. */
function crowdedReal(rows: Int32Array, distances: Float64Array, count: number): Crowded {
  const hosts = Int32Array.from({ length: count }, (_, i) => rows[3 * i]);
  const nearer = Float64Array.from(hosts, (host, i) => {
    const other = rows[3 * host] === i ? distances[3 * host + 1] : distances[3 * host];
    return nearerBy(distances[3 * i], other);
  });
  return clustered(nearer, hosts);
}

function nearerBy(own: number, other: number): number {
  return own < other ? 1 : own === other ? 0.5 : 0;
}

/** The mean and its standard error when values of one host go together (Liang & Zeger 1986). */
function clustered(values: Float64Array, hosts: Int32Array): Crowded {
  const share = values.reduce((sum, x) => sum + x, 0) / values.length;
  const sums = new Map<number, number>();
  for (const [i, host] of hosts.entries()) sums.set(host, (sums.get(host) ?? 0) + values[i] - share);
  const squares = [...sums.values()].reduce((sum, x) => sum + x * x, 0);
  return { share, error: Math.sqrt(squares + 0.25) / values.length };
}

/** Effective new rows per row, of synthetic and of as many real rows. */
function effectiveRows({ real, synthetic, metric }: AlarmPoints, index: NeighbourIndex, distances: Float64Array) {
  const first = Float64Array.from({ length: real.rows }, (_, i) => distances[3 * i]);
  const radius = first.slice().sort()[real.rows >> 1];
  const within = (of: NeighbourIndex, points: Points) => {
    const { nearer, equal } = countWithin(of, points, new Float64Array(points.rows).fill(radius));
    return nearer.map((count, i) => count + equal[i]);
  };
  const taken = { ...real, rows: Math.min(real.rows, synthetic.rows) };
  const part: Points = {
    rows: taken.rows,
    numeric: real.numeric.map((values) => values.subarray(0, taken.rows)),
    coded: real.coded.map((codes) => codes.subarray(0, taken.rows)),
  };
  const [own, ownReal] = [within(buildIndex(synthetic, metric), synthetic), within(buildIndex(part, metric), part)];
  const beside = within(index, synthetic);
  let [made, known] = [0, 0];
  for (let i = 0; i < synthetic.rows; i++) if (beside[i] === 0) made += 1 / Math.max(1, own[i]);
  for (let i = 0; i < part.rows; i++) if (first[i] > radius) known += 1 / Math.max(1, ownReal[i]);
  return { made: made / synthetic.rows, known: known / part.rows };
}
