import type { Table } from '@verisim/core';
import { buildIndex, nearest } from '@verisim/nearest-neighbours';
import { cellsOf } from './cells.ts';
import { comparedTables } from './compared-tables.ts';
import { gowerMetric, halfRanges, scaledPoints } from './scaled-points.ts';

/** Distances of rows to the nearest and second nearest record of another table, in [0, 1]. */
export interface ClosestRecords {
  /** DCR per row. */
  readonly dcr: Float64Array;
  /** NNDR per row: nearest over second nearest distance, in [0, 1]; 1 when both are 0, or there is only one record. */
  readonly nndr: Float64Array;
}

/**
 * Distance to the closest record (DCR) and nearest-neighbour distance ratio (NNDR; Zhao et al. 2021, CTAB-GAN, section 4.3.3)
 * of every synthetic row to the whole reference table, never to a sample of it. The distance is SDMetrics' `calculate_dcr`:
 * the mean over columns of |x - y| / range of the reference, at most 1, and of 0 or 1 for categories. Text and id columns and
 * columns of the role `ignore` are left out. Throws `evaluator-privacy/no-rows` and `evaluator-privacy/nothing-in-common`.
 */
export function distanceToClosestRecord(synthetic: Table, reference: Table): ClosestRecords {
  const tables = comparedTables(reference, synthetic, undefined);
  const [real, asked] = cellsOf([tables.real, tables.synthetic]);
  const ranges = halfRanges(real);
  const points = scaledPoints(real, ranges);
  return closestRecords(
    nearest(buildIndex(points, gowerMetric(points)), scaledPoints(asked, ranges), { k: 2 }).distances,
  );
}

/** DCR and NNDR of pairs of distances. */
export function closestRecords(distances: Float64Array): ClosestRecords {
  const rows = distances.length / 2;
  const dcr = new Float64Array(rows);
  const nndr = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    dcr[i] = distances[2 * i];
    const second = distances[2 * i + 1];
    nndr[i] = second === 0 || second === Number.POSITIVE_INFINITY ? 1 : dcr[i] / second;
  }
  return { dcr, nndr };
}
