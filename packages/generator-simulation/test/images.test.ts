import { Buffer } from 'node:buffer';
import { createContext, fit, type Table } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import {
  type Annotation,
  agrees,
  exportImages,
  type ImageFile,
  imageCategories,
  images,
  type SimulationModel,
  selfTest,
} from '../src/index.ts';
import { readPng } from './read-png.ts';
import { numbersOf, simulated, textsOf } from './simulated.ts';

const kinds = ['shapes', 'documents', 'gauges'] as const;
const plain = { disturbance: { noise: 0, lines: 0 } };
const pngOf = (table: Table, row: number) => readPng(Buffer.from(textsOf(table, 'png')[row], 'base64'));
const objectsOf = (table: Table, row: number) => JSON.parse(textsOf(table, 'objects')[row]) as readonly Annotation[];

/** Column by column as COCO has it, written anew here: the pixels of a mask, row by row. */
function pixelsOf(mask: readonly number[], width: number, height: number): ReadonlySet<number> {
  const flat = mask.flatMap((run, i) => new Array<number>(run).fill(i % 2));
  expect(flat.length).toBe(width * height);
  return new Set(flat.flatMap((mine, at) => (mine ? [(at % height) * width + Math.floor(at / height)] : [])));
}

function boxOf(pixels: ReadonlySet<number>, width: number): readonly number[] {
  const xs = [...pixels].map((at) => at % width);
  const ys = [...pixels].map((at) => Math.floor(at / width));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left + 1, Math.max(...ys) - top + 1];
}

describe.each(kinds)('%s', (kind) => {
  test('images open, and boxes and masks are those of their pixels', async () => {
    const { table } = await simulated(images, { kind, ...plain, overlap: 0.3 }, 24, 5);
    for (let row = 0; row < table.rows; row++) {
      const { width, height, pixels } = pngOf(table, row);
      expect([width, height]).toEqual([numbersOf(table, 'width')[row], numbersOf(table, 'height')[row]]);
      const colour = (at: number) => (pixels[3 * at] << 16) | (pixels[3 * at + 1] << 8) | pixels[3 * at + 2];
      const covered = new Set<number>();
      for (const { category, box, area, mask } of objectsOf(table, row)) {
        const own = pixelsOf(mask, width, height);
        expect(own.size).toBe(area);
        expect(boxOf(own, width)).toEqual(box);
        for (const at of own) covered.add(at);
        if (category === 'gauge') continue;
        expect(new Set([...own].map(colour)).size).toBe(1);
        if (category === 'needle') expect(pixels[3 * [...own][0]]).toBe(200);
      }
      // What is in no mask is ground or, on an invoice, one of the two rules; what is in a mask never is.
      const outside = new Set(
        Array.from({ length: width * height }, (_, at) => at)
          .filter((at) => !covered.has(at))
          .map(colour),
      );
      expect(outside.size).toBe(kind === 'documents' ? 2 : 1);
      for (const at of covered) expect(outside.has(colour(at))).toBe(false);
    }
  });

  test('noise and lines change pixels and no label', async () => {
    const [clean, disturbed] = [
      await simulated(images, { kind, ...plain }, 6, 2),
      await simulated(images, { kind, disturbance: { noise: 10, lines: 4 } }, 6, 2),
    ];
    expect(textsOf(disturbed.table, 'objects')).toEqual(textsOf(clean.table, 'objects'));
    expect(textsOf(disturbed.table, 'text')).toEqual(textsOf(clean.table, 'text'));
    const [before, after] = [pngOf(clean.table, 0).pixels, pngOf(disturbed.table, 0).pixels];
    const off = after.map((level, i) => Math.abs(level - before[i]));
    expect(off.filter((one) => one > 0).length).toBeGreaterThan(off.length / 2);
    expect(off.filter((one) => one > 10).length).toBeLessThan(off.length / 5);
  });

  test('the self-test agrees', async () => {
    const { model, table } = await simulated(
      images,
      { kind, size: kind === 'documents' ? '160x200' : '80x64' },
      640,
      3,
    );
    const found = selfTest(model, table);
    expect(found.filter((one) => !agrees(one))).toEqual([]);
    expect(found.find(({ metric }) => metric === 'boxes-of-masks')!.value).toBe(1);
    expect(found.find(({ metric }) => metric === 'files-that-open')!.value).toBe(1);
  });
});

test('a needle points where the reading says', async () => {
  const { table } = await simulated(images, { kind: 'gauges', size: '200x200', ...plain }, 20, 8);
  for (let row = 0; row < table.rows; row++) {
    const { width, height } = pngOf(table, row);
    const [gauge, needle] = objectsOf(table, row);
    const [x, y] = [gauge.box[0] + gauge.box[2] / 2, gauge.box[1] + gauge.box[3] / 2];
    const own = [...pixelsOf(needle.mask, width, height)].map((at) => [
      (at % width) + 0.5 - x,
      Math.floor(at / width) + 0.5 - y,
    ]);
    const far = Math.max(...own.map(([a, b]) => Math.hypot(a, b)));
    const tip = own.filter(([a, b]) => Math.hypot(a, b) > 0.7 * far);
    const [a, b] = [0, 1].map((axis) => tip.reduce((sum, point) => sum + point[axis], 0));
    const turned = (((Math.atan2(b, a) - 0.75 * Math.PI) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
    const reading = numbersOf(table, 'reading')[row];
    expect(gauge.reading).toBe(reading);
    // The range is not said: it is the one on a dial that comes closest.
    const off = [1, 6, 10, 16, 100, 160, 240].map((range) => Math.abs(turned / (1.5 * Math.PI) - reading / range));
    expect(Math.min(...off)).toBeLessThan(0.02);
  }
});

test('the items of an invoice sum to its total, and its text is what is written', async () => {
  const { table } = await simulated(images, { kind: 'documents', objects: 8 }, 40, 4);
  for (let row = 0; row < table.rows; row++) {
    const objects = objectsOf(table, row);
    const cents = (text: string | undefined) => Math.round(100 * Number(text?.replace('TOTAL ', '')));
    const sum = objects.filter(({ category }) => category === 'amount').reduce((sum, { text }) => sum + cents(text), 0);
    expect(cents(objects.find(({ category }) => category === 'total')!.text)).toBe(sum);
    expect(textsOf(table, 'text')[row].split(/\n/).length).toBe(
      objects.filter(({ category }) => category === 'item').length + 3,
    );
  }
});

test('an export is a COCO file and the images it names', async () => {
  const ctx = createContext({ seed: 1 });
  const model = (await fit(images, null, { kind: 'shapes' }, ctx)) as SimulationModel;
  const files: ImageFile[] = [];
  const tables = await exportImages(model, 70, (file) => void files.push(file), ctx);
  expect(tables.map(({ rows }) => rows)).toEqual([64, 6]);
  expect(tables[0].spec.columns.map(({ name }) => name)).not.toContain('png');
  const coco = JSON.parse(new TextDecoder().decode(files.pop()!.bytes));
  expect(coco.images.map((image: { file_name: string }) => image.file_name)).toEqual(files.map(({ name }) => name));
  expect(new Set(files.map(({ name }) => name)).size).toBe(70);
  expect(coco.categories.map(({ name }: { name: string }) => name)).toEqual(imageCategories);
  const ids = new Set(coco.images.map(({ id }: { id: number }) => id));
  for (const [i, one] of coco.annotations.entries()) {
    expect(one.id).toBe(i + 1);
    expect(ids.has(one.image_id)).toBe(true);
    expect(one.iscrowd).toBe(0);
    const [height, width] = one.segmentation.size;
    expect(pixelsOf(one.segmentation.counts, width, height).size).toBe(one.area);
    expect(one.segmentation.counts.slice(1).every((run: number) => run > 0)).toBe(true);
  }
  const again = await fit(images, null, { like: JSON.stringify(coco) }, ctx);
  const rates = (again as SimulationModel).rates as { size: string; objects: number; scale: { mean: number } };
  expect(rates.size).toBe('160x160');
  expect(rates.objects).toBeCloseTo(coco.annotations.length / 70, 3);
  expect(Math.abs(rates.scale.mean - 0.25)).toBeLessThan(0.03);
});

test.each([
  ['a size that is none', { size: 'large' }, 'bad-option'],
  ['a document too small to be read', { kind: 'documents', size: '64x64' }, 'bad-option'],
  ['no shape at all', { classes: { star: 0 } }, 'bad-option'],
  ['a sample that is no JSON', { like: 'a,b' }, 'bad-sample'],
  ['a sample that is no COCO', { like: '{"images":[]}' }, 'bad-sample'],
  [
    'an annotation without its image',
    {
      like: '{"images":[{"id":1,"width":9,"height":9}],"annotations":[{"image_id":2,"category_id":1,"bbox":[0,0,1,1]}],"categories":[]}',
    },
    'bad-sample',
  ],
])('%s: refused', async (_, options, code) => {
  await expect(simulated(images, options, 1)).rejects.toMatchObject({ code: `generator-simulation/${code}` });
});
