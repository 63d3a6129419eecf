import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { cannotRead } from './errors.ts';
import { codeOf } from './file-checks.ts';

const CHUNK = 1 << 22;

/** Hands a file's bytes to `visit` in chunks (valid during the call only) and returns their SHA-256 in hexadecimal. */
export async function visitFile(path: string, visit: (bytes: Buffer) => void, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  const file = await open(path);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, CHUNK).catch((error) => {
        throw cannotRead(path, codeOf(error), error);
      });
      if (bytesRead === 0) return hash.digest('hex');
      const bytes = buffer.subarray(0, bytesRead);
      hash.update(bytes);
      visit(bytes);
    }
  } finally {
    await file.close();
  }
}
