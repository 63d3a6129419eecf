import { appendByte, type GrowingBytes, growingBytes, reserve } from '../growing-bytes.ts';
import { appendPresence } from './hybrid-runs.ts';
import { appendPage, codecs, encodings } from './parquet-page.ts';

/** A column of texts of one row group that is being put together: texts become bytes as they come and are packed by the page, so that none is held. */
export interface TextChunk {
  /** Pages that are done. */
  readonly pages: GrowingBytes;
  /** The page under way: its texts in the plain encoding, and 1 for every row with a text, 0 for a missing one. */
  readonly texts: GrowingBytes;
  readonly present: GrowingBytes;
  /** About the bytes of the page under way, and its missing cells. */
  size: number;
  absent: number;
  /** Bytes of the pages if they were not packed, and missing cells in them. */
  unpacked: number;
  missing: number;
}

/** A page ends when it has this many bytes. */
const PAGE = 1 << 20;
/** Room to begin with; there may be hundreds of columns. */
const ROOM = 1 << 12;

export const createTextChunk = (): TextChunk => ({
  ...{ pages: growingBytes(ROOM), texts: growingBytes(ROOM), present: growingBytes(ROOM) },
  ...{ size: 0, absent: 0, unpacked: 0, missing: 0 },
});

/** Empties it for the next row group. */
export function clearTextChunk(chunk: TextChunk): void {
  chunk.pages.used = 0;
  chunk.unpacked = 0;
  chunk.missing = 0;
}

/** Adds texts `from` to `to`. `body` is room to make a page in. */
export function appendTexts(
  chunk: TextChunk,
  texts: readonly (string | null)[],
  from: number,
  to: number,
  body: GrowingBytes,
): void {
  for (let i = from; i < to; i++) {
    const text = texts[i];
    appendByte(chunk.present, text === null ? 0 : 1);
    if (text === null) chunk.absent++;
    else appendPlainText(chunk.texts, text);
    chunk.size += 4 + (text?.length ?? 0);
    if (chunk.size >= PAGE) endTextPage(chunk, body);
  }
}

/** Packs the page under way, if it has rows. `body` is room to make it in. */
export function endTextPage(chunk: TextChunk, body: GrowingBytes): void {
  const { texts, present, pages, absent } = chunk;
  if (present.used === 0) return;
  body.used = 0;
  appendPresence(body, present.bytes, present.used, absent);
  reserve(body, texts.used);
  texts.bytes.copy(body.bytes, body.used, 0, texts.used);
  chunk.unpacked += appendPage(pages, {
    ...{ type: 'data', values: present.used, encoding: encodings.plain, codec: codecs.zstd },
    body: body.bytes.subarray(0, body.used + texts.used),
  });
  chunk.missing += absent;
  texts.used = 0;
  present.used = 0;
  chunk.size = 0;
  chunk.absent = 0;
}

/** Appends a text in the plain encoding: its bytes behind their number. */
export function appendPlainText(out: GrowingBytes, text: string): void {
  reserve(out, 4 + 3 * text.length);
  const start = out.used + 4;
  const length = out.bytes.write(text, start, 'utf8');
  out.bytes.writeUInt32LE(length, out.used);
  out.used = start + length;
}
