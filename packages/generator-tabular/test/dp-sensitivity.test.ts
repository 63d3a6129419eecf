import { describe, expect, it } from 'vitest';
import { pairDistance } from '../src/dp-marginals/choose-tree.ts';
import { codeCells } from '../src/dp-marginals/code-cells.ts';
import { type Coded, countCells } from '../src/dp-marginals/count-cells.ts';
import { declareCells } from '../src/dp-marginals/declare-cells.ts';

type Row = readonly [number, number, number];

const ROWS: readonly Row[] = [0, 1].flatMap((a) => [0, 1].flatMap((b) => [0, 1].map((c): Row => [a, b, c])));

/** Every data set of up to three rows over 2 x 2 x 2: 585 of them. */
const DATA_SETS: readonly (readonly Row[])[] = [0, 1, 2, 3].flatMap((size) =>
  Array.from({ length: size }).reduce<readonly (readonly Row[])[]>(
    (sets) => sets.flatMap((set) => ROWS.map((row) => [...set, row])),
    [[]],
  ),
);

const columnsOf = (rows: readonly Row[]): readonly Coded[] =>
  [0, 1, 2].map((i) => ({ codes: Int32Array.from(rows, (row) => row[i]), size: 2 }));

const SUBSETS = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

describe('sensitivity, by every pair of neighbours among data sets of up to three rows', () => {
  it('of a marginal is 1, in L1 and L2', () => {
    expect(DATA_SETS.length).toBe(1 + 8 + 64 + 512);
    let pairs = 0;
    for (const rows of DATA_SETS) {
      for (let gone = 0; gone < rows.length; gone++) {
        const fewer = rows.toSpliced(gone, 1);
        for (const subset of SUBSETS) {
          const [more, less] = [rows, fewer].map((set) => {
            const columns = columnsOf(set);
            return countCells(
              subset.map((i) => columns[i]),
              set.length,
            );
          });
          const changes = more.map((count, cell) => count - less[cell]).filter((change) => change !== 0);
          expect(Array.from(changes)).toEqual([1]);
          pairs++;
        }
      }
    }
    expect(pairs).toBe(8 * (8 * 1 + 64 * 2 + 512 * 3));
  });

  it('of the score of a pair is 1 at most, and reaches it', () => {
    // What is expected comes from noisy counts, so it is the same for both and may be anything.
    const estimates = {
      strata: Float64Array.of(2.3, 0.9),
      columns: [0, 1, 2].map((i) => Float64Array.of(1.4, i, 0.2, 1.1)),
    };
    let most = 0;
    for (const rows of DATA_SETS) {
      for (let gone = 0; gone < rows.length; gone++) {
        const [more, less] = [rows, rows.toSpliced(gone, 1)].map((set) => {
          const columns = columnsOf(set);
          return pairDistance({ strata: columns[2], rows: set.length }, columns, estimates, [0, 1]);
        });
        expect(Number.isInteger(more)).toBe(true);
        most = Math.max(most, Math.abs(more - less));
      }
    }
    expect(most).toBe(1);
  });

  it('leaves rows out of a count whose stratum is not counted, and gives every other row one cell', () => {
    const strata = { codes: Int32Array.of(0, -1, 0), size: 1 };
    expect(Array.from(countCells([strata, { codes: Int32Array.of(1, 1, 0), size: 2 }], 3))).toEqual([1, 1]);
  });
});

describe('cells', () => {
  const cellsOf = (domain: object, kind: 'number' | 'integer' | 'category' | 'boolean' | 'datetime', bins = 4) => {
    const spec = { columns: [{ name: 'x', kind, nullable: true, role: 'feature' as const }] };
    const options = { epsilon: 1, delta: 1e-6, domain: { x: domain as never }, declared: false, bins };
    return declareCells({ spec }, options)[0].cells;
  };
  const numeric = (...values: number[]) => ({ storage: 'numeric', values: Float64Array.from(values) }) as const;

  it('take every number there is: beyond the bounds as the bound, off the grid as its nearest point', () => {
    const cells = cellsOf({ bounds: [0, 100], decimals: 0 }, 'number');
    // 0 and 100 have cells of their own, then four bins of 25 or 26 values, then missing.
    expect(cells.size).toBe(2 + 4 + 1);
    const coded = codeCells(cells, numeric(0, -0, -5, 100, 1e308, -Infinity, 0.2, 25.4, 25.6, 99, Number.NaN));
    expect(Array.from(coded)).toEqual([0, 0, 0, 1, 1, 0, 2, 2, 3, 5, 6]);
  });

  it('keep every value of a short range apart', () => {
    const cells = cellsOf({ bounds: [17, 20], missing: false }, 'integer');
    expect(Array.from(codeCells(cells, numeric(17, 18, 19, 20, 3, Number.NaN)))).toEqual([0, 1, 2, 3, 0, 0]);
    expect(cells.size).toBe(4);
  });

  it('count days where bounds are days', () => {
    const cells = cellsOf({ bounds: ['2020-01-01', '2020-01-04'] }, 'datetime');
    const day = 86_400_000;
    const first = Date.parse('2020-01-01');
    expect(Array.from(codeCells(cells, numeric(first, first + day, first + 3 * day, first - day)))).toEqual([
      0, 1, 3, 0,
    ]);
  });

  it('take unknown levels as other, in a truth value as missing', () => {
    const texts = (...levels: string[]) =>
      ({ storage: 'coded', levels, codes: Int32Array.from(levels.keys()) }) as const;
    const category = cellsOf({ levels: ['a', 'b'] }, 'category');
    expect(Array.from(codeCells(category, texts('b', 'ZEBRA', 'a', '__proto__')))).toEqual([1, 2, 0, 2]);
    expect(category).toMatchObject({ levels: ['a', 'b', 'other'], size: 4, missing: 3, doubtful: [2, 3] });
    const boolean = cellsOf({ levels: ['true', 'false'] }, 'boolean');
    expect(Array.from(codeCells(boolean, texts('false', 'perhaps')))).toEqual([1, 2]);
    const own = cellsOf({ levels: ['a', 'other'], missing: false }, 'category');
    expect(own).toMatchObject({ levels: ['a', 'other'], size: 2, doubtful: [] });
  });
});
