import { binomialTail } from '@verisim/statistics';

/** How many rows of a table are hits, and how many rows one thing that is hit brings along. */
export interface HitRate {
  readonly hits: number;
  readonly rows: number;
  /** Sum over the things hit of (rows that hit it)^2: equal to `hits` when each is hit once. */
  readonly squares: number;
}

/** A rate of rows, given what each row hits, -1 = nothing. */
export function hitRate(targets: ArrayLike<number>, rows: number = targets.length): HitRate {
  const counts = new Map<number, number>();
  let hits = 0;
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] === -1) continue;
    counts.set(targets[i], (counts.get(targets[i]) ?? 0) + 1);
    hits++;
  }
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return { hits, rows, squares };
}

/**
 * P of an observed rate at least this far above the reference when both are equal: given all hits, those of the observed side
 * are binomial (Przyborowski & Wilenski 1940). Rows that hit the same thing count as one part of them (Kish's effective size).
 */
export function rateExcess(observed: HitRate, reference: HitRate): number {
  const [x, n] = effective(observed);
  const [y, m] = effective(reference);
  const hits = Math.round(x);
  return binomialTail(hits, hits + Math.round(y), n / (n + m));
}

function effective({ hits, rows, squares }: HitRate): readonly [number, number] {
  return hits === 0 ? [0, rows] : [(hits * hits) / squares, (rows * hits) / squares];
}

/** The share of rows that are hits. */
export function rateOf({ hits, rows }: HitRate): number {
  return rows === 0 ? 0 : hits / rows;
}
