import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import { closest, isVerisimError, type VerisimError } from '@verisim/core';
import type { Client } from 'pg';
import { badDatabaseUrl, badQuery, cannotConnect, databaseFailed } from '../databases/database-errors.ts';
import { codeOf } from '../file-checks.ts';
import { type PostgresAddress, postgresAddress } from './postgres-address.ts';
import { filedPassword } from './postgres-password.ts';

/** A connection to a server. */
export interface PostgresSession {
  readonly address: PostgresAddress;
  readonly client: Client;
  /** Runs one statement and returns its rows as texts. An abort cancels it on the server and rejects with the signal's reason. */
  rows(
    sql: string,
    values?: readonly unknown[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly (string | null)[])[]>;
  /** Makes the server stop the statement that runs. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** Connects. Throws `io/bad-database-url`, `io/cannot-connect`. */
export async function connectPostgres(location: string, signal?: AbortSignal): Promise<PostgresSession> {
  const address = postgresAddress(location, process.env);
  const client = await connectAs(address, signal);
  const { rows: pid } = await client.query('SELECT pg_backend_pid() AS pid');
  const cancel = async () => {
    const other = await connectAs(address).catch(() => null);
    await other?.query('SELECT pg_cancel_backend($1)', [pid[0].pid]).catch(() => {});
    await other?.end().catch(() => {});
  };
  return {
    ...{ address, client, cancel },
    async rows(sql, values = [], abort) {
      abort?.throwIfAborted();
      abort?.addEventListener('abort', cancel);
      try {
        const query = { text: sql, values: [...values], rowMode: 'array' as const, types, queryMode: 'extended' };
        return (await client.query<(string | null)[]>(query)).rows;
      } catch (error) {
        abort?.throwIfAborted();
        throw error;
      } finally {
        abort?.removeEventListener('abort', cancel);
      }
    },
    close: () => closeClient(client),
  };
}

/** Ends a connection; one whose server does not answer any more is broken off. */
async function closeClient(client: Client): Promise<void> {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection;
  const timer = setTimeout(() => stream.destroy(), 1000);
  stream.resume();
  await client.end().catch(() => {});
  clearTimeout(timer);
}

/** Every value as the text that the server sends. */
const types = { getTypeParser: () => (text: string) => text };

async function connectAs(address: PostgresAddress, signal?: AbortSignal): Promise<Client> {
  const password = address.password ?? (await filedPassword(address, process.env.PGPASSFILE)) ?? undefined;
  const modes = await sslOptions(address);
  for (const [i, ssl] of modes.entries()) {
    try {
      return await connectOnce(address, password, ssl, signal);
    } catch (error) {
      signal?.throwIfAborted();
      const last = i === modes.length - 1;
      if (last || !/SSL|encryption/.test((error as Error).message)) throw await connectError(address, password, error);
    }
  }
  throw new Error('unreachable: no way to connect was tried');
}

async function connectOnce(
  address: PostgresAddress,
  password: string | undefined,
  ssl: ConnectionOptions | false,
  signal?: AbortSignal,
): Promise<Client> {
  signal?.throwIfAborted();
  const { default: pg } = await import('pg');
  const { host, port, user, database, connectTimeout } = address;
  const timeout = { connectionTimeoutMillis: connectTimeout };
  // A function, so that neither the driver looks into its own password file nor an object that is printed holds it.
  const given = () => password as string;
  const client = new pg.Client({
    host,
    port,
    user,
    database,
    ssl,
    password: given,
    application_name: 'verisim',
    ...timeout,
  });
  // A broken connection is told to the statement that runs; without a listener it would end the process as well.
  client.on('error', () => {});
  const stop = () => void client.end().catch(() => {});
  signal?.addEventListener('abort', stop);
  try {
    await client.connect();
    await client.query("SET client_encoding = 'UTF8'");
    return client;
  } catch (error) {
    void client.end().catch(() => {});
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** What to try, in order, as libpq does (postgresql.org/docs/current/libpq-ssl.html). */
async function sslOptions({
  host,
  sslMode,
  sslFiles,
}: PostgresAddress): Promise<readonly (ConnectionOptions | false)[]> {
  if (sslMode === 'disable' || host.startsWith('/')) return [false];
  const read = async (path: string | null) => {
    if (path === null) return undefined;
    return readFile(path, 'utf8').catch((error) => {
      throw badDatabaseUrl(`the file "${path}" that it names cannot be read (${codeOf(error)})`);
    });
  };
  const files = { ca: await read(sslFiles.ca), cert: await read(sslFiles.cert), key: await read(sslFiles.key) };
  const plain = { ...files, rejectUnauthorized: false };
  if (sslMode === 'allow') return [false, plain];
  if (sslMode === 'prefer') return [plain, false];
  // With an authority named, libpq checks certificates also under `require`.
  if (sslMode === 'require')
    return [files.ca === undefined ? plain : { ...files, checkServerIdentity: () => undefined }];
  if (sslMode === 'verify-ca') return [{ ...files, checkServerIdentity: () => undefined }];
  return [files];
}

const CHECK_SERVER = 'Check host and port, and that the server runs and lets this machine in.';

async function connectError(
  address: PostgresAddress,
  password: string | undefined,
  error: unknown,
): Promise<VerisimError> {
  if (isVerisimError(error)) return error;
  const { label } = address;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === '3D000') {
    const near = await similarDatabase(address, password);
    const next = near === null ? 'Check the name of the database.' : `Did you mean "${near}"?`;
    return cannotConnect(label, 'the server has no database of that name', next, error);
  }
  if (code.startsWith('28') || message.includes('SASL')) {
    const why = password === undefined ? 'the server wants a password' : 'the server does not accept user and password';
    return cannotConnect(label, why, 'Put the password into PGPASSWORD or ~/.pgpass, and check the user.', error);
  }
  if (/SSL|certificate|self.signed/i.test(message)) {
    return cannotConnect(label, `encryption failed (${message})`, 'Check sslmode and sslrootcert in the URL.', error);
  }
  if (/^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code))
    return cannotConnect(label, `the server says "${message}"`, CHECK_SERVER, error);
  const why = /timeout|ETIMEDOUT/.test(`${code} ${message}`)
    ? 'it does not answer in time'
    : `nothing answers (${code})`;
  return cannotConnect(label, why, CHECK_SERVER, error);
}

async function similarDatabase(address: PostgresAddress, password: string | undefined): Promise<string | null> {
  for (const ssl of await sslOptions(address)) {
    const client = await connectOnce({ ...address, database: 'postgres' }, password, ssl).catch(() => null);
    if (client === null) continue;
    const { rows } = await client
      .query('SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname')
      .catch(() => ({ rows: [] }));
    await client.end().catch(() => {});
    return closest(
      address.database,
      rows.map(({ datname }) => String(datname)),
    );
  }
  return null;
}

/** What the server or the driver says while it works, as an error of ours; anything else as it is. */
export function workingError(
  { label }: PostgresAddress,
  action: 'read' | 'written',
  error: unknown,
  query: boolean,
): unknown {
  if (isVerisimError(error) || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const driver = /^(57P0|08)|^E(PIPE|CONN)|Connection terminated|not queryable/;
  if (driver.test(code) || driver.test(error.message))
    return databaseFailed(label, action, 'the server broke the connection', error);
  if (!/^[0-9A-Z]{5}$/.test(code)) return error;
  if (code === '25006') return badQuery(label, 'it would write', error);
  if (code === '42501') return databaseFailed(label, action, `this user may not do that (${error.message})`, error);
  if (query && /^(42|22|21|0A)/.test(code)) return badQuery(label, error.message, error);
  return databaseFailed(label, action, `the server says "${error.message}"`, error);
}

/** A name in SQL. */
export const quotePostgres = (name: string): string => `"${name.replaceAll('"', '""')}"`;
