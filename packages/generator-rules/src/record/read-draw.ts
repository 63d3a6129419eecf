import { badValue, emptyChoice, impossibleRange, unknownKey } from '../errors.ts';
import type { MapNode, RuleNode } from '../rules/node.ts';
import { listOf, mapOf, needed, numberOf, numbersOf, positiveOf, spotOf, textOf, wholeOf } from '../rules/read.ts';
import {
  beta,
  constant,
  type Distribution,
  exponential,
  gamma,
  histogram,
  lognormal,
  mixture,
  normal,
  poisson,
  uniform,
  weighted,
} from './distribution.ts';

/** What a rule draws: numbers, or places in a list of levels. */
export interface Draw {
  readonly distribution: Distribution;
  /** `null`: the numbers themselves. */
  readonly levels: readonly string[] | null;
}

type Reader = (node: RuleNode) => Distribution;

const fields = (node: RuleNode, what: string, ...known: string[]): MapNode => mapOf(node, what, known);

const LAWS: Readonly<Record<string, Reader>> = {
  normal: (node) => {
    const map = fields(node, 'normal', 'mean', 'sd');
    return normal(numberOf(needed(map, 'mean'), 'the mean'), positiveOf(needed(map, 'sd'), 'the standard deviation'));
  },
  lognormal: (node) => {
    const map = fields(node, 'lognormal', 'mean', 'sd');
    const [mean, sd] = [needed(map, 'mean'), needed(map, 'sd')];
    return lognormal(
      numberOf(mean, 'the mean of the logarithm', -300, 300),
      numberOf(sd, 'the standard deviation of the logarithm', 1e-9, 20),
    );
  },
  uniform: (node) => uniform(...rangeOf(node, 'uniform')),
  exponential: (node) => exponential(positiveOf(needed(fields(node, 'exponential', 'mean'), 'mean'), 'the mean')),
  gamma: (node) => {
    const map = fields(node, 'gamma', 'shape', 'scale');
    return gamma(positiveOf(needed(map, 'shape'), 'the shape'), positiveOf(needed(map, 'scale'), 'the scale'));
  },
  beta: (node) => {
    const map = fields(node, 'beta', 'a', 'b', 'range');
    const range = map.entries.get('range');
    const [low, high] = range ? rangeOf(range.value, 'the range') : [0, 1];
    return beta(positiveOf(needed(map, 'a'), 'a'), positiveOf(needed(map, 'b'), 'b'), low, high);
  },
  poisson: (node) => poisson(numberOf(needed(fields(node, 'poisson', 'mean'), 'mean'), 'the mean', 1e-9, 1e9)),
  zipf: (node) => {
    const map = fields(node, 'zipf', 'exponent', 'n');
    const exponent = numberOf(needed(map, 'exponent'), 'the exponent', 0, 20);
    const n = wholeOf(needed(map, 'n'), 'the number of ranks', 1, 1_000_000);
    return weighted(
      Float64Array.from({ length: n }, (_, i) => (i + 1) ** -exponent),
      1,
    );
  },
  histogram: readHistogram,
  mixture: readMixture,
};

/** The words that a draw may begin with. */
const WORDS: readonly string[] = [...Object.keys(LAWS), 'levels'];

/** Reads what to draw: a value, a law such as `normal: { mean: 3, sd: 1 }`, or `levels`. Throws what reading throws. */
export function readDraw(node: RuleNode): Draw {
  if (node.kind === 'scalar') {
    if (typeof node.value === 'number') return { distribution: constant(node.value), levels: null };
    return { distribution: constant(0), levels: [textOf(node, 'a value')] };
  }
  const map = mapOf(node, 'a value or a law, such as normal: { mean: 3, sd: 1 },');
  const [first, second] = map.entries;
  if (first === undefined) throw emptyChoice(spotOf(node), 'it says nothing to draw');
  if (!WORDS.includes(first[0])) throw unknownKey(spotOf(node), first[0], WORDS);
  if (second)
    throw badValue(
      spotOf(second[1].value),
      `"${second[0]}" stands beside ${first[0]}, and there is one law each`,
      'What is said of the column stands beside draw: { draw: { normal: ... }, bounds: [0, 9], decimals: 1 }.',
    );
  if (first[0] === 'levels') return readLevels(first[1].value);
  return { distribution: LAWS[first[0]](first[1].value), levels: null };
}

/** Levels with weights: a list, or a mapping of each to its weight. */
export function readLevels(node: RuleNode): Draw {
  const levels: string[] = [];
  const weights: number[] = [];
  if (node.kind === 'map') {
    for (const [level, { value }] of node.entries) {
      levels.push(level);
      weights.push(numberOf(value, 'a weight', 0));
    }
  } else for (const item of listOf(node, 'levels').items) levels.push(textOf(item, 'a level')) && weights.push(1);
  refuseWeightless(node, weights);
  const twice = levels.find((level, i) => levels.indexOf(level) < i);
  if (twice !== undefined)
    throw impossibleRange(
      spotOf(node),
      `the level "${twice}" stands here twice`,
      'Give each level once; weights say how often.',
    );
  return { distribution: weighted(weights), levels };
}

/** Throws `generator-rules/empty-choice`. */
export function refuseWeightless(node: RuleNode, weights: readonly number[]): void {
  if (weights.length === 0) throw emptyChoice(spotOf(node), 'there is nothing to choose from');
  if (!weights.some((weight) => weight > 0)) throw emptyChoice(spotOf(node), 'every weight is 0');
}

/** Two numbers, the first below the second. Throws `generator-rules/impossible-range`. */
export function rangeOf(node: RuleNode, what: string): readonly [number, number] {
  const range = numbersOf(node, `${what}, [low, high],`);
  if (range.length === 2 && range[0] < range[1]) return [range[0], range[1]];
  throw impossibleRange(
    spotOf(node),
    `${what} goes from ${range[0] ?? '?'} to ${range[1] ?? '?'}`,
    'Write [low, high], low below high.',
  );
}

function readHistogram(node: RuleNode): Distribution {
  const map = fields(node, 'histogram', 'edges', 'counts');
  const edges = numbersOf(needed(map, 'edges'), 'the edges');
  const counts = numbersOf(needed(map, 'counts'), 'the counts', 0);
  refuseWeightless(needed(map, 'counts'), counts);
  const back = edges.findIndex((edge, i) => i > 0 && edge <= edges[i - 1]);
  if (back > 0)
    throw impossibleRange(
      spotOf(needed(map, 'edges')),
      `the edge ${edges[back]} follows ${edges[back - 1]}`,
      'Write edges in ascending order.',
    );
  if (edges.length !== counts.length + 1)
    throw impossibleRange(
      spotOf(node),
      `${counts.length} bins have ${edges.length} edges`,
      `Write ${counts.length + 1} edges.`,
    );
  return histogram(edges, counts);
}

function readMixture(node: RuleNode): Distribution {
  const parts = listOf(node, 'the parts of a mixture').items.map((item) => {
    const map = mapOf(item, 'a part of a mixture', ['weight', 'draw']);
    const { distribution, levels } = readDraw(needed(map, 'draw'));
    if (levels !== null)
      throw impossibleRange(
        spotOf(item),
        'a part of the mixture draws texts',
        'Mix numbers alone; for texts use levels.',
      );
    return { distribution, weight: numberOf(needed(map, 'weight'), 'a weight', 0) };
  });
  const weights = parts.map(({ weight }) => weight);
  refuseWeightless(node, weights);
  return mixture(
    parts.map(({ distribution }) => distribution),
    weights,
  );
}
