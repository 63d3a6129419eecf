import { normalTail, wilsonInterval } from '@verisim/statistics';
import type { MembershipFigures } from './membership-inference.ts';

/** What an attack came to, with what it would come to anyway. */
export interface Attack {
  /** `singling-out-univariate`, `singling-out-multivariate`, `linkability`, `attribute-inference` or `membership-` and its way. */
  readonly attack: string;
  /** The secret of an attribute inference, or the column that singles out; else `null`. */
  readonly column: string | null;
  /** Share of attacks on training rows that succeed, with a 95 % interval (Wilson; of membership attacks see there). */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** The same attacks on holdout rows: what is learnt about people rather than about members. */
  readonly control: number;
  /** The share that succeeds without the synthetic rows' dependence. */
  readonly guess: number;
  /** P of a rate this far above the control's by chance. */
  readonly p: number;
  /** `unknown`: the attack is no better than guessing, so that nothing was tested; never "safe". */
  readonly decision: 'leak' | 'no leak seen' | 'unknown';
  /** Certain, and too small to be called a leak: see `worthNaming`. */
  readonly faint: boolean;
  /** Of membership attacks: all their figures. `rate` is that at 1 % false positives, `control` and `guess` what it is by chance. */
  readonly membership?: MembershipFigures;
  /** Of attacks on texts: what the rate is of, as a clause. All texts are looked at, so that a rate of 0 is an answer. */
  readonly subject?: string;
}

/** Attacks made and won: one entry each. */
export interface Tries {
  /** 1 = won. */
  readonly won: Uint8Array;
  /** What the attack went by (a synthetic row, a predicate): attacks that go by the same thing win or fail together. */
  readonly by: Int32Array;
}

/** An attack before it is known how many stand beside it. */
export type Tried = Omit<Attack, 'decision' | 'faint'>;

/**
 * Rates of an attack, of the same on the control and of guessing, after Giomi et al. 2023 (anonymeter, PoPETs 2023(2)). `p` by
 * the difference of the two rates over its error, attacks that go by the same thing taken as one; half a win allowed for
 * continuity.
 */
export function tried(attack: string, column: string | null, on: Tries, control: Tries, guess: number): Tried {
  const [rate, controlRate] = [on, control].map(({ won }) => won.reduce((sum, one) => sum + one, 0) / won.length);
  const [n, m] = [on.won.length, control.won.length];
  const excess = rate - controlRate - 0.5 * (1 / n + 1 / m);
  const error = Math.sqrt(clusteredVariance([on, control], (rate * n + controlRate * m) / (n + m)));
  const p = error > 0 ? normalTail(excess / error) : 1;
  return { attack, column, rate, ...wilsonInterval(rate, n), control: controlRate, guess, p };
}

/** The variance of the difference of two rates that are equal: a sum over what the attacks went by. */
function clusteredVariance(sides: readonly Tries[], pooled: number): number {
  const sums = new Map<number, number>();
  sides.forEach(({ won, by }, side) => {
    const weight = (side === 0 ? 1 : -1) / won.length;
    won.forEach((one, i) => {
      sums.set(by[i], (sums.get(by[i]) ?? 0) + weight * (one - pooled));
    });
  });
  let variance = 0;
  for (const sum of sums.values()) variance += sum * sum;
  return variance;
}

/**
 * The decisions, all attacks together wrong in at most `alpha` of audits without a leak (Bonferroni). A membership leak needs a figure that is certain and
 * worth naming; one that is certain alone is faint.
 */
export function decideAttacks(attacks: readonly Tried[], alpha: number): Attack[] {
  const limit = alpha / attacks.length;
  return attacks.map((one) => {
    const certain = one.p <= limit;
    if (certain && (one.membership?.namedP ?? 0) <= limit) return { ...one, decision: 'leak', faint: false };
    const failed = !certain && one.subject === undefined && one.low <= one.guess;
    return { ...one, decision: failed ? 'unknown' : 'no leak seen', faint: certain };
  });
}
