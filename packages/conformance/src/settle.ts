/** Milliseconds after an abort in which work has to settle. */
const PATIENCE = 3000;

/** How a piece of work ended. */
export type Outcome = 'resolved' | 'timeout' | { readonly error: unknown };

/** Runs work that may fail. */
export async function settle(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    await work();
    return 'resolved';
  } catch (error) {
    return { error };
  }
}

/** Whether work ended by the abort of that signal. */
export function endedByAbort(outcome: Outcome, signal: AbortSignal): boolean {
  if (typeof outcome === 'string') return false;
  return outcome.error === signal.reason || (outcome.error as { name?: unknown } | null)?.name === 'AbortError';
}

/** The outcome of work that is under way, or `timeout` after 3 s. */
export async function settleSoon(outcome: Promise<Outcome>): Promise<Outcome> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<'timeout'>((resolve) => {
    patience = setTimeout(() => resolve('timeout'), PATIENCE);
  });
  const first = await Promise.race([outcome, waited]);
  clearTimeout(patience);
  return first;
}
