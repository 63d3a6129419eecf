import { badFeature } from './errors.ts';
import type { Features } from './tree.ts';

/**
 * Throws `decision-trees/bad-feature` unless every feature has one code per row, below its number of bins, of which there are 1 to
 * 256.
 */
export function checkFeatures({ columns, bins }: Features, rows: number): void {
  columns.forEach((column, f) => {
    if (column.length !== rows) throw badFeature(f, `has ${column.length} codes for ${rows} rows`);
    if (!(bins[f] >= 1 && bins[f] <= 256)) throw badFeature(f, `declares ${bins[f]} bins`);
    for (let i = 0; i < rows; i++) {
      if (column[i] >= bins[f]) throw badFeature(f, `holds code ${column[i]} in row ${i} and declares ${bins[f]} bins`);
    }
  });
}
