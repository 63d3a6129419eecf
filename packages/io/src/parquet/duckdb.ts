import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

/** The native module, loaded when first needed and never by an import of this package. */
export type DuckDb = typeof import('@duckdb/node-api');

/** A database with its one connection. */
export interface Database {
  readonly duckdb: DuckDb;
  readonly connection: DuckDBConnection;
  /** Runs a statement. */
  run(sql: string): Promise<void>;
  /** Runs a query and returns its rows. For small results. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** The first row of a query. */
  row(sql: string): Promise<readonly unknown[]>;
}

let opened = 0;

/** A database that stays open. */
export interface OpenDatabase {
  readonly db: Database;
  close(): void;
}

/** Opens a private database in memory. An abort interrupts the running statement. */
export async function openDatabase(signal?: AbortSignal): Promise<OpenDatabase> {
  signal?.throwIfAborted();
  const duckdb = await import('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: join(tmpdir(), `verisim-duckdb-${process.pid}-${opened++}`),
  });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  const close = () => {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  };
  return { db: databaseOf(duckdb, connection, signal), close };
}

/** The first line of a DuckDB message without its class, for a sentence of ours. */
export function firstSentence(error: unknown): string {
  const [line] = String((error as Error)?.message ?? error).split('\n');
  return line.replace(/^[A-Z](?:\w+ )+Error: /, '').replace(/[.\s]+$/, '');
}

function databaseOf(duckdb: DuckDb, connection: DuckDBConnection, signal?: AbortSignal): Database {
  const rows = async (sql: string) => {
    signal?.throwIfAborted();
    return (await connection.runAndReadAll(sql)).getRows();
  };
  return {
    duckdb,
    connection,
    rows,
    row: async (sql) => (await rows(sql))[0],
    run: async (sql) => {
      signal?.throwIfAborted();
      await connection.run(sql);
    },
  };
}
