import { badDatabaseUrl } from '../databases/database-errors.ts';

/** A database's address, taken apart. */
export interface PostgresAddress {
  /** A host's name or number, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `null` when the URL has none. */
  readonly password: string | null;
  readonly database: string;
  /** What stands after `#`, decoded; `null` for none. */
  readonly table: string | null;
  readonly sslMode: string;
  /** Paths of PEM files: the authority's certificate, the client's own and its key. */
  readonly sslFiles: Readonly<Record<'ca' | 'cert' | 'key', string | null>>;
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** The address for messages: without the password and anything that might hold one. */
  readonly label: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/**
 * Takes `postgres://user:password@host:port/database?sslmode=require#schema.table` apart. What is left out comes from the
 * variables that libpq knows (`PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD`, `PGDATABASE`, `PGSSLMODE`, `PGSSLROOTCERT`), or is what it
 * is for libpq. Parameters: `host` (also the folder of a Unix socket), `port`, `user`, `password`, `sslmode`, `sslrootcert`,
 * `sslcert`, `sslkey`, `connect_timeout` in seconds. Throws `io/bad-database-url`, which never repeats the URL.
 */
export function postgresAddress(location: string, environment: Environment): PostgresAddress {
  if (!URL.canParse(location)) throw badDatabaseUrl('it does not follow the rules for URLs');
  const url = new URL(location);
  const parameter = (name: string) => url.searchParams.get(name);
  const decoded = (text: string, part: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw badDatabaseUrl(`the % signs in its ${part} are not followed by two hexadecimal digits`);
    }
  };
  for (const name of url.searchParams.keys()) {
    if (!KNOWN.has(name)) throw badDatabaseUrl(`the parameter "${name}" is not known`);
  }
  const host =
    decoded(url.hostname, 'host').replace(/^\[(.*)\]$/, '$1') || parameter('host') || environment.PGHOST || 'localhost';
  const port = Number(url.port || parameter('port') || environment.PGPORT || 5432);
  if (!(Number.isInteger(port) && port > 0 && port < 65_536)) throw badDatabaseUrl('its port is not a number');
  const user =
    decoded(url.username, 'user') || parameter('user') || environment.PGUSER || environment.USER || 'postgres';
  const database = decoded(url.pathname.slice(1), 'database') || environment.PGDATABASE || user;
  const sslMode = parameter('sslmode') ?? environment.PGSSLMODE ?? 'prefer';
  if (!SSL_MODES.includes(sslMode)) throw badDatabaseUrl(`its sslmode is not one of ${SSL_MODES.join(', ')}`);
  return {
    ...{ host, port, user, database, sslMode },
    password: decoded(url.password, 'password') || parameter('password') || environment.PGPASSWORD || null,
    table: decoded(url.hash.slice(1), 'table') || null,
    sslFiles: {
      ca: parameter('sslrootcert') ?? environment.PGSSLROOTCERT ?? null,
      cert: parameter('sslcert'),
      key: parameter('sslkey'),
    },
    connectTimeout: 1000 * (Number(parameter('connect_timeout') ?? environment.PGCONNECT_TIMEOUT) || 15),
    label: `postgres://${user}@${host.includes(':') ? `[${host}]` : host}:${port}/${database}`,
  };
}

const KNOWN = new Set([
  ...['host', 'port', 'user', 'password', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'connect_timeout'],
  'application_name',
]);
