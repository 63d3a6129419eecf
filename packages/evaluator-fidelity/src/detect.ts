import {
  type Context,
  type Measurement,
  measurement,
  rowHashCounts,
  rowHashes,
  type Table,
  takeRows,
} from '@verisim/core';
import { type DetectorRows, detectorLimit, detectorRows } from './detector-rows.ts';
import { findGiveaways, type Giveaways } from './giveaways.ts';
import type { RocArea } from './roc-placements.ts';
import { type Detector, type DetectorSize, trainDetector } from './train-detector.ts';

/** What detectors found. */
export interface Detection {
  readonly rows: DetectorRows;
  readonly detector: Detector;
  readonly giveaways: Giveaways;
  /** The detector again, synthetic rows that equal a real one left out; `null` when there are none or all are. */
  readonly withoutCopies: RocArea | null;
  /** Whether tables were sampled. */
  readonly sampled: boolean;
}

/** The detector of whole rows: 60 rounds, fewer on so few rows that they would only be learned by heart. */
const sizeOf = ({ labels }: DetectorRows): DetectorSize => ({
  rounds: Math.max(20, Math.min(60, labels.length >> 5)),
  leaves: 16,
});
const MODEL = 'boosted trees';

/** Trains the detectors. `null` with too few rows. */
export function detect(real: Table, synthetic: Table, ctx: Context): Detection | null {
  const onStep = () => ctx.signal.throwIfAborted();
  const random = ctx.random.fork('detector');
  const rows = detectorRows(real, synthetic, random);
  if (rows === null) return null;
  const detector = trainDetector(rows, rows.features, sizeOf(rows), onStep);
  const others = withoutCopiesOf(real, synthetic);
  const fewer = others.rows < synthetic.rows ? detectorRows(real, others, random) : null;
  return {
    rows,
    detector,
    giveaways: findGiveaways(rows, onStep),
    withoutCopies: fewer && trainDetector(fewer, fewer.features, sizeOf(fewer), onStep),
    sampled: Math.max(real.rows, synthetic.rows) > detectorLimit,
  };
}

/** The detector's measurement alone, for references. */
export function detectorReference(real: Table, synthetic: Table, ctx: Context): Measurement[] {
  const rows = detectorRows(real, synthetic, ctx.random.fork('detector'));
  if (rows === null) return [];
  return [
    areaMeasurement(
      'detector-auc',
      trainDetector(rows, rows.features, sizeOf(rows), () => ctx.signal.throwIfAborted()),
    ),
  ];
}

/** Areas under the ROC curve: of whole rows, without copies, of each column, of the pairs whose dependence differs. */
export function detectorMeasurements({ rows, detector, giveaways, withoutCopies }: Detection): Measurement[] {
  const name = (column: number) => rows.pairs[column].spec.name;
  return [
    areaMeasurement('detector-auc', detector),
    ...(withoutCopies ? [areaMeasurement('detector-auc-without-copies', withoutCopies)] : []),
    ...giveaways.columns.map(({ column, area }) =>
      areaMeasurement('column-detector-auc', area, { where: { column: name(column) } }),
    ),
    ...giveaways.pairs.map(({ first, second, area, margins }) =>
      areaMeasurement('pair-detector-auc', area, {
        where: { columns: [name(first), name(second)] },
        reference: { 'its columns one at a time': margins },
      }),
    ),
  ];
}

function areaMeasurement(metric: string, { auc, low, high }: RocArea, parts: Partial<Measurement> = {}): Measurement {
  return measurement(metric, auc, { ...parts, model: MODEL, low, high, better: 'lower', range: [0, 1] });
}

function withoutCopiesOf(real: Table, synthetic: Table): Table {
  const count = rowHashCounts(rowHashes(real));
  const { high, low } = rowHashes(synthetic);
  const kept = Int32Array.from(high.keys()).filter((row) => count(high[row], low[row]) === 0);
  return kept.length === synthetic.rows ? synthetic : takeRows(synthetic, kept);
}
