import { parseInstant } from '@verisim/core';
import { z } from 'zod';
import { badOption } from '../errors.ts';
import { likeOption, startOption } from '../option-text.ts';
import { type FaultKind, faultKinds } from './fault-kinds.ts';

/** Options of the sensors; see their descriptions. */
export interface SensorsOptions {
  readonly sensors: number;
  readonly interval: number;
  readonly signal: {
    readonly period: number;
    readonly amplitude: number;
    readonly trend: number;
    readonly regimes: number;
    readonly regimeLength: number;
    readonly regimeStep: number;
  };
  readonly noise: { readonly deviation: number; readonly memory: number; readonly shared: number };
  readonly lag: number;
  readonly faults: { readonly rate: number; readonly kinds: readonly FaultKind[] };
  readonly start: string;
  readonly like?: string | undefined;
}

const signal = z.strictObject({
  period: z.number().positive().max(1e9).default(86_400),
  amplitude: z.number().min(0).max(1e9).default(1),
  trend: z.number().min(-1e9).max(1e9).default(0),
  regimes: z.int().min(1).max(20).default(1),
  regimeLength: z.number().positive().max(1e9).default(43_200),
  regimeStep: z.number().min(-1e9).max(1e9).default(0.5),
});

const noise = z.strictObject({
  deviation: z.number().positive().max(1e9).default(0.1),
  memory: z.number().min(0).max(0.999).default(0.7),
  shared: z.number().min(0).max(1).default(0.5),
});

const faults = z.strictObject({
  rate: z.number().min(0).max(1e6).default(1),
  kinds: z.array(z.enum(faultKinds)).default([...faultKinds]),
});

/** The options as zod declares them. */
export const sensorsOptions: z.ZodType<SensorsOptions> = z.strictObject({
  sensors: z.int().min(1).max(1000).default(3).describe('Sensors that follow one signal'),
  interval: z.number().positive().max(1e6).default(60).describe('Seconds between readings'),
  signal: signal
    .prefault({})
    .describe(
      'period (s) and amplitude of the season, trend a day, regimes, regimeLength (mean s), regimeStep between them',
    ),
  noise: noise
    .prefault({})
    .describe('deviation; memory: AR(1) coefficient; shared: share of the variance that all sensors have in common'),
  lag: z.number().min(0).max(1e7).default(300).describe('Seconds by which each sensor follows the one before'),
  faults: faults.prefault({}).describe('rate: faults a sensor and day over all ten kinds; kinds: those that happen'),
  start: startOption,
  like: likeOption('CSV with the columns time, value and perhaps sensor'),
});

/** The options, read: times in readings. */
export interface SensorsSettings extends Omit<SensorsOptions, 'start' | 'like'> {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Readings by which each sensor is behind the first. */
  readonly lags: readonly number[];
  /** Readings of a season. */
  readonly period: number;
  /** Faults of all kinds a reading. */
  readonly faultRate: number;
}

const DAY = 86_400;
const MOST_LAG = 100_000;

/** Reads the options. Throws `generator-simulation/bad-option`. */
export function readSensors(options: SensorsOptions): SensorsSettings {
  const { sensors, interval, signal, lag, faults, start, noise } = options;
  const lags = Array.from({ length: sensors }, (_, k) => Math.round((k * lag) / interval));
  if (lags[sensors - 1] > MOST_LAG)
    throw badOption(
      'lag',
      String(lag),
      `a lag that leaves the last sensor at most ${MOST_LAG} readings behind the first`,
    );
  const faultRate = (faults.rate * interval) / DAY;
  if (faultRate > 1) throw badOption('faults', `{"rate":${faults.rate}}`, 'a rate below one fault a reading');
  return {
    sensors,
    interval,
    signal,
    noise,
    lag,
    faults,
    lags,
    faultRate,
    period: signal.period / interval,
    start: parseInstant(start),
  };
}
