import { boostedMargins, boostTrees, type Features } from '@verisim/decision-trees';
import type { DetectorRows } from './detector-rows.ts';
import { areaOf, type RocArea, rocPlacements } from './roc-placements.ts';

/** How large a detector may grow. */
export interface DetectorSize {
  readonly rounds: number;
  /** Most leaves of a tree; 2 = a sum of functions of single columns. */
  readonly leaves: number;
}

/** A detector and how well it told rows that it was not trained on. */
export interface Detector extends RocArea {
  /** Out-of-fold log-odds of being synthetic, one per row. */
  readonly margins: Float64Array;
  readonly placements: Float64Array;
}

/**
 * A classifier two-sample test (Lopez-Paz & Oquab 2017; Friedman 2003): gradient-boosted trees learn to tell synthetic rows from real ones, in
 * five folds, and each row is scored by trees that did not see it. The area under the ROC curve is 0.5 where they cannot, with DeLong's
 * interval over rows. Copies of real rows pull it *below* 0.5: trees that saw one of two equal rows are sure of the wrong side of the other.
 *
 * @param features of the rows; some of them, perhaps
 */
export function trainDetector(
  { labels, folds }: DetectorRows,
  features: Features,
  size: DetectorSize,
  onFold: () => void = () => {},
): Detector {
  const margins = new Float64Array(labels.length);
  const rows = Int32Array.from(labels.keys());
  for (let fold = 0; fold <= folds.reduce((most, one) => Math.max(most, one), 0); fold++) {
    onFold();
    const seen = rows.filter((row) => folds[row] !== fold);
    const held = rows.filter((row) => folds[row] === fold);
    const columns = features.columns.map((codes) => gather(codes, seen));
    const minRows = Math.max(5, Math.min(20, seen.length >> 7));
    const model = boostTrees({ ...features, columns }, gather(labels, seen), {
      ...size,
      loss: 'logistic',
      learningRate: 0.17,
      minRows,
    });
    const found = boostedMargins(
      model,
      features.columns.map((codes) => gather(codes, held)),
      held.length,
    );
    held.forEach((row, i) => {
      margins[row] = found[i];
    });
  }
  const placements = rocPlacements(margins, labels, folds);
  return { margins, placements, ...areaOf(placements, labels) };
}

function gather(codes: Uint8Array, rows: Int32Array): Uint8Array {
  const taken = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = codes[rows[i]];
  return taken;
}
