import { z } from 'zod';
import { badOption } from '../errors.ts';
import { likeOption } from '../option-text.ts';

/** What images show. */
export const imageKinds = ['shapes', 'documents', 'gauges'] as const;
/** One of {@link imageKinds}. */
export type ImageKind = (typeof imageKinds)[number];
/** The shapes there are. */
export const shapeNames = ['circle', 'rectangle', 'triangle', 'star', 'cross'] as const;
/** One of {@link shapeNames}. */
export type ShapeName = (typeof shapeNames)[number];

/** Options of the images; see their descriptions. */
export interface ImagesOptions {
  readonly kind: ImageKind;
  readonly size?: string | undefined;
  readonly objects?: number | undefined;
  readonly classes: Readonly<Partial<Record<ShapeName, number>>>;
  readonly scale: { readonly mean: number; readonly variation: number };
  readonly overlap: number;
  readonly disturbance: { readonly noise: number; readonly lines: number };
  readonly like?: string | undefined;
}

/** The options as zod declares them. */
export const imagesOptions: z.ZodType<ImagesOptions> = z.strictObject({
  kind: z.enum(imageKinds).default('shapes').describe('shapes, documents (invoices) or gauges (dials)'),
  size: z.string().optional().describe('WIDTHxHEIGHT in pixels; left out: 160x160, documents 220x280'),
  objects: z
    .number()
    .min(1)
    .max(100)
    .optional()
    .describe('Mean shapes, items of an invoice or dials an image, 1 at least; left out: 3, 5 or 1'),
  classes: z
    .partialRecord(z.enum(shapeNames), z.number().min(0).max(1e6))
    .default(Object.fromEntries(shapeNames.map((name) => [name, 1])))
    .describe('Weights of circle, rectangle, triangle, star, cross'),
  scale: z
    .strictObject({
      mean: z.number().positive().max(1).default(0.25),
      variation: z.number().min(0).max(2).default(0.4),
    })
    .prefault({})
    .describe('Size of a shape over the shorter side of the image: mean, standard deviation / mean'),
  overlap: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('How much of a shape may lie under another, as a share of boxes'),
  disturbance: z
    .strictObject({ noise: z.int().min(0).max(60).default(0), lines: z.int().min(0).max(100).default(3) })
    .prefault({})
    .describe('noise: most levels a pixel is off by; lines behind objects that have no label. Neither changes a label'),
  like: likeOption('COCO JSON'),
});

/** The options, read. */
export interface ImagesSettings extends Omit<ImagesOptions, 'size' | 'objects' | 'classes' | 'like'> {
  readonly width: number;
  readonly height: number;
  readonly objects: number;
  /** Shares, one per name of a shape. */
  readonly shares: readonly number[];
}

const SIZES: Readonly<Record<ImageKind, string>> = { shapes: '160x160', documents: '220x280', gauges: '160x160' };
const OBJECTS: Readonly<Record<ImageKind, number>> = { shapes: 3, documents: 5, gauges: 1 };
/** Below these nothing can be made out. */
const LEAST: Readonly<Record<ImageKind, readonly [number, number]>> = {
  shapes: [32, 32],
  documents: [160, 120],
  gauges: [64, 64],
};
const MOST = 2048;

/** Reads the options. Throws `generator-simulation/bad-option`. */
export function readImages({ like: _, size, objects, classes, ...options }: ImagesOptions): ImagesSettings {
  const { kind } = options;
  const text = size ?? SIZES[kind];
  const [width, height] = /^\d+x\d+$/.test(text) ? text.split('x').map(Number) : [0, 0];
  const [w, h] = LEAST[kind];
  if (!(width >= w && height >= h && width <= MOST && height <= MOST))
    throw badOption(
      'size',
      text,
      `WIDTHxHEIGHT, for ${kind} from ${w}x${h} to ${MOST}x${MOST}, such as ${SIZES[kind]}`,
    );
  const weights = shapeNames.map((name) => classes[name] ?? 0);
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(sum > 0)) throw badOption('classes', JSON.stringify(classes), 'a weight above 0 for one shape at least');
  return {
    ...options,
    width,
    height,
    objects: objects ?? OBJECTS[kind],
    shares: weights.map((weight) => weight / sum),
  };
}
