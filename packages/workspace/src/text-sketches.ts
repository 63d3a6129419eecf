import { createCipheriv } from 'node:crypto';
import { columnKinds, columnOf, type StateArray, type Table, takeColumns, takeRows } from '@verisim/core';
import { packArrays, unpackArrays } from './array-bytes.ts';
import { nearTexts, SHORTEST_TEXT } from './near-texts.ts';
import { createSketchIndex, PLACES, type SketchIndex } from './sketch-index.ts';
import type { Split } from './stratified-split.ts';
import { foldedText, minHash, shinglesOf } from './text-shingles.ts';

/** Keyed sketches of locked texts: which texts are nearly one of them, and nothing about them. */
export interface TextSketches {
  /** Texts that are guarded, all columns together. */
  readonly size: number;
  /** 1 for each row with a text that is nearly a locked one of the same column. */
  nearCopies(table: Table): Uint8Array;
}

/**
 * The bytes of `texts.sketch`, `null` where there is nothing to sketch: {@link PLACES} bytes for each locked text of {@link SHORTEST_TEXT} characters or more that has no near
 * copy in the training part, sorted, so that nothing tells whose is whose. Each byte is the first of an AES block over one MinHash value and its place: without the
 * key nothing can be tried against it (b-bit minwise hashing: Li and König 2010, WWW). What it does show is which locked texts are alike.
 */
export function makeTextSketches(
  table: Table,
  { train, holdout }: Split,
  target: string | null,
  key: Uint8Array,
): Buffer | null {
  const names = table.spec.columns.filter(({ name, kind }) => isText(kind) && name !== target).map(({ name }) => name);
  const arrays: Record<string, StateArray> = {};
  for (const [i, name] of names.entries()) {
    const alike = nearTexts(takeRows(takeColumns(table, [name]), [...train, ...holdout]));
    // What the training part shows as well says nothing about the holdout when it is made again.
    const own = holdout.filter(
      (_, row) => !(alike[train.length + row] >= 0 && alike[train.length + row] < train.length),
    );
    arrays[`c${i}`] = Buffer.concat(sortedSketches(textsOf(takeRows(table, own), name), key));
  }
  if (Object.values(arrays).every(({ length }) => length === 0)) return null;
  const { bytes, headerBytes } = packArrays({ columns: names }, arrays);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(headerBytes);
  return Buffer.concat([size, bytes]);
}

/** What {@link makeTextSketches} made, ready to be asked. */
export function readTextSketches(file: Buffer, key: Uint8Array): TextSketches {
  const packed = { bytes: file.subarray(4), headerBytes: file.readUInt32LE() };
  const { json, arrays } = unpackArrays<{ readonly columns: readonly string[] }>(packed);
  const columns = json.columns.map((name, i) => ({ name, index: createSketchIndex(arrays[`c${i}`] as Uint8Array) }));
  // A batch is asked about once for each label that it could have: its texts are the same every time.
  const known = new WeakMap<object, Uint8Array>();
  return {
    size: columns.reduce((sum, { index }) => sum + index.size, 0),
    nearCopies(table) {
      const hit = new Uint8Array(table.rows);
      for (const { name, index } of columns) {
        const at = table.spec.columns.findIndex((spec) => spec.name === name);
        if (at < 0 || index.size === 0) continue;
        const column = table.columns[at];
        const found = known.get(column) ?? copiesAmong(textsOf(table, name), index, key);
        known.set(column, found);
        for (const [row, is] of found.entries()) if (is === 1) hit[row] = 1;
      }
      return hit;
    },
  };
}

function copiesAmong(texts: readonly string[], index: SketchIndex, key: Uint8Array): Uint8Array {
  const sketch = sketcher(key);
  return Uint8Array.from(texts, (text) => (text.length >= SHORTEST_TEXT && index.hasNearCopy(sketch(text)) ? 1 : 0));
}

function sortedSketches(texts: readonly string[], key: Uint8Array): readonly Buffer[] {
  const sketch = sketcher(key);
  const sketches = texts.filter((text) => text.length >= SHORTEST_TEXT).map((text) => sketch(text));
  return sketches.sort(Buffer.compare).filter((one, i) => i === 0 || !one.equals(sketches[i - 1]));
}

function sketcher(key: Uint8Array): (text: string) => Buffer {
  const minima = minHash(PLACES, 'text-sketch');
  const blocks = new Uint32Array(4 * PLACES);
  for (let i = 0; i < PLACES; i++) blocks[4 * i + 1] = i;
  const bytes = new Uint8Array(blocks.buffer);
  return (text) => {
    for (const [i, least] of minima(shinglesOf(text)).entries()) blocks[4 * i] = least;
    const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    const whole = cipher.update(bytes);
    return Buffer.from(Uint8Array.from({ length: PLACES }, (_, i) => whole[16 * i]));
  };
}

function textsOf(table: Table, name: string): readonly string[] {
  const column = columnOf(table, name);
  if (column.storage === 'text') return column.values.map((text) => foldedText(text ?? ''));
  if (column.storage === 'numeric') return Array.from(column.values, () => '');
  const levels = column.levels.map(foldedText);
  return Array.from(column.codes, (code) => (code < 0 ? '' : levels[code]));
}

function isText(kind: keyof typeof columnKinds): boolean {
  const { storage, identifies } = columnKinds[kind];
  return storage === 'text' && !identifies;
}
