import type { NumberKind } from '../kind.ts';

/** Independent noise on every number. */
export const jitter: NumberKind = {
  on: 'number',
  name: 'jitter',
  summary: 'Normal noise on numbers',
  strength: 'standard deviation of the noise, in robust standard deviations of the column',
  label: 'keeps',
  disturb(values, chosen, { scale }, { strength, random }) {
    for (let row = 0; row < values.length; row++)
      if (chosen[row] === 1) values[row] += strength * scale * random.normal();
  },
};
