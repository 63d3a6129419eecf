import type { Draws } from '../kernel/entity-random.ts';
import type { ImagesSettings } from './options.ts';
import type { Colour, Raster } from './raster.ts';

/** An object of an image, by its number there. */
export interface SceneObject {
  readonly category: string;
  /** The object that it is a part of: its pixels are that one's too. */
  readonly partOf?: number;
  /** What is written there. */
  readonly text?: string;
  /** What a gauge shows. */
  readonly reading?: number;
}

/** What an image shows. */
export interface Scene {
  readonly raster: Raster;
  readonly objects: readonly SceneObject[];
  /** Of a gauge, the first where there are several. */
  readonly reading: number | null;
  /** Everything that is written, line by line. */
  readonly text: string | null;
}

/** What a painter is given. `begin` makes a ground with the lines on it that have no label. */
export interface Canvas {
  readonly settings: ImagesSettings;
  readonly random: Draws;
  begin(background: Colour): Raster;
}

/** A whole number from 0 to below a limit. */
export const below = (limit: number, random: Draws): number => Math.floor(limit * random.next());

/** One of some. */
export const oneOf = <T>(values: readonly T[], random: Draws): T => values[below(values.length, random)];

/** A grey or a colour with channels in a range. */
export const colourIn = (low: number, high: number, random: Draws): Colour => [
  low + below(high - low, random),
  low + below(high - low, random),
  low + below(high - low, random),
];
