import { checkReadable } from './file-checks.ts';
import type { FormatName } from './format.ts';
import { locate } from './location.ts';
import type { ReadOptions } from './read-result.ts';
import type { Source } from './source.ts';
import { unpack } from './unpack.ts';

/** A source, with what it is called. */
export interface OpenedSource {
  readonly source: Source;
  readonly format: FormatName;
  readonly name: string;
}

/** Opens the source that a location names; a packed file is unpacked into a temporary one, which goes when the source closes. */
export async function openSource(location: string, { query, signal }: ReadOptions): Promise<OpenedSource> {
  const { path, pattern, compression, target, entry, name } = locate(location);
  if (path !== null && !(pattern && entry.inParts)) await checkReadable(path);
  const format = await entry.load();
  if (path === null || compression === null) {
    return { source: await format.open(target, { query, signal }), format: format.name, name };
  }
  const unpacked = await unpack(path, compression, signal);
  try {
    const source = await format.open(unpacked.path + target.slice(path.length), { query, signal });
    const close = async () => {
      await source.close();
      await unpacked.remove();
    };
    const notes = () => [`unpacked from ${compression}`, ...(source.notes?.() ?? [])];
    return { source: { ...source, hash: () => unpacked.hash, notes, close }, format: format.name, name };
  } catch (error) {
    await unpacked.remove();
    throw error;
  }
}
