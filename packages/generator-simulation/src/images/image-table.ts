import { type ColumnSpec, createTable, type Table } from '@verisim/core';
import { categorySpec, codedColumn, integerSpec, numberSpec, numericColumn, textColumn, textSpec } from '../columns.ts';
import type { Annotation } from './annotate.ts';
import { type ImagesSettings, imageKinds } from './options.ts';
import type { Scene } from './scene.ts';

/** An image that is painted and labelled. */
export interface LabelledImage {
  /** Where it belongs in a folder. */
  readonly file: string;
  readonly scene: Scene;
  readonly annotations: readonly Annotation[];
  /** The PNG in base64. */
  readonly png: string;
}

/** One row per image. `objects` is JSON, one entry per object: category, box, area, mask, and where there is one a text or a reading; `png` the image in base64. */
export const imageColumns: readonly ColumnSpec[] = [
  { ...textSpec('file'), kind: 'id' },
  categorySpec('kind', imageKinds),
  integerSpec('width'),
  integerSpec('height'),
  integerSpec('count'),
  numberSpec('reading', 3, { nullable: true }),
  textSpec('text', { nullable: true }),
  textSpec('objects', { role: 'target' }),
  textSpec('png'),
];

/** Images as rows. */
export function imageTable({ kind, width, height }: ImagesSettings, images: readonly LabelledImage[]): Table {
  const numbers = (of: (image: LabelledImage) => number) => numericColumn(Float64Array.from(images, of));
  const texts = (of: (image: LabelledImage) => string | null) => textColumn(images.map(of));
  return createTable(imageColumns, [
    texts(({ file }) => file),
    codedColumn(new Int32Array(images.length).fill(imageKinds.indexOf(kind)), imageKinds),
    numbers(() => width),
    numbers(() => height),
    numbers(({ annotations }) => annotations.length),
    numbers(({ scene }) => scene.reading ?? Number.NaN),
    texts(({ scene }) => scene.text),
    texts(({ annotations }) => JSON.stringify(annotations)),
    texts(({ png }) => png),
  ]);
}
