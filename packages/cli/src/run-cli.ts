import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { type CommandEntry, filePlace } from './command-entry.ts';
import { commandTable } from './command-table.ts';
import { cannotPrint } from './errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Project } from './load-config.ts';
import { printable } from './printable.ts';
import { buildProgram, takesConfig } from './program.ts';
import type { Given, KnownConfig } from './project-defaults.ts';
import { reportFailure } from './report-failure.ts';
import { listenForSignals, type Signals } from './signals.ts';
import { isBrokenPipe, openTerminal, type Terminal } from './terminal.ts';

/** Runs the `verisim` command. Resolves to the exit code; prints everything itself. */
export async function runCli(args: readonly string[]): Promise<number> {
  const terminal = openTerminal(args.includes('--json'), args);
  let signals: Signals | null = null;
  let code: ExitCode = exitCodes.done;
  const program = buildProgram(async (entry, given, typed) => {
    const say = entry.document?.(given.options) ? terminal.sayAside : terminal.say;
    // Before signals are listened to: a config that never lets go can then still be interrupted.
    const project = await projectOf(entry, given, say);
    const call = await completed(entry, given, typed, project, say);
    const listening = listenForSignals((text) => tell(terminal, text));
    signals = listening;
    const module = await entry.load();
    code = await module.run({ ...call, terminal, signal: listening.signal, project });
  }, terminal.width);
  try {
    if (args.length === 0) {
      program.outputHelp();
      return exitCodes.usage;
    }
    await program.parseAsync(helpFirst(args), { from: 'user' });
    // What a write has to complain of is told in the next turn.
    await setImmediate();
    if (terminal.fault) throw cannotPrint(terminal.fault);
    return code;
  } catch (error) {
    terminal.clearProgress();
    if (isBrokenPipe(error)) return exitCodes.done;
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const interrupted = (signals as Signals | null)?.code() ?? null;
    return reportFailure(error, terminal, interrupted);
  } finally {
    (signals as Signals | null)?.stop();
  }
}

/** `verisim help generate` as `verisim generate --help`, and a mistyped command as that command. */
function helpFirst(args: readonly string[]): string[] {
  const [first, command] = args;
  if (first !== 'help') return [...args];
  if (command === undefined || command.startsWith('-')) return ['--help'];
  return commandTable.some(({ name }) => name === command) ? [command, '--help'] : [command];
}

async function projectOf(entry: CommandEntry, given: Given, say: (text: string) => void): Promise<Project | null> {
  if (!takesConfig(entry) || given.options.config === false) return null;
  const { findConfig, loadConfig } = await import('./load-config.ts');
  const file = await findConfig('.');
  if (file === null) return null;
  say(`config: ${file}`);
  return loadConfig(process.cwd(), file);
}

async function completed(
  entry: CommandEntry,
  given: Given,
  typed: (option: string) => boolean,
  project: Project | null,
  say: (text: string) => void,
): Promise<Given> {
  const known = project?.config ?? (await lockedConfig(entry, given, typed));
  if (known === null) return given;
  const { withProject } = await import('./project-defaults.ts');
  const { notes, ...call } = await withProject(entry, given, typed, known);
  for (const note of notes) say(note);
  return call;
}

/** In a folder without a config but with a locked holdout, a command that is given no real rows takes the training part. */
async function lockedConfig(
  entry: CommandEntry,
  given: Given,
  typed: (option: string) => boolean,
): Promise<KnownConfig | null> {
  const place = filePlace(entry, given.arguments);
  const named = place < 0 ? entry.data !== 'real' || typed('real') : given.arguments.length > place;
  if (entry.wholeData || named || !existsSync('.verisim')) return null;
  const { locksIn } = await import('./locks.ts');
  const { learnsFromRows } = await import('./plugin-table.ts');
  if (place <= 0 && !learnsFromRows(given.options.generator)) return null;
  const locks = await locksIn('.');
  const files = new Set(locks.map(({ lock }) => lock.source.file));
  if (files.size !== 1 || !existsSync(locks[locks.length - 1].training)) return null;
  const { source, target } = locks[locks.length - 1].lock;
  return { data: source.file, ...(target !== null && { target }) };
}

function tell(terminal: Terminal, text: string): void {
  terminal.clearProgress();
  process.stderr.write(`${printable(text)}\n`);
}
