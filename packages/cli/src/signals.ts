import { type ExitCode, exitCodes } from './exit-codes.ts';

/** How long a command may take to put its work in order after the first signal. */
const GRACE = 5000;

/** What the operating system told this process. */
export interface Signals {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** The exit code of the signal that came, `null` when none did. */
  readonly code: () => ExitCode | null;
  stop(): void;
}

/** Listens for SIGINT and SIGTERM: the first one aborts the work, the second ends the process at once, as do 5 seconds. */
export function listenForSignals(say: (text: string) => void): Signals {
  const interrupt = new AbortController();
  let code: ExitCode | null = null;
  let timer: NodeJS.Timeout | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (code !== null) process.exit(code);
    const ending = name === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
    code = ending;
    timer = setTimeout(() => process.exit(ending), GRACE);
    timer.unref();
    say(`\n${name}: stopping; once more to stop at once`);
    interrupt.abort(new DOMException('Interrupted by the user.', 'AbortError'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: interrupt.signal,
    code: () => code,
    stop() {
      clearTimeout(timer);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
