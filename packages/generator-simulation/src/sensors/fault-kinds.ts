import type { Draws } from '../kernel/entity-random.ts';

/** What can go wrong with a sensor. */
export const faultKinds = [
  'stuck',
  'drift',
  'spike',
  'dropout',
  'level-shift',
  'variance-change',
  'clipping',
  'time-shift',
  'noise-burst',
  'pattern-change',
] as const;

/** One of them. */
export type FaultKind = (typeof faultKinds)[number];

/** What a fault works on: readings of one sensor, changed in place. */
export interface FaultSite {
  readonly values: Float64Array;
  /** The readings as they would be without any fault. */
  readonly truth: Float64Array;
  /** The season alone. */
  readonly season: Float64Array;
  /** First reading and the one after the last, within `values`. */
  readonly from: number;
  readonly to: number;
  /** Readings of a season. */
  readonly period: number;
  /** Standard deviation of the noise. */
  readonly deviation: number;
  readonly random: Draws;
}

/** A kind of fault: how long it lasts in readings, uniform between two bounds, and what it does. */
export interface FaultEffect {
  lengths(period: number): readonly [number, number];
  apply(site: FaultSite): void;
}

const some = (): readonly [number, number] => [20, 120];
/** Those that show in how the signal moves last for a part of its season. */
const long = (period: number): readonly [number, number] => [Math.max(20, 0.1 * period), Math.max(60, 0.3 * period)];
const between = (random: Draws, low: number, high: number) => low + (high - low) * random.next();
/** So many deviations up or down. */
const jump = ({ random, deviation }: FaultSite, low: number, high: number) =>
  (random.next() < 0.5 ? -1 : 1) * deviation * between(random, low, high);

/** Sizes are in standard deviations of the noise; see the guide for each. */
export const faultEffects: Readonly<Record<FaultKind, FaultEffect>> = {
  stuck: { lengths: some, apply: ({ values, from, to }) => void values.fill(values[from], from, to) },
  drift: {
    lengths: long,
    apply(site) {
      const end = jump(site, 10, 20);
      for (let i = site.from; i < site.to; i++) site.values[i] += (end * (i - site.from + 1)) / (site.to - site.from);
    },
  },
  spike: {
    lengths: () => [1, 3],
    apply(site) {
      const size = jump(site, 8, 16);
      for (let i = site.from; i < site.to; i++) site.values[i] += size;
    },
  },
  dropout: { lengths: some, apply: ({ values, from, to }) => void values.fill(Number.NaN, from, to) },
  'level-shift': {
    lengths: some,
    apply(site) {
      const size = jump(site, 6, 12);
      for (let i = site.from; i < site.to; i++) site.values[i] += size;
    },
  },
  'variance-change': {
    lengths: some,
    apply({ values, from, to, deviation, random }) {
      const size = deviation * between(random, 4, 8);
      for (let i = from; i < to; i++) values[i] += size * random.normal();
    },
  },
  clipping: {
    lengths: long,
    apply({ values, truth, from, to }) {
      // The limit is where a fifth of the true readings stay below it.
      const limit = truth.slice(from, to).sort()[Math.floor(0.2 * (to - from))];
      for (let i = from; i < to; i++) values[i] = Math.min(values[i], limit);
    },
  },
  'time-shift': {
    lengths: long,
    apply({ values, season, from, to, period, random }) {
      const late = Math.round(between(random, 0.15, 0.35) * period);
      for (let i = from; i < to; i++) values[i] += seasonAt(season, i - late, period) - season[i];
    },
  },
  'noise-burst': {
    lengths: some,
    apply(site) {
      const { values, from, to, random } = site;
      for (let i = from; i < to; i++) if (random.next() < 0.5) values[i] += jump(site, 6, 14);
    },
  },
  'pattern-change': {
    lengths: long,
    apply({ values, season, from, to, period, random }) {
      // The season runs at several times its speed.
      const speed = Math.floor(between(random, 4, 8));
      for (let i = from; i < to; i++) values[i] += seasonAt(season, from + speed * (i - from), period) - season[i];
    },
  },
};

/** The season at a reading that may lie outside of the block: whole periods are taken off. */
function seasonAt(season: Float64Array, at: number, period: number): number {
  const turns =
    at < 0 ? Math.ceil(-at / period) : at >= season.length ? -Math.ceil((at - season.length + 1) / period) : 0;
  const inside = Math.round(at + turns * period);
  return season[Math.min(season.length - 1, Math.max(0, inside))];
}

/** The mean length of a kind in readings. */
export const meanLength = (kind: FaultKind, period: number): number => {
  const [low, high] = faultEffects[kind].lengths(period);
  return (low + high) / 2;
};
