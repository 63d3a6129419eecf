import { type Context, checkpoint, concatTables, forkContext, type Table } from '@verisim/core';
import { boundOf, type Divergence, type EventCounts, epsilonDivergence, rhoDivergence } from './dp-lower-bounds.ts';
import { badCanary, fewTrials } from './errors.ts';

/** What is audited. `R` is what the mechanism gives away: rows, a model, a number. */
export interface DpAuditSetup<R> {
  /** The rows without the canary. */
  readonly data: Table;
  /** One row, chosen to stand out. */
  readonly canary: Table;
  /** Runs the whole mechanism, with fresh noise each time. */
  readonly release: (data: Table, ctx: Context) => Promise<R>;
  /** Higher where the canary seems to have been there. For rows: `canaryLikeness`. */
  readonly score: (release: R) => number;
  readonly claimed: { readonly epsilon: number; readonly delta: number; readonly rho?: number };
  /** Runs with and as many without the canary, 200 unless told. */
  readonly trials?: number;
  /** 0.95 unless told. */
  readonly confidence?: number;
}

/** What an attack showed of a claim. Bounds hold together with the confidence said; they are no estimates of the true loss. */
export interface DpAudit {
  readonly claimed: { readonly epsilon: number; readonly delta: number; readonly rho?: number };
  /** The privacy loss is at least this, at the claimed delta. */
  readonly epsilonLower: number;
  /** The zero-concentrated loss is at least this. */
  readonly rhoLower: number;
  readonly trials: number;
  readonly confidence: number;
  /** A bound lies above what is claimed. */
  readonly refuted: boolean;
}

const FEWEST = 20;

/**
 * Runs a mechanism with and without a canary row and asks how surely the two are told apart: a lower bound of the privacy loss (Jagielski,
 * Ullman & Oprea 2020). The event (score above or below a threshold, with or without) is chosen on the first half of the trials and its rates are
 * bounded on the second (Clopper & Pearson 1934), so the choice costs nothing. A low bound proves nothing: the attack may be weak, and `n` trials
 * cannot show more than about ln(n / 10). Throws `evaluator-privacy/bad-canary` and `evaluator-privacy/few-trials`.
 */
export async function dpAudit<R>(setup: DpAuditSetup<R>, ctx: Context): Promise<DpAudit> {
  const { data, canary, claimed, trials = 200, confidence = 0.95 } = setup;
  if (canary.rows !== 1) throw badCanary(canary.rows);
  if (!(trials >= FEWEST)) throw fewTrials(trials, FEWEST);
  const withCanary = concatTables([data, canary]);
  const scores: [number[], number[]] = [[], []];
  for (let trial = 0; trial < trials; trial++) {
    await checkpoint(ctx.signal);
    for (const [side, table] of [withCanary, data].entries()) {
      const own = forkContext(ctx, `trial:${trial}:${side}`);
      scores[side].push(setup.score(await setup.release(table, { ...own, progress: () => {}, note: () => {} })));
    }
    ctx.progress({ done: trial + 1, total: trials, note: 'trials' });
  }
  // Two bounds that hold together.
  const alpha = (1 - confidence) / 2;
  const epsilonLower = lowerBound(scores, epsilonDivergence(claimed.delta), alpha);
  const rhoLower = lowerBound(scores, rhoDivergence, alpha);
  const refuted = epsilonLower > claimed.epsilon || (claimed.rho !== undefined && rhoLower > claimed.rho);
  return { claimed, epsilonLower, rhoLower, trials, confidence, refuted };
}

/** Thresholds that are tried at most. */
const MOST_THRESHOLDS = 60;

/** Scores to cut at, evenly spread over those seen. */
function thresholds(scores: readonly number[]): readonly number[] {
  const sorted = [...new Set(scores)].sort((a, b) => a - b);
  const step = Math.max(1, sorted.length / MOST_THRESHOLDS);
  return Array.from({ length: Math.ceil(sorted.length / step) }, (_, i) => sorted[Math.floor(i * step)]);
}

/** An event and which side it speaks for. */
interface AuditEvent {
  readonly threshold: number;
  readonly above: boolean;
  /** It is likelier with the canary. */
  readonly forCanary: boolean;
}

/** The bound of the event that did best on the first half, on the second. */
function lowerBound(
  [seen, unseen]: readonly [readonly number[], readonly number[]],
  divergence: Divergence,
  alpha: number,
): number {
  const half = seen.length >> 1;
  const first = [seen.slice(0, half), unseen.slice(0, half)] as const;
  let best: AuditEvent = { threshold: 0, above: true, forCanary: true };
  let most = -1;
  for (const threshold of thresholds([...first[0], ...first[1]])) {
    for (const above of [true, false]) {
      for (const forCanary of [true, false]) {
        const event = { threshold, above, forCanary };
        const bound = boundOf(countEvent(first, event), divergence, alpha);
        if (bound > most) [best, most] = [event, bound];
      }
    }
  }
  return boundOf(countEvent([seen.slice(half), unseen.slice(half)], best), divergence, alpha);
}

function countEvent(
  [seen, unseen]: readonly [readonly number[], readonly number[]],
  { threshold, above, forCanary }: AuditEvent,
): EventCounts {
  const count = (scores: readonly number[]) => scores.filter((score) => score >= threshold === above).length;
  const [likely, unlikely] = forCanary ? [seen, unseen] : [unseen, seen];
  return { withCanary: count(likely), without: count(unlikely), trials: seen.length };
}
