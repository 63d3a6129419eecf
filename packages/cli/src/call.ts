import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** One call of a command. */
export interface Call {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** What a command's file exports. */
export interface CommandModule {
  run(call: Call): Promise<ExitCode>;
}
