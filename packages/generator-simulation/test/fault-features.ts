import type { Table } from '@verisim/core';
import { levelsOf, numbersOf } from './simulated.ts';

const BINS = 144;
const DAY = 86_400_000;

/** Readings of one sensor in order of time. */
interface Series {
  readonly value: Float64Array;
  readonly time: Float64Array;
  readonly faulty: Uint8Array;
  readonly kind: readonly string[];
}

/** What a detector may look at, per reading, and what it is to find. */
export interface Detectable {
  readonly features: readonly Float64Array[];
  readonly faulty: Uint8Array;
  readonly kind: readonly string[];
}

function seriesOf(table: Table, sensors: number): readonly Series[] {
  const [value, time] = ['value', 'time'].map((name) => numbersOf(table, name));
  const fault = levelsOf(table, 'fault');
  const readings = Math.floor(table.rows / sensors);
  return Array.from({ length: sensors }, (_, k) => {
    const at = (i: number) => i * sensors + k;
    const kind = Array.from({ length: readings }, (_, i) => fault[at(i)]);
    return {
      value: Float64Array.from({ length: readings }, (_, i) => value[at(i)]),
      time: Float64Array.from({ length: readings }, (_, i) => time[at(i)]),
      faulty: Uint8Array.from(kind, (one) => (one === 'none' ? 0 : 1)),
      kind,
    };
  });
}

/** The median of each ten minutes of the day: a profile that needs no truth. */
function profileOf({ value, time }: Series): Float64Array {
  const bins = Array.from({ length: BINS }, (): number[] => []);
  for (const [i, at] of time.entries())
    if (!Number.isNaN(value[i])) bins[Math.floor(((at % DAY) / DAY) * BINS)].push(value[i]);
  return Float64Array.from(bins, (values) => values.sort((a, b) => a - b)[values.length >> 1]);
}

/** Means over windows of `half` readings to both sides, missing ones left out. */
function meanAround(values: Float64Array, half: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  const counts = new Float64Array(values.length + 1);
  for (const [i, value] of values.entries()) {
    sums[i + 1] = sums[i] + (Number.isNaN(value) ? 0 : value);
    counts[i + 1] = counts[i] + (Number.isNaN(value) ? 0 : 1);
  }
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(values.length, i + half + 1)];
    return (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
}

function featuresOf(one: Series, rest: Float64Array, beside: Float64Array): readonly Float64Array[] {
  const { value } = one;
  const step = value.map((x, i) => (i === 0 ? 0 : x - value[i - 1]));
  const still = step.map((x) => (x === 0 ? 1 : 0));
  const jump = step.map(Math.abs);
  const slow = meanAround(rest, 6);
  const shape = rest.map((x, i) => (x - slow[i]) ** 2);
  const gap = rest.map((x, i) => x - beside[i]);
  return [
    rest,
    gap,
    jump,
    rest.map((x, i) => x - (rest[i - 1] + rest[i + 1]) / 2),
    ...[2, 8, 25].map((half) => meanAround(still, half)),
    ...[3, 10, 30].map((half) => meanAround(jump, half)),
    ...[5, 15, 60].map((half) => meanAround(shape, half)),
    ...[4, 12, 40, 100].map((half) => meanAround(rest, half)),
    ...[12, 40, 100].map((half) => meanAround(gap, half)),
    meanAround(rest.map(Math.abs), 60),
    value.map((x) => (Number.isNaN(x) ? 1 : 0)),
  ];
}

/** Features of all readings, from values and times alone; profiles are learned from `profiles` where it is another table. */
export function detectable(table: Table, sensors: number, lags: readonly number[], profiles: Table): Detectable {
  const all = seriesOf(table, sensors);
  const usual = seriesOf(profiles, sensors).map(profileOf);
  const rests = all.map(({ value, time }, k) =>
    value.map((x, i) => x - usual[k][Math.floor(((time[i] % DAY) / DAY) * BINS)]),
  );
  const parts = all.map((one, k) => {
    // The other sensors at the same point of the signal: each is behind the first by its lag.
    const others = rests.map((rest, j) => ({ rest, shift: lags[j] - lags[k] })).filter((_, j) => j !== k);
    const beside = one.value.map((_, i) => {
      const near = others.map(({ rest, shift }) => rest[i + shift]).filter((x) => Number.isFinite(x));
      return near.length === 0 ? 0 : near.sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    });
    return { ...one, features: featuresOf(one, rests[k], beside) };
  });
  const features = parts[0].features.map((_, f) => Float64Array.from(parts.flatMap((part) => [...part.features[f]])));
  return {
    features,
    faulty: Uint8Array.from(parts.flatMap((part) => [...part.faulty])),
    kind: parts.flatMap((part) => part.kind),
  };
}
