import { cumulative, pick } from '../cumulative.ts';
import { drawPoisson } from '../durations.ts';
import type { Draws } from '../kernel/entity-random.ts';
import { type ImagesSettings, type ShapeName, shapeNames } from './options.ts';
import { fill } from './raster.ts';
import { type Canvas, colourIn, type Scene } from './scene.ts';

/** Pixels that a shape has across at least, and how often a place is looked for before it is made smaller. */
const [LEAST, TRIES] = [7, 40];
type Point = readonly [number, number];
type Box = readonly [number, number, number, number];

interface Shape {
  readonly name: ShapeName;
  readonly corners: readonly Point[];
  readonly box: Box;
}

/** Shapes of random colour, size and turn on a light ground. */
export function paintShapes({ settings, random, begin }: Canvas): Scene {
  const raster = begin(colourIn(200, 240, random));
  const count = 1 + drawPoisson(settings.objects - 1, random);
  const placed: Shape[] = [];
  for (let i = 0; i < count; i++) {
    const shape = place(settings, placed, random);
    const colour = colourIn(0, 160, random);
    if (shape === null) continue;
    fill(raster, shape.box, insideOf(shape), colour, placed.length);
    placed.push(shape);
  }
  return { raster, objects: placed.map(({ name }) => ({ category: name })), reading: null, text: null };
}

/** A shape where it lies over others no more than it may; smaller where there is no room, `null` where there is none at all. */
function place(
  { width, height, scale, shares, overlap }: ImagesSettings,
  placed: readonly Shape[],
  random: Draws,
): Shape | null {
  const name = shapeNames[pick(cumulative(shares), random.next())];
  const variance = Math.log1p(scale.variation ** 2);
  const wished = Math.min(width, height) * scale.mean * Math.exp(Math.sqrt(variance) * random.normal() - variance / 2);
  const [turn, aspect] = [2 * Math.PI * random.next(), Math.exp(0.6 * (random.next() - 0.5))];
  for (let size = Math.max(LEAST, wished); size >= LEAST; size *= 0.8) {
    const unit = outline(name, turn, aspect);
    const [left, top, right, bottom] = boxOf(unit);
    const by = size / Math.sqrt((right - left) * (bottom - top));
    const [w, h] = [by * (right - left), by * (bottom - top)];
    if (w >= width || h >= height) continue;
    for (let i = 0; i < TRIES; i++) {
      const [x, y] = [(width - w) * random.next() - by * left, (height - h) * random.next() - by * top];
      const corners = unit.map(([a, b]): Point => [x + by * a, y + by * b]);
      const box = boxOf(corners);
      if (placed.every((other) => shared(box, other.box) <= overlap)) return { name, corners, box };
    }
  }
  return null;
}

/** Corners about the origin; of a circle those of its box, unturned. */
function outline(name: ShapeName, turn: number, aspect: number): readonly Point[] {
  const round = (count: number, radius: (i: number) => number): Point[] =>
    Array.from({ length: count }, (_, i) => {
      const angle = turn + (2 * Math.PI * i) / count;
      return [radius(i) * Math.cos(angle), radius(i) * Math.sin(angle)];
    });
  if (name === 'circle')
    return [
      [-1, -1],
      [1, 1],
    ];
  if (name === 'triangle') return round(3, () => 1);
  if (name === 'star') return round(10, (i) => (i % 2 === 0 ? 1 : 0.42));
  const corners: readonly Point[] =
    name === 'rectangle'
      ? [
          [-aspect, -1],
          [aspect, -1],
          [aspect, 1],
          [-aspect, 1],
        ]
      : [
          [-1, -3],
          [1, -3],
          [1, -1],
          [3, -1],
          [3, 1],
          [1, 1],
          [1, 3],
          [-1, 3],
          [-1, 1],
          [-3, 1],
          [-3, -1],
          [-1, -1],
        ];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return corners.map(([x, y]) => [c * x - s * y, s * x + c * y]);
}

function boxOf(points: readonly Point[]): Box {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** How much of the smaller of two boxes lies in both. */
function shared(a: Box, b: Box): number {
  const [w, h] = [0, 1].map((axis) => Math.min(a[axis + 2], b[axis + 2]) - Math.max(a[axis], b[axis]));
  const area = ([left, top, right, bottom]: Box) => (right - left) * (bottom - top);
  return w > 0 && h > 0 ? (w * h) / Math.min(area(a), area(b)) : 0;
}

/** Whether a point lies within the outline (crossings of a ray to the right; Shimrat 1962). */
function insideOf({ name, corners, box: [left, top, right, bottom] }: Shape): (x: number, y: number) => boolean {
  const [a, b, radius] = [(left + right) / 2, (top + bottom) / 2, (right - left) / 2];
  if (name === 'circle') return (x, y) => (x - a) ** 2 + (y - b) ** 2 <= radius * radius;
  return (x, y) => {
    let inside = false;
    for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
      const [[x1, y1], [x2, y2]] = [corners[i], corners[j]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
    return inside;
  };
}
