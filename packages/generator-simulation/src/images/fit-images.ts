import { z } from 'zod';
import { badSample } from '../errors.ts';
import { meanAndVariation } from '../real-sample.ts';
import { type ImagesOptions, shapeNames } from './options.ts';

const coco = z.object({
  images: z
    .array(
      z.object({ width: z.number().positive(), height: z.number().positive(), id: z.union([z.number(), z.string()]) }),
    )
    .min(1),
  annotations: z.array(
    z.object({
      image_id: z.union([z.number(), z.string()]),
      category_id: z.number(),
      bbox: z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]),
    }),
  ),
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
});

/**
 * The options with rates of real images, from their COCO JSON (the images themselves are not read): the most frequent size, objects an image, mean and spread of the size of boxes
 * over the shorter side, and the shares of categories that are named like shapes. Throws `generator-simulation/bad-sample`.
 */
export function fitImages(options: ImagesOptions, text: string): ImagesOptions {
  const { images, annotations, categories } = readCoco(text);
  const sides = new Map(images.map(({ id, width, height }) => [id, Math.min(width, height)]));
  const scales = annotations.map(({ image_id, bbox }, i) => {
    const side = sides.get(image_id);
    if (side === undefined)
      throw badSample(
        'images',
        `annotation ${i + 1} is of image ${image_id}, which is not among the images`,
        'Give the whole file.',
      );
    return Math.min(1, Math.sqrt(bbox[2] * bbox[3]) / side);
  });
  if (scales.length < 5)
    throw badSample(
      'images',
      `it has ${scales.length} annotations, and 5 are the least`,
      'Give more annotated images.',
    );
  const { mean, variation } = meanAndVariation(scales);
  const names = new Map(categories.map(({ id, name }) => [id, name.toLowerCase()]));
  const counts = shapeNames.map(
    (shape) => annotations.filter(({ category_id }) => names.get(category_id) === shape).length,
  );
  const known = counts.some((count) => count > 0);
  const exact = (value: number) => Number(value.toPrecision(4));
  return {
    ...options,
    size: mostFrequent(images.map(({ width, height }) => `${Math.round(width)}x${Math.round(height)}`)),
    objects: Math.max(1, Math.min(100, exact(annotations.length / images.length))),
    classes: known ? Object.fromEntries(shapeNames.map((shape, i) => [shape, counts[i]])) : options.classes,
    scale: { mean: exact(mean), variation: Math.min(2, exact(variation)) },
  };
}

function readCoco(text: string): z.infer<typeof coco> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw badSample('images', `it is no JSON: ${(error as Error).message}`, 'Give the COCO JSON of some real images.');
  }
  const found = coco.safeParse(json);
  if (found.success) return found.data;
  const [{ path, message }] = found.error.issues;
  throw badSample(
    'images',
    `it is no COCO JSON: ${path.join('.') || 'the whole'}: ${message}`,
    'Give images, annotations with bbox, and categories.',
  );
}

function mostFrequent(texts: readonly string[]): string {
  const groups = [...Map.groupBy(texts, (text) => text)];
  return groups.reduce((most, one) => (one[1].length > most[1].length ? one : most))[0];
}
