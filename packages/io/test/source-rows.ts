import type { Format } from '../src/format.ts';
import type { Source } from '../src/source.ts';

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** A source's rows as plain cells: texts, numbers, `null` = missing. */
export async function rowsOf(source: Source): Promise<(string | number | null)[][]> {
  const rows: (string | number | null)[][] = [];
  for await (const batch of source.batches()) {
    const texts = batch.columns.map((column) => (column.storage === 'cells' ? asBuffer(column.bytes) : null));
    for (let row = 0; row < batch.rows; row++) {
      rows.push(
        batch.columns.map((column, i) => {
          if (column.storage === 'numbers') return Number.isNaN(column.values[row]) ? null : column.values[row];
          return column.starts[row] < 0 ? null : texts[i]!.toString('utf8', column.starts[row], column.ends[row]);
        }),
      );
    }
  }
  return rows;
}

/** Opens a source and reads it whole. */
export async function readSource(
  format: Format,
  path: string,
): Promise<{ source: Source; names: string[]; rows: (string | number | null)[][] }> {
  const source = await format.open(path, {});
  try {
    return { source, names: source.columns.map(({ name }) => name), rows: await rowsOf(source) };
  } finally {
    await source.close();
  }
}
