import { GLYPH_GAP, GLYPH_HEIGHT, GLYPH_WIDTH, inked } from './font.ts';

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Nobody's pixels. */
export const NOBODY = -1;

/** An image while it is drawn: three bytes a pixel, and for each pixel the number of the object that it shows. No pixel is shared, so that labels are exact. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  readonly owners: Int32Array;
}

/** A raster of one colour. */
export function createRaster(width: number, height: number, colour: Colour): Raster {
  const pixels = new Uint8Array(3 * width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = colour[i % 3];
  return { width, height, pixels, owners: new Int32Array(width * height).fill(NOBODY) };
}

/** Colours a pixel and gives it to an object; outside of the image nothing happens. */
export function put(
  { width, height, pixels, owners }: Raster,
  x: number,
  y: number,
  colour: Colour,
  owner: number,
): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const at = y * width + x;
  pixels[3 * at] = colour[0];
  pixels[3 * at + 1] = colour[1];
  pixels[3 * at + 2] = colour[2];
  owners[at] = owner;
}

/** Colours all pixels within a box whose centres a test accepts. */
export function fill(
  raster: Raster,
  [left, top, right, bottom]: readonly [number, number, number, number],
  inside: (x: number, y: number) => boolean,
  colour: Colour,
  owner: number,
): void {
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(raster.height, Math.ceil(bottom)); y++)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(raster.width, Math.ceil(right)); x++)
      if (inside(x + 0.5, y + 0.5)) put(raster, x, y, colour, owner);
}

/** A line with round ends. */
export function stroke(
  raster: Raster,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  thickness: number,
  colour: Colour,
  owner: number,
): void {
  const half = thickness / 2;
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const near = (x: number, y: number) => {
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
    return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2 <= half * half;
  };
  const box = [
    Math.min(x1, x2) - half,
    Math.min(y1, y2) - half,
    Math.max(x1, x2) + half,
    Math.max(y1, y2) + half,
  ] as const;
  fill(raster, box, near, colour, owner);
}

/** Writes in capitals from the upper left corner on. */
export function write(
  raster: Raster,
  text: string,
  [left, top]: readonly [number, number],
  scale: number,
  colour: Colour,
  owner: number,
): void {
  for (const [i, character] of [...text].entries())
    for (let y = 0; y < GLYPH_HEIGHT * scale; y++)
      for (let x = 0; x < GLYPH_WIDTH * scale; x++)
        if (inked(character, Math.floor(x / scale), Math.floor(y / scale)))
          put(raster, left + i * scale * (GLYPH_WIDTH + GLYPH_GAP) + x, top + y, colour, owner);
}
