import { columnOf, type Measurement, type Table, type TextColumn } from '@verisim/core';
import { clopperPearson } from '@verisim/statistics';
import { unzlibSync } from 'fflate';
import { createBatches } from '../batches.ts';
import { heldAgainst, type Interval, type SelfTest } from '../self-test.ts';
import { type Annotation, decodeMask } from './annotate.ts';
import { fromBase64 } from './base64.ts';
import { itemsThatFit } from './documents.ts';
import { MOST_DIALS } from './gauges.ts';
import { type ImageKind, type ImagesSettings, shapeNames } from './options.ts';

/** What the option `objects` counts. */
const counted: Readonly<Record<ImageKind, (category: string) => boolean>> = {
  shapes: () => true,
  documents: (category) => category === 'item',
  gauges: (category) => category === 'gauge',
};

interface Hits {
  hits: number;
  of: number;
}

/**
 * Holds images against the options: objects an image, the share of each shape; and against themselves: files that hold as many pixels as they say, boxes and areas that
 * are those of the masks.
 */
export function selfTestImages(settings: ImagesSettings): SelfTest {
  const { kind, shares, objects } = settings;
  const numbers = createBatches();
  const shapes = new Float64Array(shapeNames.length);
  const files: Hits = { hits: 0, of: 0 };
  const boxes: Hits = { hits: 0, of: 0 };
  const textsOf = (block: Table, name: string) => (columnOf(block, name) as TextColumn).values as readonly string[];
  return {
    add(block) {
      const annotations = textsOf(block, 'objects').map((text) => JSON.parse(text) as readonly Annotation[]);
      numbers.add(block.rows, (row) => annotations[row].filter(({ category }) => counted[kind](category)).length);
      for (const png of textsOf(block, 'png')) count(files, opens(fromBase64(png), settings));
      for (const one of annotations.flat()) {
        count(boxes, boxFits(one, settings));
        const shape = (shapeNames as readonly string[]).indexOf(one.category);
        if (shape >= 0) shapes[shape]++;
      }
    },
    measurements: () => {
      const most = kind === 'documents' ? itemsThatFit(settings) : kind === 'gauges' ? MOST_DIALS : Infinity;
      const found: Measurement[] = [
        heldAgainst('objects-an-image', numbers.interval(), meanUpTo(objects, most)),
        heldAgainst('files-that-open', shareOf(files), 1),
        heldAgainst('boxes-of-masks', shareOf(boxes), 1),
      ];
      const of = shapes.reduce((sum, count) => sum + count, 0);
      if (kind === 'shapes')
        for (const [i, name] of shapeNames.entries())
          found.push(heldAgainst(`share-of:${name}`, shareOf({ hits: shapes[i], of }), shares[i]));
      return found;
    },
  };
}

function count(hits: Hits, hit: boolean): void {
  hits.of++;
  if (hit) hits.hits++;
}

const shareOf = ({ hits, of }: Hits): Interval | null =>
  of === 0 ? null : { value: hits / of, ...clopperPearson(hits, of) };

/** The mean of 1 + Poisson(mean - 1), capped: the sum of the chances of at least one, two, ... */
function meanUpTo(mean: number, most: number): number {
  let [sum, chance, below] = [0, Math.exp(1 - mean), 0];
  for (let k = 1; k <= Math.min(most, 1000); k++) {
    sum += 1 - below;
    below += chance;
    chance *= (mean - 1) / k;
  }
  return sum;
}

/** Whether the pixels of a PNG of ours are as many as it says. */
function opens(png: Uint8Array, { width, height }: ImagesSettings): boolean {
  const view = new DataView(png.buffer);
  if (view.getUint32(16) !== width || view.getUint32(20) !== height) return false;
  return unzlibSync(png.subarray(41, 41 + view.getUint32(33))).length === height * (1 + 3 * width);
}

/** Whether box and area are those of the mask. */
function boxFits(
  { box: [left, top, across, down], area, mask }: Annotation,
  { width, height }: ImagesSettings,
): boolean {
  const pixels = decodeMask(mask, width, height);
  const columns = new Uint8Array(width);
  const rows = new Uint8Array(height);
  let inked = 0;
  for (const [at, pixel] of pixels.entries()) {
    if (pixel === 0) continue;
    inked++;
    columns[at % width] = 1;
    rows[Math.floor(at / width)] = 1;
  }
  const edges = (used: Uint8Array) => [used.indexOf(1), used.lastIndexOf(1) + 1 - used.indexOf(1)];
  const found = [...edges(columns), ...edges(rows)];
  return inked === area && [left, across, top, down].every((value, i) => value === found[i]);
}
