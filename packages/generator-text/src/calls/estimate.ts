import type { Context } from '@verisim/core';
import { studentQuantile } from '@verisim/statistics';
import { askAll } from './ask-all.ts';
import { termsOf } from './buy.ts';
import type { OpenedCalls } from './calls.ts';
import type { Question } from './question.ts';

/** A figure that is not known yet: the middle of what is expected, and a 95 % prediction interval. */
export interface Expected {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** What a run will cost, all its questions together. Money in millionths of the currency. */
export interface Estimate {
  readonly questions: number;
  /** Questions that were asked to find out. Their answers are kept and not bought again. */
  readonly pilot: number;
  readonly money: Expected;
  readonly tokens: Expected;
  /** Share of the pilot's answers that were `complete`. */
  readonly usable: number;
}

/**
 * Asks a few of the questions, evenly spread, and tells what all of them will cost: the mean of the pilot times the rest, with Student's prediction interval
 * for a sum of that many further values (Hahn and Meeker, Statistical Intervals, section 4.7), within nothing and the worst case.
 */
export async function pilot(
  calls: OpenedCalls,
  questions: readonly Question[],
  ctx: Context,
  size = 8,
): Promise<Estimate> {
  const count = Math.min(size, questions.length);
  const chosen = Array.from({ length: count }, (_, i) => questions[Math.floor((i * questions.length) / count)]);
  const money: number[] = [];
  const tokens: number[] = [];
  let usable = 0;
  for await (const answer of askAll(calls, chosen, ctx)) {
    money.push(answer.money);
    tokens.push(answer.tokens);
    if (answer.state === 'complete') usable++;
  }
  const worst = { money: 0, tokens: 0 };
  for (const question of questions) {
    const terms = termsOf(calls.shop, question).worst;
    worst.money += terms.money;
    worst.tokens += terms.tokens;
  }
  return {
    questions: questions.length,
    pilot: count,
    money: expectedSum(money, questions.length, worst.money),
    tokens: expectedSum(tokens, questions.length, worst.tokens),
    usable: count === 0 ? 0 : usable / count,
  };
}

/** The sum of `total` values of which these are known, at most `most`. With fewer than two known the interval is all that is possible. */
export function expectedSum(known: readonly number[], total: number, most: number): Expected {
  const sum = known.reduce((a, b) => a + b, 0);
  const left = total - known.length;
  if (left <= 0) return { low: sum, middle: sum, high: sum };
  if (known.length < 2) return { low: sum, middle: Math.min(most, sum * total), high: most };
  const mean = sum / known.length;
  const variance = known.reduce((a, value) => a + (value - mean) ** 2, 0) / (known.length - 1);
  const margin = studentQuantile(0.025, known.length - 1) * Math.sqrt(variance * (left + left ** 2 / known.length));
  const middle = sum + left * mean;
  const within = (value: number) => Math.min(most, Math.max(sum, value));
  return {
    low: Math.floor(within(middle - margin)),
    middle: Math.round(middle),
    high: Math.ceil(within(middle + margin)),
  };
}
