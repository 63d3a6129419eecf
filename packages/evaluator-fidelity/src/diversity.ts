import { type EmbeddedPoints, ownDistances } from './embedded-points.ts';

/** How varied synthetic rows are. */
export interface Diversity {
  /** Effective number of distinct rows (the exponential of the entropy of equal rows: Hill 1973, order 1) as a share of all, in (0, 1]. */
  readonly distinct: number;
  /** Share of rows nearer to another synthetic row than 99 % of real rows are to another real one, in [0, 1]. */
  readonly nearDuplicates: number;
  /** Groups of such rows that hang together through nearest neighbours. */
  readonly clusters: number;
}

/** Diversity of embedded synthetic rows, by as many real ones. Rows are equal at distance 0. */
export function diversity({ real, synthetic, realIndex, syntheticIndex }: EmbeddedPoints): Diversity {
  const sorted = ownDistances(realIndex, real).distances.sort();
  const radius = sorted[Math.floor(0.01 * (sorted.length - 1))];
  const { distances, rows } = ownDistances(syntheticIndex, synthetic);
  const near = (row: number) => distances[row] < radius || (distances[row] === 0 && radius === 0);
  const links = Int32Array.from(rows, (other, row) => (near(row) ? other : -1));
  const count = links.reduce((sum, other) => sum + (other >= 0 ? 1 : 0), 0);
  return {
    distinct: effectiveRows([...synthetic.numeric, ...synthetic.coded], synthetic.rows) / synthetic.rows,
    nearDuplicates: count / synthetic.rows,
    clusters: new Set(
      Array.from(links.keys())
        .filter((row) => links[row] >= 0)
        .map(rootFinder(links)),
    ).size,
  };
}

function effectiveRows(columns: readonly ArrayLike<number>[], rows: number): number {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const key = columns.map((values) => values[row]).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / rows) * Math.log(count / rows);
  return Math.min(rows, Math.exp(entropy));
}

/** The representative of a row's cluster (union-find with path halving). */
function rootFinder(links: Int32Array): (row: number) => number {
  const parent = Int32Array.from(links.keys());
  const root = (row: number): number => {
    let at = row;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  links.forEach((other, row) => {
    if (other >= 0) parent[root(row)] = root(other);
  });
  return root;
}
