import {
  type Context,
  columnOf,
  dropColumns,
  type NumericColumn,
  stream,
  type Table,
  type TextColumn,
} from '@verisim/core';
import type { SimulationModel } from '../self-test.ts';
import type { Annotation } from './annotate.ts';
import { fromBase64 } from './base64.ts';
import { images } from './generator.ts';
import { shapeNames } from './options.ts';

/** Everything that is labelled, in the order of its COCO category ids, from 1 on. */
export const imageCategories: readonly string[] = [
  ...shapeNames,
  ...['title', 'number', 'date', 'item', 'amount', 'total'],
  ...['gauge', 'needle'],
];

/** A file, by its place within a folder. */
export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Rows of images on their way into a folder. */
export interface ImageExport {
  /** The PNG files of some rows, and the rows without them. */
  add(block: Table): { readonly files: readonly ImageFile[]; readonly table: Table };
  /** `coco.json` of everything that was added: boxes, masks as uncompressed RLE, categories, as pycocotools reads it. */
  coco(): ImageFile;
}

/** Begins an export. */
export function createImageExport(): ImageExport {
  const entries: string[] = [];
  const annotations: string[] = [];
  return {
    add(block) {
      const texts = (name: string) => (columnOf(block, name) as TextColumn).values as readonly string[];
      const numbers = (name: string) => (columnOf(block, name) as NumericColumn).values;
      const [file, objects, png] = [texts('file'), texts('objects'), texts('png')];
      const [width, height] = [numbers('width'), numbers('height')];
      for (let row = 0; row < block.rows; row++) {
        const size = { width: width[row], height: height[row] };
        const image = entries.push(JSON.stringify({ id: entries.length + 1, file_name: file[row], ...size }));
        for (const one of JSON.parse(objects[row]) as readonly Annotation[])
          annotations.push(JSON.stringify(cocoAnnotation(one, annotations.length + 1, image, size)));
      }
      const files = file.map((name, row) => ({ name, bytes: fromBase64(png[row]) }));
      return { files, table: dropColumns(block, ['png']) };
    },
    coco() {
      const categories = imageCategories.map((name, i) => JSON.stringify({ id: i + 1, name, supercategory: 'object' }));
      const list = (name: string, parts: readonly string[]) => `"${name}":[\n${parts.join(',\n')}\n]`;
      const info = '"info":{"description":"made by verisim"}';
      const lists = [list('images', entries), list('annotations', annotations), list('categories', categories)];
      return { name: 'coco.json', bytes: new TextEncoder().encode(`{${[info, ...lists].join(',\n')}}\n`) };
    },
  };
}

function cocoAnnotation(
  { category, box, area, mask, ...more }: Annotation,
  id: number,
  image: number,
  { width, height }: { readonly width: number; readonly height: number },
): unknown {
  const segmentation = { size: [height, width], counts: mask };
  const category_id = 1 + imageCategories.indexOf(category);
  return { id, image_id: image, category_id, bbox: box, area, iscrowd: 0, segmentation, ...more };
}

/**
 * Makes so many images and hands over their files one by one, `coco.json` at the end; resolves to their rows without the PNG, block by block. The rows are those that `sample` gives for
 * the same context.
 */
export async function exportImages(
  model: SimulationModel,
  rows: number,
  write: (file: ImageFile) => void | Promise<void>,
  ctx: Context,
): Promise<readonly Table[]> {
  const exporting = createImageExport();
  const tables: Table[] = [];
  for await (const { table } of stream(images, model, { rows }, ctx)) {
    const { files, table: rest } = exporting.add(table);
    for (const file of files) await write(file);
    tables.push(rest);
  }
  await write(exporting.coco());
  return tables;
}
