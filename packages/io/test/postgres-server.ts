import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A real server of this test file's own. */
export interface PostgresServer {
  /** `postgres://tester:PASSWORD@127.0.0.1:PORT/` */
  readonly url: string;
  readonly password: string;
  readonly port: number;
  /** The folder of its Unix socket, where no password is asked. */
  readonly folder: string;
  readonly hasSsl: boolean;
  /** Runs SQL through `psql`, which is not what is tested. */
  sql(text: string, database?: string): string;
  /** Kills the process that serves each connection but those of `psql`; all at once. */
  breakConnections(): void;
  stop(): Promise<void>;
}

const PASSWORD = 'geheim#/:@? 1';

/** Where Debian and others put the programs; `null`, said aloud, when there are none. */
export function postgresPrograms(): string | null {
  for (const folder of ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt']) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).sort().reverse()) {
      if (existsSync(join(folder, name, 'bin', 'initdb'))) return join(folder, name, 'bin');
    }
  }
  console.warn('SKIPPED: no PostgreSQL server is installed (apt-get install postgresql), so Postgres is not tested');
  return null;
}

/** Initialises and starts a server in a temporary folder. It refuses to run as root, so it then runs as `postgres`. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const user = userToRunAs();
  const folder = mkdtempSync(join(tmpdir(), 'verisim-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(folder, 'password'), PASSWORD);
  const hasSsl = makeCertificate(folder);
  if (user !== null)
    for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
      chownSync(path, user.uid, user.gid);
  const as = { ...user, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }, cwd: folder };
  const auth = [
    '--auth-local=trust',
    '--auth-host=scram-sha-256',
    '--username=tester',
    `--pwfile=${join(folder, 'password')}`,
  ];
  execFileSync(join(programs, 'initdb'), ['-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', ...auth], {
    ...as,
    stdio: 'pipe',
  });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'max_connections=20',
  ];
  if (hasSsl)
    settings.push(
      'ssl=on',
      `ssl_cert_file=${join(folder, 'server.crt')}`,
      `ssl_key_file=${join(folder, 'server.key')}`,
    );
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...as,
    stdio: 'ignore',
  });
  const kill = () => server.kill('SIGQUIT');
  process.on('exit', kill);
  const sql = (text: string, database = 'postgres') =>
    execFileSync(
      'psql',
      ['-h', folder, '-p', String(port), '-U', 'tester', '-d', database, '-XAtq', '-v', 'ON_ERROR_STOP=1'],
      {
        ...{ input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] },
        env: { PATH: `${programs}:${process.env.PATH}` },
      },
    ).trim();
  await untilReady(server, sql);
  return {
    ...{ password: PASSWORD, port, folder, hasSsl, sql },
    url: `postgres://tester:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/`,
    breakConnections: () => {
      const pids = sql(`SELECT pid FROM pg_stat_activity WHERE application_name = 'verisim'`).split('\n');
      for (const pid of pids) if (pid !== '') process.kill(Number(pid), 'SIGTERM');
    },
    async stop() {
      process.off('exit', kill);
      if (server.exitCode === null) {
        const ended = new Promise((resolve) => server.once('exit', resolve));
        kill();
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function userToRunAs(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  if (line === undefined) throw new Error('the tests run as root and there is no user "postgres" to run the server as');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function makeCertificate(folder: string): boolean {
  const out = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')];
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2', ...out],
      { stdio: 'ignore' },
    );
    return true;
  } catch {
    console.warn('SKIPPED: there is no openssl, so encrypted connections are not tested');
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function untilReady(server: ChildProcess, sql: (text: string) => string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      sql('SELECT 1');
      return;
    } catch (error) {
      if (server.exitCode !== null || tries > 100) throw error;
      await setTimeout(100);
    }
  }
}
