import type { Features } from '@verisim/decision-trees';
import { type DetectorRows, takeFeatures } from './detector-rows.ts';
import { type Interaction, interaction } from './interaction.ts';
import { areaOf, type RocArea } from './roc-placements.ts';
import { trainDetector } from './train-detector.ts';

/** A column, and how well it gives synthetic rows away by itself. */
export interface ColumnGiveaway {
  readonly column: number;
  readonly area: RocArea;
  /** The area is above 0.5 by more than chance among so many columns. */
  readonly named: boolean;
}

/** Two columns that depend on each other otherwise than in the real table, and how well they give synthetic rows away. */
export interface PairGiveaway extends Interaction {
  readonly first: number;
  readonly second: number;
  /** Of trees that see both columns together. */
  readonly area: RocArea;
  /** Area of trees that see one column at a time. */
  readonly margins: number;
  /** What the pair adds to its margins. */
  readonly gain: RocArea;
}

/** Columns and pairs that give synthetic rows away. */
export interface Giveaways {
  readonly columns: readonly ColumnGiveaway[];
  /** Pairs whose dependence differs beyond what their margins explain, by more than chance and {@link LEAST_STRENGTH}; strongest first, at most 8. */
  readonly pairs: readonly PairGiveaway[];
  /** How many such pairs there are. */
  readonly broken: number;
}

/** Pairs that detectors of their own are trained for. */
const TESTED = 8;
/** With many rows a difference is beyond chance long before it matters. */
const LEAST_STRENGTH = 0.05;
const GROUPS = 8;

/** Standard errors above chance that make a chance of about 1 % that any of so many is named without cause. */
const needed = (tests: number): number => Math.sqrt(2.33 ** 2 + 2 * Math.log(tests));

/** Trains small detectors on single columns and on the pairs whose dependence differs most. */
export function findGiveaways(rows: DetectorRows, onStep: () => void = () => {}): Giveaways {
  const { features, labels } = rows;
  const count = features.columns.length;
  const columns = features.columns.map((_, column): ColumnGiveaway => {
    const area = trainDetector(rows, takeFeatures(features, [column]), { rounds: 20, leaves: 8 }, onStep);
    const { auc, low, high, error } = area;
    return { column, area: { auc, low, high, error }, named: auc - 0.5 > needed(count) * error };
  });
  const all = scoredPairs(features, labels);
  const limit = needed(Math.max(1, all.length));
  const broken = all.filter(({ score, strength }) => score > limit && strength > LEAST_STRENGTH);
  return { columns, broken: broken.length, pairs: broken.slice(0, TESTED).map((pair) => testPair(rows, pair, onStep)) };
}

interface ScoredPair extends Interaction {
  readonly first: number;
  readonly second: number;
}

function testPair(rows: DetectorRows, pair: ScoredPair, onStep: () => void): PairGiveaway {
  const { first, second } = pair;
  const features = takeFeatures(rows.features, [first, second]);
  const together = trainDetector(rows, features, { rounds: 40, leaves: 16 }, onStep);
  const apart = trainDetector(rows, features, { rounds: 60, leaves: 2 }, onStep);
  const gain = areaOf(
    together.placements.map((placement, row) => placement - apart.placements[row]),
    rows.labels,
    -1,
  );
  const { auc, low, high, error } = together;
  return { ...pair, area: { auc, low, high, error }, margins: apart.auc, gain };
}

/** All pairs by falling strength. */
function scoredPairs(features: Features, labels: Uint8Array): ScoredPair[] {
  const smaller = Math.min(
    labels.reduce((sum, label) => sum + label, 0),
    labels.reduce((sum, label) => sum + 1 - label, 0),
  );
  const most = Math.max(2, Math.min(GROUPS, Math.floor(Math.sqrt(smaller / 12))));
  const grouped = features.columns.map((codes, i) => groupCodes(codes, features.bins[i], features.ordered[i], most));
  const pairs: ScoredPair[] = [];
  for (let first = 0; first < grouped.length; first++) {
    for (let second = first + 1; second < grouped.length; second++) {
      const counts = new Float64Array(2 * (most + 1) ** 2);
      const [a, b] = [grouped[first], grouped[second]];
      for (let row = 0; row < labels.length; row++) counts[(labels[row] * (most + 1) + a[row]) * (most + 1) + b[row]]++;
      pairs.push({ first, second, ...interaction(counts, most + 1, most + 1) });
    }
  }
  return pairs.sort((x, y) => y.strength - x.strength || x.first - y.first || x.second - y.second);
}

/** Codes in few groups, missing ones apart as group 0: neighbouring bins of about equal mass, or the most frequent levels and the rest. */
function groupCodes(codes: Uint8Array, bins: number, ordered: boolean, most: number): Uint8Array {
  if (!ordered) return codes.map((code) => Math.min(code, most));
  const counts = new Int32Array(bins);
  for (const code of codes) counts[code]++;
  const present = codes.length - counts[0];
  const groups = new Uint8Array(bins);
  let below = 0;
  for (let bin = 1; bin < bins; bin++) {
    groups[bin] = 1 + Math.min(most - 1, Math.floor(((below + counts[bin] / 2) * most) / Math.max(1, present)));
    below += counts[bin];
  }
  return codes.map((code) => groups[code]);
}
