import type { NumberKind } from '../kind.ts';

/** How much of the last reading's error the next one keeps. */
const MEMORY = 0.9;
/** One reading in a hundred at strength 1 is a spike of five deviations. */
const SPIKES = 0.01;
const SPIKE = 5;

/** The errors of a sensor: a drift that wanders (AR(1)), and spikes. The order of the rows is taken for time: use it with `order: kept`. */
export const sensorNoise: NumberKind = {
  on: 'number',
  name: 'sensor-noise',
  summary: 'A drift that wanders from row to row (AR(1), .9), and spikes',
  strength:
    'standard deviation of the drift, in robust standard deviations of the column; a hundredth of it is the share of spikes of 5',
  label: 'keeps',
  disturb(values, chosen, { scale }, { strength, random }) {
    const step = Math.sqrt(1 - MEMORY ** 2);
    let drift = random.normal();
    for (let row = 0; row < values.length; row++) {
      const drawn = random.next();
      drift = MEMORY * drift + step * random.normal();
      if (chosen[row] === 0) continue;
      const spike = drawn < SPIKES * strength ? SPIKE * Math.sign(drift) * scale : 0;
      values[row] += strength * scale * drift + spike;
    }
  },
};
