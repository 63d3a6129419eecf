import { drawPoisson } from '../durations.ts';
import type { Draws } from '../kernel/entity-random.ts';
import { GLYPH_HEIGHT, textWidth } from './font.ts';
import { type Colour, fill, type Raster, stroke, write } from './raster.ts';
import { type Canvas, colourIn, oneOf, type Scene, type SceneObject } from './scene.ts';

/** The greatest value on a dial. Its scale begins at 0, at the lower left, and runs three quarters round. */
const ranges = [1, 6, 10, 16, 100, 160, 240];
const [FIRST, SWEEP] = [0.75 * Math.PI, 1.5 * Math.PI];
const MARKS = 10;
/** More would be too small to be read. */
export const MOST_DIALS = 16;
const red: Colour = [200, 20, 20];

interface Dial {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Round dials with a scale and a needle. A dial is an object with all that is on it, and its needle a part of it. */
export function paintGauges({ settings, random, begin }: Canvas): Scene {
  const { width, height } = settings;
  const raster = begin(colourIn(180, 220, random));
  const count = Math.min(MOST_DIALS, 1 + drawPoisson(settings.objects - 1, random));
  const across = Math.ceil(Math.sqrt((count * width) / height));
  const down = Math.ceil(count / across);
  const [w, h] = [width / across, height / down];
  const objects: SceneObject[] = [];
  for (let i = 0; i < count; i++) {
    const radius = (Math.min(w, h) / 2 - 1) * (0.8 + 0.2 * random.next());
    const x = w * (i % across) + radius + (w - 2 * radius) * random.next();
    const y = h * Math.floor(i / across) + radius + (h - 2 * radius) * random.next();
    const range = oneOf(ranges, random);
    const part = random.next();
    const reading = Math.round(1000 * range * part) / 1000;
    paintDial(raster, { x, y, radius }, range, objects.length, random);
    objects.push({ category: 'gauge', reading });
    paintNeedle(raster, { x, y, radius }, reading / range, objects.length);
    objects.push({ category: 'needle', partOf: objects.length - 1 });
  }
  return { raster, objects, reading: objects[0].reading ?? null, text: null };
}

/** A point of a dial: a share of the scale, and how far out as a share of the radius. */
const pointOn = ({ x, y, radius }: Dial, part: number, out: number): readonly [number, number] => [
  x + out * radius * Math.cos(FIRST + SWEEP * part),
  y + out * radius * Math.sin(FIRST + SWEEP * part),
];

function paintDial(raster: Raster, dial: Dial, range: number, owner: number, random: Draws): void {
  const { x, y, radius } = dial;
  const disc = (out: number, colour: Colour) => {
    const r = out * radius;
    fill(raster, [x - r, y - r, x + r, y + r], (a, b) => (a - x) ** 2 + (b - y) ** 2 <= r * r, colour, owner);
  };
  const dark = colourIn(20, 80, random);
  disc(1, dark);
  disc(0.94, colourIn(240, 256, random));
  for (let i = 0; i <= 5 * MARKS; i++) {
    const major = i % 5 === 0;
    if (!major && radius < 40) continue;
    const [x1, y1] = pointOn(dial, i / (5 * MARKS), major ? 0.78 : 0.84);
    const [x2, y2] = pointOn(dial, i / (5 * MARKS), 0.9);
    stroke(raster, [x1, y1, x2, y2], major ? Math.max(1.5, radius / 40) : 1, dark, owner);
  }
  if (radius < 40) return;
  for (let i = 0; i <= MARKS; i += 2) {
    const text = String(Number(((range * i) / MARKS).toFixed(1)));
    const [a, b] = pointOn(dial, i / MARKS, 0.6);
    write(raster, text, [Math.round(a - textWidth(text, 1) / 2), Math.round(b - GLYPH_HEIGHT / 2)], 1, dark, owner);
  }
}

function paintNeedle(raster: Raster, dial: Dial, part: number, owner: number): void {
  const { x, y, radius } = dial;
  const [tipX, tipY] = pointOn(dial, part, 0.82);
  stroke(raster, [x, y, tipX, tipY], Math.max(1.5, radius / 20), red, owner);
  const hub = Math.max(2, radius / 12);
  fill(raster, [x - hub, y - hub, x + hub, y + hub], (a, b) => (a - x) ** 2 + (b - y) ** 2 <= hub * hub, red, owner);
}
