import { type Column, type ColumnSpec, columnKinds } from '@verisim/core';
import { badValue, impossibleCorrelation, unknownName } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { listOf, numberOf, spotOf, textOf } from '../rules/read.ts';
import { cholesky } from './cholesky.ts';
import type { Block, ColumnPlan } from './column-plan.ts';
import { fromScores } from './normal-scores.ts';
import { type Grades, gradesOf, scoreCorrelation } from './rank-correlation.ts';
import { roundDecimals } from './round-decimals.ts';

/** A pair of columns and the rank correlation they are to have. */
interface Pair {
  readonly a: string;
  readonly b: string;
  readonly rank: number;
  readonly node: RuleNode;
}

/** `[[age, income, 0.5], ...]`. Throws `generator-rules/bad-value`. */
function readPairs(node: RuleNode): readonly Pair[] {
  return listOf(node, 'a list of correlations').items.map((item) => {
    const parts = listOf(item, 'a correlation, [column, column, number],').items;
    if (parts.length !== 3)
      throw badValue(spotOf(item), `a correlation has ${parts.length} parts`, 'Write [column, column, number].');
    const [a, b] = parts
      .map((part) => part)
      .slice(0, 2)
      .map((part) => textOf(part, 'a column'));
    return { a, b, rank: numberOf(parts[2], 'a rank correlation', -0.995, 0.995), node: item };
  });
}

/**
 * Columns that are drawn together through a Gaussian copula so that each keeps its own distribution and any two have their stated Spearman coefficient (0 where none
 * is stated). Their plans, each a single draw, become one. Throws `generator-rules/impossible-correlation`, `generator-rules/unknown-name`.
 */
export function copulaPlan(node: RuleNode, plans: readonly ColumnPlan[]): ColumnPlan {
  const pairs = readPairs(node);
  const names = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const parts = names.map((name) => {
    const at = pairs.find(({ a, b }) => a === name || b === name)!.node;
    const found = plans.find(({ specs }) => specs.some((spec) => spec.name === name));
    if (found === undefined)
      throw unknownName(
        spotOf(at),
        'column',
        name,
        plans.flatMap(({ specs }) => specs.map((spec) => spec.name)),
      );
    if (found.draw === null)
      throw badValue(
        spotOf(at),
        `${name} is not drawn from one distribution, so no correlation can be stated for it`,
        'Give it draw:, or state the link in linear or logistic.',
      );
    return found;
  });
  const lower = lowerOf(
    node,
    pairs,
    names,
    parts.map(({ draw }) => gradesOf(draw!.distribution)),
  );
  const cells = parts.map(({ specs: [spec], draw }) => cellsOf(spec, fromScores(draw!.distribution), draw!.levels));
  return {
    specs: parts.flatMap(({ specs }) => specs),
    uses: [],
    spot: node.spot,
    draw: null,
    fill: (block) => fillTogether(block, lower, cells),
  };
}

type Cells = (scores: Float64Array) => Column;

function cellsOf(
  { kind, levels = [], decimals }: ColumnSpec,
  value: (score: number) => number,
  drawn: readonly string[] | null,
): Cells {
  if (drawn !== null) {
    const codes = drawn.map((level) => levels.indexOf(level));
    return (scores) => ({ storage: 'coded', levels, codes: Int32Array.from(scores, (score) => codes[value(score)]) });
  }
  const { whole } = columnKinds[kind];
  return (scores) => {
    const values = scores.map((score) => (whole ? Math.round(value(score)) : value(score)));
    return roundDecimals({ storage: 'numeric', values }, decimals);
  };
}

function fillTogether(block: Block, lower: Float64Array, cells: readonly Cells[]): readonly Column[] {
  const size = cells.length;
  const random = block.random.fork('correlations');
  const scores = cells.map(() => new Float64Array(block.rows));
  const own = new Float64Array(size);
  for (let row = 0; row < block.rows; row++) {
    for (let i = 0; i < size; i++) {
      own[i] = random.normal();
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += lower[i * size + j] * own[j];
      scores[i][row] = sum;
    }
  }
  return cells.map((cell, i) => cell(scores[i]));
}

function lowerOf(
  node: RuleNode,
  pairs: readonly Pair[],
  names: readonly string[],
  grades: readonly Grades[],
): Float64Array {
  const size = names.length;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  for (const { a, b, rank, node: at } of pairs) {
    const [i, j] = [names.indexOf(a), names.indexOf(b)];
    if (i === j || matrix[i * size + j] !== 0)
      throw badValue(
        spotOf(at),
        i === j ? `${a} is correlated with itself` : `${a} and ${b} stand here twice`,
        'State each pair of columns once.',
      );
    const r = scoreCorrelation(grades[i], grades[j], rank);
    if (r === null)
      throw impossibleCorrelation(
        spotOf(at),
        `${a} and ${b} have too many equal values for a rank correlation of ${rank}`,
        'State less, or spread their values.',
      );
    matrix[i * size + j] = matrix[j * size + i] = r;
  }
  const lower = cholesky(matrix, size);
  if (lower === null)
    throw impossibleCorrelation(
      spotOf(node),
      `no table has all these correlations at once (${names.join(', ')}; pairs that are not stated count as 0)`,
      'Make the strong ones weaker, or state the pairs that are left out.',
    );
  return lower;
}
