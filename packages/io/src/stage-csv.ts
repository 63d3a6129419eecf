import { resolve } from 'node:path';
import { type CsvShape, createCsvScan } from './csv-scan.ts';
import type { Database } from './duckdb.ts';
import { unreadableCsv } from './errors.ts';
import { visitFile } from './file-bytes.ts';
import type { ValueChange } from './read-result.ts';
import type { Source } from './source.ts';
import { sqlPath, sqlText } from './sql.ts';

/**
 * Checks a CSV file's structure and stages it as table `t`, every cell as text: an empty field without quotes is missing, an
 * empty field in quotes is the empty string. Throws what {@link createCsvScan} throws, and `io/unreadable-csv`.
 */
export async function stageCsv(db: Database, path: string, signal?: AbortSignal): Promise<Source> {
  const scan = createCsvScan(path);
  const hash = await visitFile(path, scan.visit, signal);
  const shape = scan.end();
  await db.run(`CREATE TABLE t AS SELECT * FROM ${csvReader(path, shape)}`).catch((error) => {
    signal?.throwIfAborted();
    throw unreadableCsv(path, firstSentence(error), error);
  });
  const [rows] = await db.row('SELECT count(*) FROM t');
  if (Number(rows) !== shape.rows) {
    throw unreadableCsv(path, `it has ${shape.rows} rows by its line ends and quotes, but DuckDB found ${rows}`);
  }
  return {
    columns: shape.names.map((name, i) => ({ name, cell: `c${i}`, native: 'csv', type: 'text' })),
    rows: shape.rows,
    hash,
    changes: blankLineChanges(shape),
  };
}

/**
 * DuckDB's strict mode knows one kind of line end, which it takes from the first one in the file, even inside a quoted name;
 * its lenient mode knows them all. What else lenient mode lets pass, the structure check has refused. Its parallel reader
 * can lose its place in quoted line breaks, so such files are read by one thread.
 */
function csvReader(path: string, shape: CsvShape): string {
  const columns = shape.names.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const strict = !shape.mixedNewlines && !shape.names.some((name) => /[\r\n]/.test(name));
  const longest = Math.max(1 << 21, shape.longest + 1024);
  return `read_csv(${sqlPath(resolve(path))}, auto_detect = false, header = true, columns = {${columns}},
    delim = ${sqlText(shape.delimiter)}, quote = '"', escape = '"', comment = '', nullstr = '', allow_quoted_nulls = false,
    strict_mode = ${strict}, parallel = ${strict && !shape.quotedNewlines}, null_padding = false, ignore_errors = false, compression = 'none',
    max_line_size = ${longest}, buffer_size = ${Math.max(1 << 25, 4 * longest)})`;
}

function blankLineChanges(shape: CsvShape): readonly ValueChange[] {
  if (shape.blankLines === 0) return [];
  return [{ column: '*', what: 'blank lines between rows were passed over', rows: shape.blankLines, example: '' }];
}

/** The first line of a DuckDB message without its class, for a sentence of ours. */
export function firstSentence(error: unknown): string {
  const [line] = String((error as Error)?.message ?? error).split('\n');
  return line.replace(/^[A-Z](?:\w+ )+Error: /, '').replace(/[.\s]+$/, '');
}
