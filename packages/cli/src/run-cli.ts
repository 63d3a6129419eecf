import { readFileSync } from 'node:fs';
import { isVerisimError } from '@verisim/core';
import { Command, CommanderError, Option } from 'commander';
import type { CommandModule } from './call.ts';
import { commandTable } from './command-table.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { openTerminal, printJson, type Terminal } from './terminal.ts';

/** Runs the `verisim` command. Resolves to the exit code; prints everything itself. */
export async function runCli(args: readonly string[]): Promise<number> {
  const terminal = openTerminal(args.includes('--json'));
  const interrupt = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    terminal.clearProgress();
    process.stderr.write(`\n${signal}: stopping; once more to stop at once\n`);
    interrupt.abort(new DOMException('Interrupted by the user.', 'AbortError'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  let code: ExitCode = exitCodes.done;
  const program = buildProgram(async (module, given, options) => {
    code = await module.run({ arguments: given, options, terminal, signal: interrupt.signal });
  });
  try {
    await program.parseAsync(args as string[], { from: 'user' });
    return code;
  } catch (error) {
    terminal.clearProgress();
    return reportFailure(error, terminal, interrupt.signal);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

type Launch = (module: CommandModule, given: readonly string[], options: Record<string, unknown>) => Promise<void>;

function buildProgram(launch: Launch): Command {
  const version = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
  const program = new Command('verisim')
    .description('Makes synthetic training data and proves, against real data, whether it helped.')
    .version(version, '-v, --version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('Run the command with --help to see its options and examples.')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  program.helpCommand(false);
  for (const entry of commandTable) {
    const command = program
      .command(`${entry.name} ${entry.arguments}`.trim())
      .description(entry.summary)
      .helpOption('-h, --help', 'show this help');
    for (const [flags, text, fallback] of entry.options) {
      const option = new Option(flags, text);
      if (flags.includes('...')) option.argParser(collect);
      command.addOption(fallback === undefined ? option : option.default(fallback));
    }
    command.option('--seed <number>', 'the seed that everything random comes from', '1');
    command.option('--json', 'print one JSON document on stdout, everything else on stderr');
    command.addHelpText(
      'after',
      `\nExamples:\n${entry.examples.map((example) => `  $ ${example}`).join('\n')}\n${EXIT_CODES}`,
    );
    command.exitOverride();
    command.action(async (...received: unknown[]) => {
      const given = received.slice(0, -2).filter((value): value is string => typeof value === 'string');
      await launch(await entry.load(), given, command.opts());
    });
  }
  return program;
}

const EXIT_CODES = '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 done and needs attention.';

/** `--set a=1 --set b=2`, not `--set a=1 b=2`: each flag takes one value. */
function collect(value: string, before: unknown): string[] {
  return [...(Array.isArray(before) ? before : []), value];
}

function reportFailure(error: unknown, terminal: Terminal, signal: AbortSignal): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (terminal.json)
      printJson({ error: { code: 'cli/usage', message: error.message.replace(/^error: /, ''), next: 'See --help.' } });
    return exitCodes.usage;
  }
  if (signal.aborted) {
    if (terminal.json)
      printJson({ error: { code: 'cli/interrupted', message: 'Interrupted.', next: 'Run the command again.' } });
    return exitCodes.interrupted;
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

/** Text from data files must not move the cursor or change the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?');
}
