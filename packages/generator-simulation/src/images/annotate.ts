import type { Raster } from './raster.ts';
import type { SceneObject } from './scene.ts';

/** What is known of an object of an image. */
export interface Annotation extends Omit<SceneObject, 'partOf'> {
  /** Left, top, width, height: the smallest box around its pixels. */
  readonly box: readonly [number, number, number, number];
  /** Pixels. */
  readonly area: number;
  /** Run lengths down the columns, from the left one on, beginning with pixels that are not its own: the uncompressed RLE of COCO. */
  readonly mask: readonly number[];
}

/** The labels of all objects that can be seen, worked out from the pixels. */
export function annotate(raster: Raster, objects: readonly SceneObject[]): readonly Annotation[] {
  const seen = extents(raster, objects);
  return objects.flatMap(({ partOf: _, ...said }, i) => {
    const { area, left, top, right, bottom } = seen[i];
    if (area === 0) return [];
    const own = Uint8Array.from(objects, (other, j) => (i === j || other.partOf === i ? 1 : 0));
    const box = [left, top, right - left + 1, bottom - top + 1] as const;
    return [{ ...said, box, area, mask: runs(raster, box, own) }];
  });
}

interface Extent {
  area: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How far the pixels of each object reach, in one pass. */
function extents({ width, height, owners }: Raster, objects: readonly SceneObject[]): readonly Extent[] {
  const found = objects.map((): Extent => ({ area: 0, left: width, top: height, right: -1, bottom: -1 }));
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let owner = owners[at++]; owner >= 0; owner = objects[owner].partOf ?? -1) {
        const one = found[owner];
        one.area++;
        if (x < one.left) one.left = x;
        if (x > one.right) one.right = x;
        if (y < one.top) one.top = y;
        one.bottom = y;
      }
  return found;
}

/** Run lengths of an object's pixels; outside of its box there are none to look for. */
function runs(
  { width, height, owners }: Raster,
  [left, top, across, down]: Annotation['box'],
  own: Uint8Array,
): readonly number[] {
  const found: number[] = [];
  let [inside, from] = [0, 0];
  const turn = (mine: number, at: number) => {
    if (mine === inside) return;
    found.push(at - from);
    [inside, from] = [mine, at];
  };
  const [right, bottom] = [left + across, top + down];
  // Where the box is as high as the image, a run goes on at the top of the next column.
  const whole = down === height;
  for (let x = left; x < right; x++) {
    for (let y = top; y < bottom; y++) {
      const owner = owners[y * width + x];
      turn(owner >= 0 ? own[owner] : 0, x * height + y);
    }
    const end = x * height + bottom;
    if (!whole || (x === right - 1 && end < width * height)) turn(0, end);
  }
  found.push(width * height - from);
  return found;
}

/** A mask as pixels, row by row: 1 = the object's. */
export function decodeMask(mask: readonly number[], width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height);
  let at = 0;
  for (const [i, run] of mask.entries())
    for (const end = at + run; at < end; at++) pixels[(at % height) * width + Math.floor(at / height)] = i % 2;
  return pixels;
}
