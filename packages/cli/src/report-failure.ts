import { isVerisimError } from '@verisim/core';
import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { printJson, type Terminal } from './terminal.ts';

/** Tells a user what went wrong and what to do, and returns the exit code. `interrupted` is the code of a signal that came. */
export function reportFailure(error: unknown, terminal: Terminal, interrupted: ExitCode | null): ExitCode {
  if (error instanceof CommanderError) {
    if (terminal.json) {
      const message = printable(error.message).replace(/^error: /, '');
      printJson({ error: { code: 'cli/usage', message, next: 'See --help.' } });
    }
    return exitCodes.usage;
  }
  if (interrupted !== null) {
    const message = interrupted === exitCodes.terminated ? 'Terminated.' : 'Interrupted.';
    if (terminal.json) printJson({ error: { code: 'cli/interrupted', message, next: 'Run the command again.' } });
    return interrupted;
  }
  const { code, message, next, kind } = isVerisimError(error) ? error : unexpected(error);
  if (terminal.json) printJson({ error: { code, message, next } });
  process.stderr.write(`error: ${printable(message)}\n  ${printable(next)}\n`);
  return kind === 'usage' ? exitCodes.usage : exitCodes.failed;
}

function unexpected(error: unknown): { code: string; message: string; next: string; kind: 'failure' } {
  const message = error instanceof Error ? error.message : String(error);
  const stack = process.env.VERISIM_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
  return {
    code: 'cli/unexpected',
    message: `Something unexpected happened: ${message}${stack}`,
    next: 'This is a fault of verisim: please report it with the command you ran (VERISIM_DEBUG=1 shows where it happened).',
    kind: 'failure',
  };
}
