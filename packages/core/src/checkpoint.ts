/**
 * Lets signals, timers and output through, then throws the signal's reason if the work was aborted. To be called between
 * pieces of a few milliseconds: a chain of promises alone never lets an interrupt arrive. A timer sleeps for a millisecond at least, so
 * that it serves only where there is nothing quicker.
 */
export async function checkpoint(signal: AbortSignal): Promise<void> {
  const { setImmediate: soon = setTimeout } = globalThis as { setImmediate?: (then: () => void) => void };
  await new Promise<void>((resolve) => soon(resolve));
  signal.throwIfAborted();
}
