/** Every choice of so many factors. */
function choices(factors: number, strength: number, from = 0): number[][] {
  if (strength === 0) return [[]];
  const found: number[][] = [];
  for (let i = from; i <= factors - strength; i++)
    for (const rest of choices(factors, strength - 1, i + 1)) found.push([i, ...rest]);
  return found;
}

/** Value combinations of the factors that no row has, looked for one by one. */
export function uncovered(rows: readonly ArrayLike<number>[], levels: readonly number[], strength: number): string[] {
  const lacking: string[] = [];
  for (const factors of choices(levels.length, strength)) {
    const met = new Set(rows.map((row) => factors.map((factor) => row[factor]).join()));
    const values = factors.reduce<number[][]>(
      (sofar, factor) => sofar.flatMap((own) => Array.from({ length: levels[factor] }, (_, level) => [...own, level])),
      [[]],
    );
    for (const value of values) if (!met.has(value.join())) lacking.push(`${factors}: ${value}`);
  }
  return lacking;
}

export const same = (count: number, levels: number) => new Array<number>(count).fill(levels);

/** A covering array whose smallest known size has been published. */
export interface CoveringCase {
  readonly name: string;
  /** Levels of each factor. */
  readonly levels: readonly number[];
  readonly strength: number;
  /** The fewest rows that anybody has found. */
  readonly best: number;
  /** Takes more than a second: `npm run bench -- covering-arrays` alone looks at it. */
  readonly long?: true;
}

/** `count` factors of `levels` levels each, one pair after the other. */
const mixed = (...groups: readonly (readonly [levels: number, count: number])[]): readonly number[] =>
  groups.flatMap(([levels, count]) => same(count, levels));

/**
 * Best known sizes. One kind of factor: the tables of C. J. Colbourn ("Covering Array Tables"), exact where an orthogonal array (Bush 1952) or Katona's theorem gives them. Two of them
 * and more: M. B. Cohen, P. B. Gibbons, W. B. Mugridge & C. J. Colbourn, "Constructing test suites for interaction testing" (ICSE 2003), whose arrays have as many rows as the factors
 * of most levels have combinations, so that none is smaller (20 for 5^1 4^4 3^11 2^5, of which 21 are known); the last two: the table of tools in the documentation of PICT.
 */
export const coveringCases: readonly CoveringCase[] = [
  { name: 'CA(2; 3^4)', levels: same(4, 3), strength: 2, best: 9 },
  { name: 'CA(2; 3^13)', levels: same(13, 3), strength: 2, best: 15 },
  { name: 'CA(2; 4^5)', levels: same(5, 4), strength: 2, best: 16 },
  { name: 'CA(2; 5^6)', levels: same(6, 5), strength: 2, best: 25 },
  { name: 'CA(2; 8^9)', levels: same(9, 8), strength: 2, best: 64 },
  { name: 'CA(2; 9^10)', levels: same(10, 9), strength: 2, best: 81 },
  { name: 'CA(2; 16^17)', levels: same(17, 16), strength: 2, best: 256 },
  { name: 'CA(3; 8^10)', levels: same(10, 8), strength: 3, best: 512 },
  { name: 'CA(2; 10^10)', levels: same(10, 10), strength: 2, best: 119 },
  { name: 'CA(2; 2^10)', levels: same(10, 2), strength: 2, best: 6 },
  { name: 'CA(2; 2^100)', levels: same(100, 2), strength: 2, best: 10 },
  { name: 'CA(3; 2^10)', levels: same(10, 2), strength: 3, best: 12 },
  { name: 'CA(3; 3^6)', levels: same(6, 3), strength: 3, best: 33 },
  { name: 'CA(3; 3^10)', levels: same(10, 3), strength: 3, best: 45 },
  { name: 'CA(3; 4^6)', levels: same(6, 4), strength: 3, best: 64 },
  { name: 'CA(3; 5^6)', levels: same(6, 5), strength: 3, best: 125 },
  { name: 'CA(2; 3^20)', levels: same(20, 3), strength: 2, best: 15 },
  { name: 'CA(2; 4^10)', levels: same(10, 4), strength: 2, best: 24 },
  { name: 'CA(3; 6^6)', levels: same(6, 6), strength: 3, best: 260 },
  { name: 'CA(3; 5^7)', levels: same(7, 5), strength: 3, best: 180 },
  { name: 'CA(3; 2^20)', levels: same(20, 2), strength: 3, best: 18, long: true },
  { name: 'CA(4; 2^10)', levels: same(10, 2), strength: 4, best: 24 },
  { name: 'CA(4; 3^6)', levels: same(6, 3), strength: 4, best: 111 },
  { name: 'MCA(2; 5^1 3^8 2^2)', levels: mixed([5, 1], [3, 8], [2, 2]), strength: 2, best: 15 },
  { name: 'MCA(2; 5^1 4^4 3^11 2^5)', levels: mixed([5, 1], [4, 4], [3, 11], [2, 5]), strength: 2, best: 20 },
  { name: 'MCA(2; 6^1 5^1 4^6 3^8 2^3)', levels: mixed([6, 1], [5, 1], [4, 6], [3, 8], [2, 3]), strength: 2, best: 30 },
  {
    name: 'MCA(2; 7^1 6^1 5^1 4^6 3^8 2^3)',
    levels: mixed([7, 1], [6, 1], [5, 1], [4, 6], [3, 8], [2, 3]),
    strength: 2,
    best: 42,
  },
  { name: 'MCA(3; 5^2 4^2 3^2)', levels: mixed([5, 2], [4, 2], [3, 2]), strength: 3, best: 100 },
  { name: 'MCA(3; 10^1 6^2 4^3 3^1)', levels: mixed([10, 1], [6, 2], [4, 3], [3, 1]), strength: 3, best: 360 },
  { name: 'MCA(2; 4^15 3^17 2^29)', levels: mixed([4, 15], [3, 17], [2, 29]), strength: 2, best: 29, long: true },
  { name: 'MCA(2; 4^1 3^39 2^35)', levels: mixed([4, 1], [3, 39], [2, 35]), strength: 2, best: 21, long: true },
];
