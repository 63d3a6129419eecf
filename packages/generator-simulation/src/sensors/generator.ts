import type { Generator } from '@verisim/core';
import { simulator } from '../simulator.ts';
import { fitSensors } from './fit-sensors.ts';
import { readSensors, type SensorsOptions, sensorsOptions } from './options.ts';
import { selfTestSensors } from './self-test-sensors.ts';
import { sensorsColumns, simulateSensors } from './simulate-sensors.ts';

/**
 * Readings of sensors that follow one signal, each behind the one before: season, trend, regimes, AR(1) noise that they share in part, and ten kinds of faults with
 * exact intervals beside the true reading. One row per reading of a sensor.
 */
export const sensors: Generator<SensorsOptions, 'nothing'> = simulator<SensorsOptions>({
  name: 'sensors',
  version: '0.1.0',
  summary: 'Sensor readings: season, trend, regimes, AR noise, lags, ten kinds of faults',
  options: sensorsOptions,
  fitted({ like, ...options }) {
    if (like === undefined) return null;
    const found = fitSensors(options, like);
    const { sensors: count, interval, signal, noise, lag } = found;
    return { options: found, rates: { interval, signal, noise, sensors: count, lag } };
  },
  world(options) {
    const settings = readSensors(options);
    return {
      schema: { columns: sensorsColumns(settings) },
      simulate: (block, rows, ctx) => simulateSensors(settings, block, rows, ctx),
      selfTest: () => selfTestSensors(settings),
    };
  },
});
