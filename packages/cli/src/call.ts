import type { ExitCode } from './exit-codes.ts';
import type { Project } from './load-config.ts';
import type { Terminal } from './terminal.ts';

/** One call of a command, its options completed from the project's config. */
export interface Call {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** The config of this folder, `null` when there is none or `--no-config` was given. */
  readonly project: Project | null;
}

/** What a command's file exports. */
export interface CommandModule {
  run(call: Call): Promise<ExitCode>;
}
