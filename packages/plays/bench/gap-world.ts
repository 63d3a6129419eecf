import { type Column, type ColumnSpec, createRandom, createTable, type Table } from '@verisim/core';

/** What is wrong in a world: nothing; a tenth of it ranked the other way round; or labels there drawn by lot. */
export type GapWorld = 'none' | 'reversed' | 'noise';

const NUMBERS = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'] as const;
const LEVELS = { a: ['A', 'B', 'C', 'D'], b: ['p', 'q', 'r'], c: ['u', 'v', 'w', 'x', 'y'] } as const;

/** The bad tenth: `a = 'A' and n1 > 0.25`. */
export const BAD = (a: number, n1: number): boolean => a === 0 && n1 > 0.25;

/** Rows whose log odds add up over six numbers and three categories, so that no slice is worse than another once rows are told apart within it. */
export function gapWorld(rows: number, world: GapWorld, seed: number): Table {
  const random = createRandom(`gap-world:${seed}`);
  const numbers = NUMBERS.map(() => Float64Array.from({ length: rows }, () => random.normal()));
  const codes = Object.values(LEVELS).map((levels) =>
    Int32Array.from({ length: rows }, () => random.int(0, levels.length)),
  );
  const y = Int32Array.from({ length: rows }, (_, row) => {
    const sum = numbers.reduce((total, values, i) => total + (i < 4 ? 0.8 : 0.4) * values[row], 0);
    const odds = sum + 0.5 * (codes[0][row] - 1.5) + 0.4 * (codes[1][row] - 1) - 0.8;
    const bad = BAD(codes[0][row], numbers[0][row]);
    const wrong = bad && world === 'reversed' ? -1 : bad && world === 'noise' ? 0 : 1;
    return Number(random.next() < 1 / (1 + Math.exp(-wrong * 1.5 * odds)));
  });
  const feature = { nullable: false, role: 'feature' } as const;
  const specs: ColumnSpec[] = [
    ...NUMBERS.map((name): ColumnSpec => ({ name, kind: 'number', ...feature })),
    ...Object.keys(LEVELS).map((name): ColumnSpec => ({ name, kind: 'category', ...feature })),
    { name: 'y', kind: 'category', nullable: false, role: 'target' },
  ];
  const columns: Column[] = [
    ...numbers.map((values): Column => ({ storage: 'numeric', values })),
    ...Object.values(LEVELS).map((levels, i): Column => ({ storage: 'coded', codes: codes[i], levels })),
    { storage: 'coded', codes: y, levels: ['no', 'yes'] },
  ];
  return createTable(specs, columns);
}
