import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 100_000_000;

/** The body of a request; `null` when it is over 100 MB or the client left before its end. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request) {
      bytes += (part as Buffer).length;
      if (bytes > MOST_BYTES) return null;
      parts.push(part as Buffer);
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts);
}
