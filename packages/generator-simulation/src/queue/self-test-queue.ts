import { columnOf, type Measurement, type NumericColumn, type Table } from '@verisim/core';
import { normalQuantile } from '@verisim/statistics';
import { createBatches } from '../batches.ts';
import { heldAgainst, type SelfTest } from '../self-test.ts';
import { hurstExponent } from '../signal/hurst.ts';
import { BLOCK_ROWS } from '../simulator.ts';
import { RATE_STEPS } from './arrival-times.ts';
import { queueTheory } from './closed-form.ts';
import type { QueueSettings } from './options.ts';

const numbers = (table: Table, name: string): Float64Array => (columnOf(table, name) as NumericColumn).values;

/**
 * Holds rows against the options: gaps between arrivals, mean service, and, where theory knows them, the mean wait and the chance to wait; the mean patience of
 * those who may leave (exponential: time waited over those who left, which allows for who was served before; Lawless 2003, section 4.1); the Hurst exponent of self-similar
 * arrivals from whole blocks. Only first attempts count for gaps and patience.
 */
export function selfTestQueue(settings: QueueSettings): SelfTest {
  const [gaps, service, wait, delayed, patience] = [0, 1, 2, 3, 4].map(createBatches);
  const exponents: number[] = [];
  let error = 0;
  return {
    add(block) {
      const arrival = numbers(block, 'arrival');
      const attempt = numbers(block, 'attempt');
      const served = numbers(block, 'service');
      const waits = numbers(block, 'wait');
      const left = numbers(block, 'server');
      let last = Number.NaN;
      gaps.add(block.rows, (row) => {
        if (attempt[row] > 1) return Number.NaN;
        const gap = (arrival[row] - last) / 1000;
        last = arrival[row];
        return gap;
      });
      service.add(block.rows, (row) => (Number.isNaN(left[row]) ? Number.NaN : served[row]));
      wait.add(block.rows, (row) => waits[row]);
      delayed.add(block.rows, (row) => (waits[row] > 0 ? 1 : 0));
      patience.add(
        block.rows,
        (row) => (attempt[row] > 1 ? Number.NaN : waits[row]),
        (row) => (Number.isNaN(left[row]) ? 1 : 0),
      );
      if (settings.arrivals.kind !== 'self-similar' || block.rows < BLOCK_ROWS) return;
      const estimate = hurstExponent(countArrivals(arrival));
      if (estimate === null) return;
      exponents.push(estimate.hurst);
      error = estimate.error;
    },
    measurements: () => {
      const theory = queueTheory(settings);
      const found: Measurement[] = [heldAgainst('mean-gap', gaps.interval(), 1 / settings.rate)];
      if (Number.isFinite(settings.service.secondMoment))
        found.push(heldAgainst('mean-service', service.interval(), settings.service.mean));
      if (settings.impatience)
        found.push(heldAgainst('mean-patience', patience.interval(), settings.impatience.patience));
      if (theory && Number.isFinite(theory.wait)) found.push(heldAgainst('mean-wait', wait.interval(), theory.wait));
      if (theory) found.push(heldAgainst('share-that-waits', delayed.interval(), theory.delayed));
      if (settings.arrivals.kind === 'self-similar' && exponents.length > 0) {
        const value = exponents.reduce((sum, one) => sum + one, 0) / exponents.length;
        const half = (normalQuantile(0.025) * error) / Math.sqrt(exponents.length);
        found.push(
          heldAgainst('hurst-exponent', { value, low: value - half, high: value + half }, settings.arrivals.hurst),
        );
      }
      return found;
    },
  };
}

/** Arrivals in each of as many equal steps as the rate has. */
export function countArrivals(arrival: Float64Array): Float64Array {
  const [first, last] = [arrival[0], arrival[arrival.length - 1]];
  const counts = new Float64Array(RATE_STEPS);
  for (const at of arrival)
    counts[Math.min(RATE_STEPS - 1, Math.floor(((at - first) / (last - first)) * RATE_STEPS))]++;
  return counts;
}
