import { open } from 'node:fs/promises';
import { emptyFile } from '../errors.ts';
import type { Format } from '../format.ts';
import type { ValueChange } from '../read-result.ts';
import type { Source } from '../source.ts';
import { type EncodedFile, encodingOf } from '../text-encoding.ts';
import { utf8Chunks } from '../utf8-chunks.ts';
import { declaredDelimiter, delimiterNames, readDialect, refuseOtherFormats } from './csv-dialect.ts';
import { type CsvSplit, createCsvSplit, splitCsv } from './csv-split.ts';
import { writeCsv } from './csv-write.ts';

/** Comma- or otherwise separated values, RFC 4180, with a header. */
export const csv: Format = {
  name: 'csv',
  open: (path, { signal }) => openCsv(path, signal),
  write: writeCsv,
};

async function openCsv(path: string, signal?: AbortSignal): Promise<Source> {
  await refuseOthers(path);
  const encoded = await encodingOf(path, signal);
  if (encoded.size === encoded.mark) throw emptyFile(path);
  const declared = declaredDelimiter((await headOf(path, encoded)).head);
  const file = declared === null ? encoded : { ...encoded, mark: encoded.mark + declared.length * unitOf(encoded) };
  const { head, whole } = await headOf(path, file);
  const { names, delimiter } = readDialect(path, head, whole, declared?.delimiter);
  let split: CsvSplit | null = null;
  return {
    columns: names.map((name) => ({ name, native: 'untyped', type: 'text' })),
    batches(passSignal) {
      split = createCsvSplit(path, names.length, delimiter, declared === null ? 1 : 2);
      return splitCsv(split, utf8Chunks(path, file, passSignal));
    },
    hash: () => file.hash,
    notes: () => [
      ...(declared === null ? [] : ['the first line declares the delimiter, as Excel writes it (sep=)']),
      ...notesOf(path, file, delimiter),
    ],
    changes: () => [...blankLineChange(split?.blankLines ?? 0), ...encodingChange(file)],
    close: async () => {},
  };
}

/** Bytes of an ASCII character. */
const unitOf = ({ encoding }: EncodedFile): number => (encoding.startsWith('utf-16') ? 2 : 1);

async function refuseOthers(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    refuseOtherFormats(path, buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The first piece of a file, and whether it is all of it. */
async function headOf(path: string, file: EncodedFile): Promise<{ head: Buffer; whole: boolean }> {
  for await (const chunk of utf8Chunks(path, { ...file, size: Math.min(file.size, 1 << 22) }, undefined)) {
    return { head: Buffer.from(chunk), whole: file.size <= 1 << 22 };
  }
  throw emptyFile(path);
}

function notesOf(path: string, { encoding }: EncodedFile, delimiter: number): readonly string[] {
  const usual = /\.tsv$/i.test(path) ? 9 : 44;
  const parted = delimiter === usual ? [] : [`fields are parted by ${delimiterNames[delimiter]}`];
  return encoding === 'utf-8' ? parted : [...parted, `the text is encoded as ${encoding}`];
}

function blankLineChange(rows: number): readonly ValueChange[] {
  return rows === 0 ? [] : [{ column: '*', what: 'blank lines between rows were passed over', rows, example: '' }];
}

function encodingChange({ encoding, foreignLines, example }: EncodedFile): readonly ValueChange[] {
  if (encoding !== 'windows-1252') return [];
  const what = 'not UTF-8: read as Windows-1252 (Latin-1), lines with letters beyond ASCII';
  return [{ column: '*', what, rows: foreignLines, example }];
}
