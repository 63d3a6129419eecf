import { duplicateColumn, noRows, tooManyColumns, unnamedColumn } from '../errors.ts';
import { visitFile } from '../file-bytes.ts';
import type { ValueChange } from '../read-result.ts';
import type { Batch, Source, SourceColumn } from '../source.ts';
import { type ArrowColumn, needsLook, tallyOf } from './arrow-column.ts';
import { unreadableArrow } from './arrow-errors.ts';
import { type ArrowFile, type ArrowParts, openArrowFile, partsOf, readable } from './arrow-file.ts';
import { type ArrowPass, readRows } from './arrow-rows.ts';
import { type ArrowField, decodeSchema } from './arrow-schema.ts';
import type { ArrowSlice } from './arrow-slice.ts';
import { specKey, specOf } from './arrow-spec.ts';

const mostColumns = 100_000;

/**
 * Opens an Arrow file or stream. Looks at the rows of those columns whose type does not say all: 64-bit numbers, floats,
 * decimals, timestamps, binary. Throws `io/unreadable-arrow`, `io/unsupported-arrow`, `io/unsupported-type`,
 * `io/duplicate-column`, `io/unnamed-column`, `io/too-many-columns`, `io/no-rows`.
 */
export async function openArrow(path: string, signal?: AbortSignal): Promise<Source> {
  const file = await openArrowFile(path);
  try {
    const parts = await partsOf(file);
    const fields = decodeSchema(parts.schema);
    checkNames(path, fields);
    const tallies = fields.map((field) => tallyOf(path, field));
    const wanted = fields.map(needsLook);
    const pass = startPass(file, fields);
    for await (const { slices } of readRows(parts, pass, wanted, signal)) {
      slices.forEach((slice, i) => {
        if (slice !== null) tallies[i].add(slice);
      });
    }
    if (pass.rows === 0) throw noRows(path);
    const columns = tallies.map((tally) => tally.column());
    return sourceOf(file, parts, columns, {
      declared: fields.map((field, i) => declaredColumn(field, columns[i], pass)),
      fields,
      hash: await visitFile(path, () => {}, signal),
    });
  } catch (error) {
    await file.handle.close();
    throw readable(path, error);
  }
}

const startPass = (file: ArrowFile, fields: readonly ArrowField[]): ArrowPass => ({
  ...{ file, fields, dictionaries: new Map(), rows: 0 },
});

function sourceOf(
  file: ArrowFile,
  parts: ArrowParts,
  columns: readonly ArrowColumn[],
  known: {
    readonly declared: readonly SourceColumn[];
    readonly fields: readonly ArrowField[];
    readonly hash: string;
  },
): Source {
  return {
    columns: known.declared,
    async *batches(signal) {
      try {
        const pass = startPass(file, known.fields);
        for await (const { rows, slices } of readRows(
          parts,
          pass,
          columns.map(() => true),
          signal,
        )) {
          const batch: Batch = { rows, columns: columns.map(({ decode }, i) => decode(slices[i]!)) };
          yield batch;
        }
      } catch (error) {
        throw readable(file.path, error);
      }
    },
    hash: () => known.hash,
    changes: () => [...endChange(parts), ...columns.flatMap(({ changes }) => changes)],
    close: () => file.handle.close(),
  };
}

function endChange(parts: ArrowParts): readonly ValueChange[] {
  if (!parts.unmarked()) return [];
  const what = 'the stream ends without the mark of its end: rows may have been cut off';
  return [{ column: '*', what, rows: 0, example: '' }];
}

function checkNames(path: string, fields: readonly ArrowField[]): void {
  if (fields.length === 0) throw unreadableArrow(path, 'it has no columns');
  if (fields.length > mostColumns) throw tooManyColumns(path, fields.length, mostColumns);
  const seen = new Map<string, number>();
  fields.forEach(({ name }, i) => {
    if (name === '') throw unnamedColumn(path, i + 1);
    const first = seen.get(name);
    if (first !== undefined) throw duplicateColumn(path, name, first, i + 1);
    seen.set(name, i + 1);
  });
}

function declaredColumn(field: ArrowField, { column }: ArrowColumn, pass: ArrowPass): SourceColumn {
  const text = field.metadata.get(specKey);
  if (text === undefined) return column;
  const dictionary = field.dictionary === null ? undefined : pass.dictionaries.get(field.dictionary.id);
  const levels = dictionary === undefined || field.type.meaning !== 'text' ? null : levelsOf(dictionary);
  const spec = specOf(field.name, text, column.native, levels);
  return spec === null ? column : { ...column, declared: spec };
}

function levelsOf({ rows, bytes, starts, ends }: ArrowSlice): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: rows }, (_, row) => buffer.toString('utf8', starts[row], ends[row]));
}
