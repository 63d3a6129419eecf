import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { unknownFormat } from './errors.ts';
import { type FormatEntry, formatTable } from './format-table.ts';

/** Where rows lie, taken apart. */
export interface Location {
  /** What the format is given: a path, with the table after `#` if one is named, or a database's URL. */
  readonly target: string;
  /** The path of the file; `null` for a server. */
  readonly path: string | null;
  /** The path holds `*`, `?` or `[` and is not the name of a file. */
  readonly pattern: boolean;
  readonly compression: 'gzip' | 'zstd' | null;
  readonly entry: FormatEntry;
  /** For reports and messages: the base name, or the address without its password. */
  readonly name: string;
}

/** What a location is called in reports and messages: its base name, or a database's address without its password. */
export const locationName = (location: string): string => locate(location).name;

/** Takes a location apart. Throws `io/unknown-format`. */
export function locate(location: string): Location {
  const server = formatTable.find(({ protocols }) => protocols?.some((protocol) => location.startsWith(protocol)));
  if (server !== undefined) {
    const plain = { path: null, pattern: false, compression: null, entry: server };
    return { target: location, ...plain, name: withoutPassword(location) };
  }
  const [path, entry] = fileOf(location);
  const compression = /\.gz$/i.test(path) ? 'gzip' : /\.zst$/i.test(path) ? 'zstd' : null;
  const pattern = /[*?[]/.test(path) && !existsSync(path);
  return { target: location, path, pattern, compression, entry, name: basename(path) };
}

/** The file that a location names: up to the first `#` behind the name of a file of tables, if there is one. */
function fileOf(location: string): readonly [string, FormatEntry] {
  for (let hash = location.indexOf('#'); hash >= 0; hash = location.indexOf('#', hash + 1)) {
    const path = location.slice(0, hash);
    const entry = entryOf(path);
    if (entry?.holdsTables && !existsSync(location)) return [path, entry];
  }
  const entry = entryOf(location);
  if (entry === null) throw unknownFormat(location, knownExtensions());
  return [location, entry];
}

function entryOf(path: string): FormatEntry | null {
  const plain = path.toLowerCase().replace(/\.(gz|zst)$/, '');
  return formatTable.find(({ extensions }) => extensions.some((extension) => plain.endsWith(extension))) ?? null;
}

/** Every extension that names a format. */
export const knownExtensions = (): readonly string[] => formatTable.flatMap(({ extensions }) => extensions);

function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return address.replace(/\/\/.*@/, '//');
  const url = new URL(address);
  url.password = '';
  url.search = '';
  return url.href;
}
