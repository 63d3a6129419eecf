import { checkpoint } from '@verisim/core';
import type { Evaluated, Minimum } from './lbfgs.ts';

/** A running minimisation. */
export type Minimisation = Generator<Float64Array, Minimum, Evaluated>;

/**
 * Runs minimisations in lockstep: in each round `evaluate` gets the point that every unfinished one asks for, with the
 * numbers of those problems, and answers all at once. Returns one minimum per problem, in order.
 */
export async function minimiseTogether(
  problems: readonly Minimisation[],
  evaluate: (points: readonly Float64Array[], problems: readonly number[]) => readonly Evaluated[],
  signal: AbortSignal,
): Promise<readonly Minimum[]> {
  const minima = new Array<Minimum>(problems.length);
  let asked: { problem: number; point: Float64Array }[] = [];
  const settle = (problem: number, result: IteratorResult<Float64Array, Minimum>) => {
    if (result.done) minima[problem] = result.value;
    else asked.push({ problem, point: result.value });
  };
  for (const [problem, minimisation] of problems.entries()) settle(problem, minimisation.next());
  for (let round = 0; asked.length > 0; round++) {
    if (round % 10 === 0) await checkpoint(signal);
    const now = asked;
    asked = [];
    const answers = evaluate(
      now.map(({ point }) => point),
      now.map(({ problem }) => problem),
    );
    for (const [i, { problem }] of now.entries()) settle(problem, problems[problem].next(answers[i]));
  }
  return minima;
}
