import { type Context, checkpoint, type Generator, type Table } from '@verisim/core';
import { simulator } from '../simulator.ts';
import { annotate } from './annotate.ts';
import { toBase64 } from './base64.ts';
import { fitImages } from './fit-images.ts';
import { imageColumns, imageTable, type LabelledImage } from './image-table.ts';
import { type ImagesOptions, type ImagesSettings, imagesOptions, readImages } from './options.ts';
import { createPainter } from './paint.ts';
import { encodePng } from './png.ts';
import { selfTestImages } from './self-test-images.ts';

/** An image takes about as long as a thousand events. */
const BLOCK_ROWS = 64;

/**
 * Images of shapes, invoices or gauges with labels that are exact to the pixel: boxes, masks, texts, readings. Painted without smoothing, so that each pixel belongs to one object or
 * to none. One row per image, the PNG in it; {@link exportImages} makes files of them.
 */
export const images: Generator<ImagesOptions, 'nothing'> = simulator<ImagesOptions>({
  name: 'images',
  version: '0.1.0',
  summary: 'Labelled images (shapes, documents, gauges): PNG, exact boxes and masks, COCO',
  options: imagesOptions,
  blockRows: BLOCK_ROWS,
  fitted({ like, ...options }) {
    if (like === undefined) return null;
    const found = fitImages(options, like);
    const { size = '', objects = 1, classes, scale } = found;
    return { options: found, rates: { size, objects, classes, scale } };
  },
  world(options) {
    const settings = readImages(options);
    return {
      schema: { columns: imageColumns },
      simulate: (block, rows, ctx) => simulate(settings, block, rows, ctx),
      selfTest: () => selfTestImages(settings),
    };
  },
});

async function simulate(settings: ImagesSettings, block: number, rows: number, ctx: Context): Promise<Table> {
  const { kind, width, height } = settings;
  const paint = createPainter(settings, ctx);
  const found: LabelledImage[] = [];
  for (let i = 0; i < rows; i++) {
    if (i % 4 === 0) await checkpoint(ctx.signal);
    const scene = paint(i);
    const file = `images/${kind}-${String(block * BLOCK_ROWS + i).padStart(7, '0')}.png`;
    const png = toBase64(encodePng(width, height, scene.raster.pixels));
    found.push({ file, scene, annotations: annotate(scene.raster, scene.objects), png });
  }
  return imageTable(settings, found);
}
