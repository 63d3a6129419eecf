/**
 * Lets signals, timers and output through, then throws the signal's reason if the work was aborted. To be called between
 * pieces of a few milliseconds: a chain of promises alone never lets an interrupt arrive.
 */
export async function checkpoint(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
}
