import { open } from 'node:fs/promises';
import { cannotRead, changedWhileReading, notUtf8 } from './errors.ts';
import { codeOf } from './file-checks.ts';
import type { EncodedFile } from './text-encoding.ts';

const CHUNK = 1 << 22;

/**
 * A text file's characters as UTF-8, without a byte order mark, in pieces that may end inside a character. A piece is valid
 * until the next one is asked for. Throws `io/changed-while-reading` when the file is longer or shorter than it was.
 */
export async function* utf8Chunks(path: string, file: EncodedFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const decoder = file.encoding === 'utf-8' ? null : new TextDecoder(file.encoding, { fatal: true, ignoreBOM: true });
  const handle = await open(path).catch((error) => {
    throw cannotRead(path, codeOf(error), error);
  });
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let position = 0; position < file.size; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, position).catch((error) => {
        throw cannotRead(path, codeOf(error), error);
      });
      if (bytesRead === 0) throw changedWhileReading(path);
      const bytes = buffer.subarray(position === 0 ? file.mark : 0, bytesRead);
      position += bytesRead;
      yield decoder === null ? bytes : decode(path, decoder, bytes, position < file.size);
    }
    if ((await handle.stat()).size !== file.size) throw changedWhileReading(path);
  } finally {
    await handle.close();
  }
}

function decode(path: string, decoder: InstanceType<typeof TextDecoder>, bytes: Buffer, stream: boolean): Buffer {
  try {
    return Buffer.from(decoder.decode(bytes, { stream }));
  } catch {
    throw notUtf8(path, `nor whole ${decoder.encoding.toUpperCase()}`);
  }
}
