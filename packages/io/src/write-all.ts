import type { FileHandle } from 'node:fs/promises';

/** Writes the first `length` bytes to where the file stands: the system may take fewer at once, when a disk fills up. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, length: number): Promise<void> {
  for (let done = 0; done < length; ) done += (await file.write(bytes, done, length - done)).bytesWritten;
}
