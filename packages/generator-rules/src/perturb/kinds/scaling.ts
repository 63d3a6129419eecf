import type { NumberKind } from '../kind.ts';

/** Numbers times a factor, as a scale that is off. */
export const scaling: NumberKind = {
  on: 'number',
  name: 'scaling',
  summary: 'Numbers times a factor drawn for each cell',
  strength:
    'greatest factor less 1: factors lie between 1 / (1 + strength) and 1 + strength, evenly on a logarithmic scale',
  label: 'may-change',
  ratio: true,
  disturb(values, chosen, _, { strength, random }) {
    const reach = Math.log1p(strength);
    for (let row = 0; row < values.length; row++)
      if (chosen[row] === 1) values[row] *= Math.exp(reach * (2 * random.next() - 1));
  },
};
