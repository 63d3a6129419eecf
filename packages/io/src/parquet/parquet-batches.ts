import { unreadableParquet } from '../errors.ts';
import type { Batch, NumberCells, SourceColumn, TextCells } from '../source.ts';
import type { Database } from './duckdb.ts';
import { firstSentence } from './duckdb.ts';
import type { ParquetColumn } from './parquet-column.ts';

/** A vector of the native module, as far as it is used: its numbers, or its byte strings of 16 bytes each. */
interface Vector {
  readonly items?: Float64Array;
  readonly dataView?: DataView;
  readonly validity?: { itemValid(row: number): boolean };
  getItem(row: number): unknown;
}

/** Byte strings up to this length stand in the vector itself, behind their length (DuckDB's `string_t`). */
const INLINE = 12;

/** The rows of the view `t`, in the order of the file. */
export async function* parquetBatches(
  db: Database,
  location: string,
  columns: readonly ParquetColumn[],
  signal?: AbortSignal,
): AsyncGenerator<Batch> {
  const select = columns.map(({ column, cell }) =>
    isText(column) ? `encode(${cell})` : `coalesce((${cell})::DOUBLE, 'nan'::DOUBLE)`,
  );
  try {
    const result = await db.connection.stream(`SELECT ${select.join(', ')} FROM t`);
    for (;;) {
      signal?.throwIfAborted();
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const rows = chunk.rowCount;
      const cells = columns.map(({ column }, i) => {
        const vector = chunk.getColumnVector(i) as unknown as Vector;
        return isText(column) ? textsOf(vector, rows) : numbersOf(vector, rows);
      });
      yield { rows, columns: cells };
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw unreadableParquet(location, firstSentence(error), error);
  }
}

const isText = ({ native }: SourceColumn): boolean => native === 'text' || native === 'boolean' || native === 'untyped';

function numbersOf(vector: Vector, rows: number): NumberCells {
  return { storage: 'numbers', values: vector.items!.subarray(0, rows) };
}

function textsOf(vector: Vector, rows: number): TextCells {
  const starts = new Int32Array(rows);
  const ends = new Int32Array(rows);
  const view = vector.dataView!;
  let room = 0;
  for (let row = 0; row < rows; row++) {
    const valid = vector.validity!.itemValid(row);
    starts[row] = valid ? room : -1;
    if (valid) room += view.getUint32(16 * row, true);
    ends[row] = room;
  }
  const bytes = new Uint8Array(room);
  for (let row = 0; row < rows; row++) {
    const start = starts[row];
    if (start < 0) continue;
    const length = ends[row] - start;
    if (length > INLINE) bytes.set((vector.getItem(row) as { readonly bytes: Uint8Array }).bytes, start);
    else for (let i = 0; i < length; i++) bytes[start + i] = view.getUint8(16 * row + 4 + i);
  }
  return { storage: 'cells', bytes, starts, ends };
}
