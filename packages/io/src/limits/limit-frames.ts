import { type Column, type ColumnSpec, columnKinds, createTable, type ErrorKind } from '@verisim/core';
import type { ReadReport, ReadResult } from '../read-result.ts';

/** What the reading process sends first: what it read, or why it could not. */
type Head =
  | { readonly read: { readonly rows: number; readonly specs: readonly ColumnSpec[]; readonly report: ReadReport } }
  | { readonly refused: SentError };

/** An error as data; `code` and what follows only of an error of ours. */
export interface SentError {
  readonly message: string;
  readonly code?: string;
  readonly next?: string;
  readonly kind?: ErrorKind;
}

/** Cells of one frame. */
const CHUNK = 65_536;

/**
 * A result as frames: four bytes of length (little-endian), then that many. First the head as JSON, then of every column its
 * cells in chunks: the bytes of numbers and codes, texts as JSON. JSON and bytes, because they cannot harm whoever reads them.
 */
export function* resultFrames({ table, report }: ReadResult): Generator<Uint8Array> {
  const specs = table.spec.columns;
  yield* frame(jsonBytes({ read: { rows: table.rows, specs, report } } satisfies Head));
  for (const column of table.columns) {
    const cells = column.storage === 'coded' ? column.codes : column.values;
    for (let from = 0; from < table.rows; from += CHUNK) {
      if (ArrayBuffer.isView(cells)) {
        const part = cells.subarray(from, from + CHUNK);
        yield* frame(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      } else {
        yield* frame(jsonBytes(cells.slice(from, from + CHUNK)));
      }
    }
  }
}

/** An error as a frame. */
export const errorFrames = (refused: SentError): Generator<Uint8Array> => frame(jsonBytes({ refused } satisfies Head));

const jsonBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

function* frame(bytes: Uint8Array): Generator<Uint8Array> {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(bytes.length);
  yield length;
  yield bytes;
}

/**
 * Puts a result together from the bytes of {@link resultFrames}, cut anywhere. Returns the error that was sent instead, or `null`
 * when the bytes end too early or say more than `limit` bytes.
 */
export async function receiveResult(
  bytes: AsyncIterable<Buffer>,
  limit: number,
): Promise<ReadResult | { readonly refused: SentError } | null> {
  const frames = framesOf(bytes, limit);
  const next = async (): Promise<Buffer | null> => (await frames.next()).value ?? null;
  const first = await next();
  if (first === null) return null;
  const head: Head = JSON.parse(first.toString());
  if ('refused' in head) return head;
  const { rows, specs, report } = head.read;
  if (rows * specs.length * 4 > limit) return null;
  const columns: Column[] = [];
  for (const spec of specs) {
    const column = await receiveColumn(spec, rows, next);
    if (column === null) return null;
    columns.push(column);
  }
  return { table: createTable(specs, columns), report };
}

async function receiveColumn(
  spec: ColumnSpec,
  rows: number,
  next: () => Promise<Buffer | null>,
): Promise<Column | null> {
  const numbers = columnKinds[spec.kind].storage === 'numeric' ? new Float64Array(rows) : null;
  const codes = columnKinds[spec.kind].storage === 'coded' ? new Int32Array(rows) : null;
  const texts: (string | null)[] = [];
  const cells = numbers ?? codes;
  for (let from = 0; from < rows; from += CHUNK) {
    const part = await next();
    if (part === null) return null;
    if (cells === null) texts.push(...(JSON.parse(part.toString()) as (string | null)[]));
    else new Uint8Array(cells.buffer).set(part, from * cells.BYTES_PER_ELEMENT);
  }
  if (numbers !== null) return { storage: 'numeric', values: numbers };
  if (codes !== null) return { storage: 'coded', codes, levels: spec.levels ?? [] };
  return { storage: 'text', values: texts };
}

async function* framesOf(bytes: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = -1;
  let total = 0;
  for await (const chunk of bytes) {
    parts.push(chunk);
    held += chunk.length;
    total += chunk.length;
    if (total > limit) return;
    for (;;) {
      const need = wanted < 0 ? 4 : wanted;
      if (held < need) break;
      const all = parts.length === 1 ? parts[0] : Buffer.concat(parts, held);
      const found = all.subarray(0, need);
      parts = [all.subarray(need)];
      held -= need;
      if (wanted >= 0) yield found;
      wanted = wanted < 0 ? found.readUInt32LE() : -1;
    }
  }
}
