/** What was received of a body. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  /** All of it came. Else `why` says what stopped it. */
  readonly whole: boolean;
  readonly why: 'cap' | 'broken' | null;
}

/**
 * Reads a body up to `cap` bytes and until `signal` aborts, whatever the stream itself does then. What came before a break is kept. Never
 * rejects.
 */
export async function readBody(response: Response, cap: number, signal: AbortSignal): Promise<ReceivedBody> {
  if (response.body === null) return { bytes: new Uint8Array(0), whole: true, why: null };
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stop = () => void reader.cancel().catch(() => {});
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  try {
    while (length <= cap) {
      if (signal.aborted) throw signal.reason;
      const { done, value } = await Promise.race([reader.read(), aborted]);
      if (done) return { bytes: join(pieces, length), whole: true, why: null };
      pieces.push(value);
      length += value.length;
    }
    stop();
    return { bytes: join(pieces, cap), whole: false, why: 'cap' };
  } catch {
    stop();
    return { bytes: join(pieces, length), whole: false, why: 'broken' };
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece.subarray(0, length - at), at);
    at += Math.min(piece.length, length - at);
  }
  return bytes;
}
