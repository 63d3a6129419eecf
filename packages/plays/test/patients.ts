import { createRandom, createTable, type Table } from '@verisim/core';

/** How a world differs from the usual one. */
export interface World {
  readonly rows: number;
  readonly seed: string | number;
  /** Years added to every age: the features move, what they say does not. */
  readonly older?: number;
  /** The slope of the outcome on age; -1 turns it round. */
  readonly slope?: number;
  /** Share of missing scores. */
  readonly missing?: number;
  /** Share of rows of a ward that did not exist before. */
  readonly newWard?: number;
}

/** Patients of a known process: `died` depends on age and ward. */
export function patients({ rows, seed, older = 0, slope = 1, missing = 0.1, newWard = 0 }: World): Table {
  const random = createRandom(`patients:${seed}`);
  const age = new Float64Array(rows);
  const score = new Float64Array(rows);
  const [ward, died] = [new Int32Array(rows), new Int32Array(rows)];
  for (let i = 0; i < rows; i++) {
    age[i] = Math.round(50 + 15 * random.normal()) + older;
    ward[i] = random.next() < newWard ? 3 : random.int(0, 3);
    score[i] = random.next() < missing ? Number.NaN : Number((age[i] / 10 + random.normal()).toFixed(2));
    const odds = slope * ((age[i] - 50) / 8 + (ward[i] === 0 ? 1 : 0));
    died[i] = random.next() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
  }
  return createTable(
    [
      { name: 'age', kind: 'integer', nullable: false, role: 'feature' },
      { name: 'score', kind: 'number', nullable: true, role: 'feature', decimals: 2 },
      { name: 'ward', kind: 'category', nullable: false, role: 'feature' },
      { name: 'died', kind: 'category', nullable: false, role: 'target' },
    ],
    [
      { storage: 'numeric', values: age },
      { storage: 'numeric', values: score },
      { storage: 'coded', codes: ward, levels: newWard > 0 ? ['A', 'B', 'C', 'D'] : ['A', 'B', 'C'] },
      { storage: 'coded', codes: died, levels: ['no', 'yes'] },
    ],
  );
}
