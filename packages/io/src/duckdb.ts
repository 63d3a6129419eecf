import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

/** The native module, loaded when first needed and never by an import of this package. */
export type DuckDb = typeof import('@duckdb/node-api');

/** A database of one call, with its one connection. */
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

/**
 * Opens a private database (in memory, or in `file`), hands it to `work` and closes it, whatever happens. An abort interrupts
 * the running statement and rejects with the signal's reason.
 */
export async function withDatabase<T>(
  options: { readonly signal?: AbortSignal; readonly file?: string },
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  signal?.throwIfAborted();
  const duckdb = await import('@duckdb/node-api');
  const instance = await duckdb.DuckDBInstance.create(options.file ?? ':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: join(tmpdir(), `verisim-duckdb-${process.pid}-${opened++}`),
  });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    signal?.throwIfAborted();
    return await work(databaseOf(duckdb, connection, signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
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
