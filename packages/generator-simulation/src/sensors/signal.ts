import type { Random } from '@verisim/core';
import type { Draws } from '../kernel/entity-random.ts';
import type { SensorsSettings } from './options.ts';

/** What all sensors follow, from so many readings before the block on. */
export interface Signal {
  /** Regime of each reading. */
  readonly regime: Int32Array;
  /** Noise that the sensors share. */
  readonly shared: Float64Array;
  readonly before: number;
}

/** The season at a reading, counted from the start of time. */
export const seasonOf = ({ signal, period }: SensorsSettings, reading: number): number =>
  signal.amplitude * Math.sin((2 * Math.PI * reading) / period);

/** The trend at a reading, counted from the start of time. */
export const trendOf = ({ signal, interval }: SensorsSettings, reading: number): number =>
  (signal.trend * reading * interval) / 86_400;

/** `length` values of an AR(1) process with mean 0 and variance 1, from its stationary law: x[t] = memory x[t-1] + sqrt(1 - memory^2) e[t]. */
export function autoregression(length: number, memory: number, random: Draws): Float64Array {
  const values = new Float64Array(length);
  const fresh = Math.sqrt(1 - memory * memory);
  for (let i = 0, last = random.normal(); i < length; i++) {
    values[i] = last;
    last = memory * last + fresh * random.normal();
  }
  return values;
}

/** Draws what the sensors have in common for a block. */
export function drawSignal(settings: SensorsSettings, readings: number, random: Random): Signal {
  const { lags, noise, signal, interval } = settings;
  const before = lags[lags.length - 1];
  const shared = autoregression(before + readings, noise.memory, random.fork('shared'));
  return {
    before,
    shared,
    regime: drawRegimes(signal.regimes, signal.regimeLength / interval, before + readings, random.fork('regimes')),
  };
}

/** A Markov chain that leaves a regime after a geometric time and goes to any other: all are equally frequent. */
function drawRegimes(regimes: number, meanLength: number, length: number, random: Random): Int32Array {
  const values = new Int32Array(length);
  if (regimes === 1) return values;
  let regime = random.int(0, regimes);
  for (let i = 0; i < length; i++) {
    values[i] = regime;
    if (random.next() < 1 / meanLength) regime = (regime + 1 + random.int(0, regimes - 1)) % regimes;
  }
  return values;
}
