import { type ColumnSpec, columnKinds } from '@verisim/core';
import { declarationOf } from '../declaration.ts';
import type { Database } from './duckdb.ts';
import { sqlName, sqlText } from './sql.ts';
import type { Stage } from './stage-table.ts';

/** Copies the staged rows to a Parquet file, in order. */
export async function copyStage(db: Database, stage: Stage, file: string): Promise<void> {
  const cells: string[] = [];
  for (const [i, spec] of stage.spec.columns.entries()) {
    const levels = stage.levels[i];
    const cell = levels === null ? await cellOf(db, spec, `c${i}`) : await levelOf(db, levels, i);
    cells.push(`${cell} AS ${sqlName(spec.name)}`);
  }
  const declared = sqlText(declarationOf(stage.spec, stage.levels));
  await db.run(`COPY (SELECT ${cells.join(', ')} FROM s) TO ${sqlText(file)}
    (FORMAT parquet, PER_THREAD_OUTPUT false, KV_METADATA {verisim: ${declared}})`);
}

async function cellOf(db: Database, spec: ColumnSpec, c: string): Promise<string> {
  const { storage, whole } = columnKinds[spec.kind];
  if (storage === 'text') return c;
  const present = (value: string) => `CASE WHEN NOT isnan(${c}) THEN ${value} END`;
  if (spec.kind !== 'datetime') return whole ? present(`${c}::BIGINT`) : present(c);
  if (spec.zone !== undefined) return present(`make_timestamptz(${c}::BIGINT * 1000)`);
  const instant = `epoch_ms(${c}::BIGINT)`;
  return present((await holdsDays(db, spec, c)) ? `${instant}::DATE` : instant);
}

/** Whether a column's format prints nothing finer than a day and its instants are whole days. */
async function holdsDays(db: Database, { format }: ColumnSpec, c: string): Promise<boolean> {
  if (format === undefined || /%-?[HIMSfgp]/.test(format)) return false;
  const [finer] = await db.row(`SELECT count(*) FROM s WHERE NOT isnan(${c}) AND ${c}::BIGINT % 86400000 <> 0`);
  return Number(finer) === 0;
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
