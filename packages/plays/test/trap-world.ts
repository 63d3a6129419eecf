import { createRandom, createTable, type Random, type Table } from '@verisim/core';

/** How rows depart from the process. */
export interface Departure {
  /** Share of labels that are flipped, by the row's group (0, 1, 2). */
  readonly flips?: (group: number) => number;
  /** Added to the logit. */
  readonly shift?: number;
  /** Factor on the spread of the numbers. */
  readonly spread?: number;
}

/** `y` is "yes" with probability 1 / (1 + exp(-2 (a + b + effect of group))); `a` and `b` standard normal, three groups. */
export function trapWorld(rows: number, seed: number | string | Random, departure: Departure = {}): Table {
  const random = typeof seed === 'object' ? seed : createRandom(seed);
  const { flips = () => 0, shift = 0, spread = 1 } = departure;
  const a = Float64Array.from({ length: rows }, () => spread * random.normal());
  const b = Float64Array.from({ length: rows }, () => spread * random.normal());
  const group = Int32Array.from({ length: rows }, () => random.int(0, 3));
  const y = Int32Array.from(a, (value, i) => {
    const logit = 2 * (value + b[i] + [0.8, 0, -0.8][group[i]]) + shift;
    const truth = Number(random.next() < 1 / (1 + Math.exp(-logit)));
    return random.next() < flips(group[i]) ? 1 - truth : truth;
  });
  const shared = { nullable: false, role: 'feature' } as const;
  return createTable(
    [
      { name: 'a', kind: 'number', ...shared },
      { name: 'b', kind: 'number', ...shared },
      { name: 'group', kind: 'category', ...shared },
      { name: 'y', kind: 'boolean', nullable: false, role: 'target' },
    ],
    [
      { storage: 'numeric', values: a },
      { storage: 'numeric', values: b },
      { storage: 'coded', codes: group, levels: ['A', 'B', 'C'] },
      { storage: 'coded', codes: y, levels: ['no', 'yes'] },
    ],
  );
}
