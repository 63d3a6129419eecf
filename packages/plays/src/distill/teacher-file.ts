import { type Column, cellOf, columnOf, isMissing, rowFingerprints, type Table, takeColumns } from '@verisim/core';
import { badTeacher } from '../errors.ts';
import type { Teacher, TeacherLabels } from './teacher.ts';

/** Answers that were written to a file. */
export interface TeacherFile {
  readonly name: string;
  /** The rows that the teacher was asked about, read like the real ones; a target among them is not looked at. */
  readonly items: Table;
  /** One column per answer, texts or levels, as many rows as `items`. */
  readonly answers: Table;
  /** The columns of `answers` that hold a label each. */
  readonly samples: readonly string[];
  /** A column of `answers` with numbers from 0 to 1. */
  readonly confidence?: string;
  /** What makes a row of the file and a real row the same one: an id, or every feature. */
  readonly keys: readonly string[];
}

/** A teacher that answers from a file: rows are found again by the columns `keys`, equal ones in their order. Throws `plays/bad-teacher`. */
export function fileTeacher(file: TeacherFile): Teacher {
  const places = placesByKey(file);
  return {
    name: file.name,
    label(table, classes) {
      const all = answersOf(file, classes);
      const at = placesOf(places, table, file.keys);
      return {
        samples: all.samples.map((sample) => at.map((place) => (place < 0 ? -1 : sample[place]))),
        confidence: all.confidence && Float64Array.from(at, (p) => (p < 0 ? Number.NaN : all.confidence![p])),
      };
    },
  };
}

/** Every answer of a file, in its order. Throws `plays/bad-teacher` for a label that is no class and a confidence that is no number. */
export function answersOf(file: TeacherFile, classes: readonly string[]): TeacherLabels {
  const { answers, samples, confidence, name } = file;
  return {
    samples: samples.map((column) => labelsIn(columnOf(answers, column), { name, column, classes })),
    confidence: confidence === undefined ? null : sharesIn(columnOf(answers, confidence), name, confidence),
  };
}

/** The rows of the file that are none of `table`, by their keys. */
export function itemsOutside(file: Pick<TeacherFile, 'items' | 'keys'>, table: Table): Int32Array {
  const known = new Set(keysOf(table, file.keys));
  const own = keysOf(file.items, file.keys);
  return Int32Array.from([...own.keys()].filter((row) => !known.has(own[row])));
}

function labelsIn(
  column: Column,
  told: { readonly name: string; readonly column: string; readonly classes: readonly string[] },
): Int32Array {
  const { name, classes } = told;
  const rows = column.storage === 'coded' ? column.codes.length : column.values.length;
  return Int32Array.from({ length: rows }, (_, row) => {
    if (isMissing(column, row)) return -1;
    const said = String(cellOf(column, row)).trim();
    const place = classes.indexOf(said);
    if (place < 0)
      throw badTeacher(
        `${name}, row ${row + 1}: column "${told.column}" says "${said}", which is no class of the target.`,
        `Classes: ${classes.join(', ')}. Name the columns that hold labels, and leave a cell empty where the teacher gave none.`,
      );
    return place;
  });
}

function sharesIn(column: Column, name: string, wanted: string): Float64Array {
  if (column.storage === 'numeric') {
    const odd = column.values.findIndex((value) => value < 0 || value > 1);
    if (odd < 0) return column.values;
    throw badTeacher(
      `${name}, row ${odd + 1}: column "${wanted}" has ${column.values[odd]}, which is no confidence.`,
      'Give numbers from 0 to 1.',
    );
  }
  throw badTeacher(`${name}: column "${wanted}" does not hold numbers.`, 'Give confidences from 0 to 1.');
}

const NO_KEY = new Uint8Array(32);

function keysOf(table: Table, keys: readonly string[]): readonly string[] {
  return rowFingerprints(takeColumns(table, keys), keys, NO_KEY);
}

function placesByKey(file: TeacherFile): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [row, key] of keysOf(file.items, file.keys).entries()) {
    const places = found.get(key);
    if (places) places.push(row);
    else found.set(key, [row]);
  }
  return found;
}

/** The file's row of each row of a table, -1 where there is none. */
function placesOf(places: ReadonlyMap<string, readonly number[]>, table: Table, keys: readonly string[]): Int32Array {
  const used = new Map<string, number>();
  return Int32Array.from(keysOf(table, keys), (key) => {
    const own = places.get(key);
    if (own === undefined) return -1;
    const times = used.get(key) ?? 0;
    used.set(key, times + 1);
    return own[Math.min(times, own.length - 1)];
  });
}
