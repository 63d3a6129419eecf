import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { PostgresAddress } from './postgres-address.ts';

/**
 * The password of an address that has none, from libpq's password file (`PGPASSFILE`, else `~/.pgpass`; lines of
 * `host:port:database:user:password`, `*` for any, `\:` and `\\` escaped). Like libpq, a file that others may read is passed over.
 */
export async function filedPassword(address: PostgresAddress, file: string | undefined): Promise<string | null> {
  const path = file ?? join(homedir(), '.pgpass');
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile() || (found.mode & 0o077) !== 0) return null;
  const lines = (await readFile(path, 'utf8').catch(() => '')).split(/\r?\n/);
  const host = address.host.startsWith('/') ? 'localhost' : address.host;
  const wanted = [host, String(address.port), address.database, address.user];
  for (const line of lines) {
    if (line.startsWith('#')) continue;
    const fields =
      line.match(/(?:\\.|[^:\\])*(?::|$)/g)?.map((field) => field.replace(/:$/, '').replace(/\\(.)/g, '$1')) ?? [];
    if (fields.length >= 5 && wanted.every((value, i) => fields[i] === '*' || fields[i] === value)) return fields[4];
  }
  return null;
}
