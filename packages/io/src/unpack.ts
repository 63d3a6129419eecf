import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { isVerisimError } from '@verisim/core';
import { badCompression, unpacksTooLarge } from './errors.ts';

/** An unpacked file in a private temporary folder. */
export interface Unpacked {
  readonly path: string;
  /** SHA-256 of the packed file. */
  readonly hash: string;
  remove(): Promise<void>;
}

/** A file may unpack to this many bytes, or to this many times its own size if that is more. Text seldom packs better than 1:50. */
const FREE_BYTES = 1 << 28;
const MOST_RATIO = 200;

/**
 * Unpacks a gzip or zstd file. Throws `io/bad-compression` for a damaged or cut-off one and `io/unpacks-too-large` for one
 * that unpacks to over 256 MB and over 200 times its size.
 */
export async function unpack(path: string, compression: 'gzip' | 'zstd', signal?: AbortSignal): Promise<Unpacked> {
  const folder = await mkdtemp(join(tmpdir(), 'verisim-unpacked-'));
  const target = join(folder, basename(path).replace(/\.(gz|zst)$/i, ''));
  const remove = () => rm(folder, { recursive: true, force: true });
  const hash = createHash('sha256');
  let read = 0;
  let written = 0;
  const packed = tap((chunk) => {
    hash.update(chunk);
    read += chunk.length;
  });
  const plain = tap((chunk) => {
    written += chunk.length;
    if (written > FREE_BYTES && written > MOST_RATIO * read) throw unpacksTooLarge(path, written, read);
  });
  try {
    const decompress = compression === 'gzip' ? createGunzip() : createZstdDecompress();
    const output = createWriteStream(target, { mode: 0o600, flags: 'wx' });
    await pipeline(createReadStream(path), packed, decompress, plain, output, { signal });
    return { path: target, hash: hash.digest('hex'), remove };
  } catch (error) {
    await remove();
    signal?.throwIfAborted();
    if (isVerisimError(error)) throw error;
    throw badCompression(path, compression, error);
  }
}

function tap(see: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk, _, done) {
      try {
        see(chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
