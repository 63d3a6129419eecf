import type { Context } from '@verisim/core';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import { paintDocument } from './documents.ts';
import { paintGauges } from './gauges.ts';
import type { ImageKind, ImagesSettings } from './options.ts';
import { createRaster, NOBODY, type Raster, stroke } from './raster.ts';
import { type Canvas, colourIn, type Scene } from './scene.ts';
import { paintShapes } from './shapes.ts';

const painters: Readonly<Record<ImageKind, (canvas: Canvas) => Scene>> = {
  shapes: paintShapes,
  documents: paintDocument,
  gauges: paintGauges,
};

/** Paints the images of a block by number. What is shown, lines behind it and noise over it have chance of their own each, so that changing one leaves the others as they are. */
export function createPainter(settings: ImagesSettings, ctx: Context): (image: number) => Scene {
  const [scenes, lines, noise] = ['scene', 'lines', 'noise'].map((label) => entityStreams(ctx.random.fork(label)));
  const { width, height, disturbance, kind } = settings;
  return (image) => {
    const begin: Canvas['begin'] = (background) => {
      const raster = createRaster(width, height, background);
      drawLines(raster, disturbance.lines, lines(image));
      return raster;
    };
    const scene = painters[kind]({ settings, random: scenes(image), begin });
    addNoise(scene.raster, disturbance.noise, noise(image));
    return scene;
  };
}

/** Grey lines, in colours that no object has. */
function drawLines(raster: Raster, count: number, random: Draws): void {
  const { width, height } = raster;
  for (let i = 0; i < count; i++) {
    const ends = [width, height, width, height].map((room) => room * random.next());
    const thickness = 1 + 2 * random.next();
    stroke(raster, ends as unknown as Parameters<typeof stroke>[1], thickness, colourIn(165, 176, random), NOBODY);
  }
}

function addNoise({ pixels }: Raster, most: number, random: Draws): void {
  if (most === 0) return;
  for (let i = 0; i < pixels.length; i++) {
    const level = pixels[i] + Math.floor((2 * most + 1) * random.next()) - most;
    pixels[i] = Math.max(0, Math.min(255, level));
  }
}
