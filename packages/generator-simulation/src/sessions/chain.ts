import { badTransitions } from '../errors.ts';
import type { Draws } from '../kernel/entity-random.ts';

/** Moves between states: from each, the chance of each next one. `start` is where sessions begin, `exit` where they end. */
export type Transitions = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A Markov chain with an end. */
export interface Chain {
  /** Its states without `start` and `exit`. */
  readonly states: readonly string[];
  /** Cumulative chances: row 0 from the start, row i + 1 from state i; columns: states, then the exit. */
  readonly cumulative: Float64Array;
  /** How often a session is expected to visit each state: `(I - Q)^-1` applied to the start (Kemeny & Snell 1960, section 3.2). */
  readonly visits: Float64Array;
}

const LEAST_ENDING = 1e-6;

/** Checks the moves and makes the chain. Throws `generator-simulation/bad-transitions` naming the state. */
export function createChain(transitions: Transitions): Chain {
  const states = Object.keys(transitions).filter((state) => state !== 'start');
  if (!Object.hasOwn(transitions, 'start'))
    throw badTransitions('The transitions have no "start".', 'Say with which chance a session begins in each state.');
  if (states.includes('exit'))
    throw badTransitions('The transitions leave "exit".', 'Drop it: a session that is over stays over.');
  const size = states.length + 1;
  const chances = new Float64Array(size * size);
  for (const [row, from] of ['start', ...states].entries()) {
    let sum = 0;
    for (const [to, chance] of Object.entries(transitions[from])) {
      const column = to === 'exit' ? states.length : states.indexOf(to);
      if (column < 0)
        throw badTransitions(
          `State "${from}" moves to "${to}", which is no state.`,
          `Give "${to}" moves of its own, or name one of ${states.join(', ')}, exit.`,
        );
      if (from === 'start' && to === 'exit' && chance > 0)
        throw badTransitions('"start" moves to "exit".', 'Leave sessions out that hold nothing.');
      sum += chances[row * size + column] = chance;
    }
    if (Math.abs(sum - 1) > 1e-6)
      throw badTransitions(
        `The chances of "${from}" sum to ${Number(sum.toPrecision(6))}, not to 1.`,
        'Give the rest to "exit" or to another state.',
      );
  }
  const visits = expectedVisits(chances, size);
  if (!visits.every((value) => value >= 0 && value < 1 / LEAST_ENDING))
    throw badTransitions(
      'Some sessions never reach "exit".',
      'Let every state that can be reached lead there, if only rarely.',
    );
  const cumulative = chances.map((_, i) => total(chances.subarray(i - (i % size), i + 1)));
  return { states, cumulative, visits };
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Solves v = start + v Q by elimination with pivots. `NaN` where no solution is. */
function expectedVisits(chances: Float64Array, size: number): Float64Array {
  const n = size - 1;
  const matrix = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n + 1 }, (_, j) => {
      if (j === n) return chances[i];
      return (i === j ? 1 : 0) - chances[(j + 1) * size + i];
    }),
  );
  for (let k = 0; k < n; k++) {
    const pivot = matrix.reduce(
      (best, row, i) => (i > k && Math.abs(row[k]) > Math.abs(matrix[best][k]) ? i : best),
      k,
    );
    [matrix[k], matrix[pivot]] = [matrix[pivot], matrix[k]];
    if (Math.abs(matrix[k][k]) < 1e-12) return new Float64Array(n).fill(Number.NaN);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = matrix[i][k] / matrix[k][k];
      for (let j = k; j <= n; j++) matrix[i][j] -= factor * matrix[k][j];
    }
  }
  return Float64Array.from(matrix, (row, i) => row[n] / row[i]);
}

/** The state after `state` (-1 = the start); the number of states is the exit. */
export function nextState({ cumulative, states }: Chain, state: number, random: Draws): number {
  const size = states.length + 1;
  const row = (state + 1) * size;
  const draw = random.next();
  let to = 0;
  while (to < states.length && cumulative[row + to] <= draw) to++;
  return to;
}
