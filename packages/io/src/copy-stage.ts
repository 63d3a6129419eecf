import { type ColumnSpec, columnKinds } from '@verisim/core';
import type { Database } from './duckdb.ts';
import { badFormat } from './errors.ts';
import type { FileFormat } from './file-checks.ts';
import { sqlName, sqlNumberText, sqlText } from './sql.ts';
import type { Stage } from './stage-table.ts';

const DEFAULT_FORMAT = '%Y-%m-%dT%H:%M:%S.%gZ';

/** Copies the staged rows to a file, in order: CSV without a header, or Parquet. */
export async function copyStage(db: Database, stage: Stage, format: FileFormat, file: string): Promise<void> {
  const cells: string[] = [];
  for (const [i, spec] of stage.spec.columns.entries()) {
    const levels = stage.levels[i];
    if (spec.kind === 'datetime') await checkFormat(db, spec);
    const cell = levels === null ? cellOf(spec, `c${i}`, format) : await levelOf(db, levels, i);
    cells.push(format === 'csv' ? cell : `${cell} AS ${sqlName(spec.name)}`);
  }
  const options =
    format === 'csv'
      ? `FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '', COMPRESSION 'none'`
      : 'FORMAT parquet';
  await db.run(`COPY (SELECT ${cells.join(', ')} FROM s) TO ${sqlText(file)} (${options}, PER_THREAD_OUTPUT false)`);
}

function cellOf(spec: ColumnSpec, c: string, format: FileFormat): string {
  const { storage, whole } = columnKinds[spec.kind];
  if (storage === 'text') return c;
  const present = (value: string) => `CASE WHEN NOT isnan(${c}) THEN ${value} END`;
  if (spec.kind === 'datetime') {
    const instant = `epoch_ms(${c}::BIGINT)`;
    if (format === 'csv') return present(`strftime(${instant}, ${sqlText(spec.format ?? DEFAULT_FORMAT)})`);
    return present(showsTime(spec.format ?? DEFAULT_FORMAT) ? instant : `${instant}::DATE`);
  }
  if (whole) return present(`${c}::BIGINT`);
  return present(format === 'csv' ? sqlNumberText(c) : c);
}

/** Whether a strftime format prints anything finer than a day. */
const showsTime = (format: string): boolean => /%-?[HIMSfgnpsXcT]/.test(format);

async function checkFormat(db: Database, { name, format = DEFAULT_FORMAT }: ColumnSpec): Promise<void> {
  await db.run(`SELECT strftime(TIMESTAMP '2000-01-01', ${sqlText(format)})`).catch((error) => {
    throw badFormat(name, format, error);
  });
}

/** SQL for the level of a code: an index into a list that the database holds; code -1 gives NULL. */
async function levelOf(db: Database, levels: ReadonlyMap<string, number>, column: number): Promise<string> {
  const table = `levels_${column}`;
  await db.run(`CREATE OR REPLACE TABLE ${table} (v VARCHAR)`);
  const appender = await db.connection.createAppender(table);
  for (const level of levels.keys()) {
    appender.appendVarchar(level);
    appender.endRow();
  }
  appender.closeSync();
  await db.run(`SET VARIABLE ${table} = (SELECT list(v ORDER BY rowid) FROM ${table})`);
  return levels.size === 0 ? 'NULL::VARCHAR' : `getvariable('${table}')[c${column} + 1]`;
}
