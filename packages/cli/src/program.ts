import { readFileSync } from 'node:fs';
import { Command, Help, Option } from 'commander';
import type { CommandEntry } from './command-entry.ts';
import { commandTable } from './command-table.ts';
import { printable } from './printable.ts';
import type { Given } from './project-defaults.ts';
import { seedText } from './settings.ts';

/** Starts a command. `typed` says of an option whether it stood in the call. */
export type Launch = (entry: CommandEntry, given: Given, typed: (option: string) => boolean) => Promise<void>;

const EXIT_CODES =
  'Exit codes: 0 done, 1 failed, 2 wrong usage (also a missing file or column), 3 done and needs attention, 130 interrupted, 143 terminated.';

const SURROUNDINGS: readonly string[] = [
  'verisim help <command> shows a command with its options and examples.',
  'A verisim.config.ts (or .js, .json) in this folder gives defaults; flags win.',
  'Environment: NO_COLOR, FORCE_COLOR and COLUMNS are heeded; VERISIM_DEBUG=1 shows where an unexpected error arose.',
];

/** The command line of `verisim`, from the table of commands. */
export function buildProgram(launch: Launch, width: number): Command {
  const version = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
  const columns = Math.min(width, 120);
  const program = new Command('verisim')
    .description('Makes synthetic training data and proves, against real data, whether it helped.')
    .version(version, '-v, --version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('Run the command with --help to see its options and examples.')
    .addHelpText('after', () => wrapped([EXIT_CODES, ...SURROUNDINGS], columns))
    .configureOutput({
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      outputError: (text, write) => write(printable(text)),
    })
    .configureHelp({ minWidthToWrap: 16, ...(columns < 72 && { formatItem: stackedItem }) })
    .exitOverride();
  program.helpCommand(false);
  for (const entry of commandTable) addCommand(program, entry, launch, columns);
  return program;
}

/** An option or command above its text, where there is no room beside it. */
function stackedItem(term: string, _width: number, text: string, help: Help): string {
  const lines = help.boxWrap(text, (help.helpWidth ?? 80) - 6).split('\n');
  return [`  ${term}`, ...lines.map((line) => `      ${line}`)].join('\n');
}

/** Paragraphs below a help, each in lines of at most so many columns. */
function wrapped(paragraphs: readonly string[], columns: number): string {
  return paragraphs
    .map((text) => `\n${Object.assign(new Help(), { minWidthToWrap: 16 }).boxWrap(text, columns)}`)
    .join('');
}

function addCommand(program: Command, entry: CommandEntry, launch: Launch, columns: number): void {
  const command = program
    .command(`${entry.name} ${entry.arguments}`.trim())
    .description(entry.summary)
    .helpOption('-h, --help', 'show this help');
  for (const [flags, text, fallback, parse] of entry.options) {
    const option = new Option(flags, text);
    if (parse) option.argParser(parse);
    else if (flags.includes('...')) option.argParser(collect);
    command.addOption(fallback === undefined ? option : option.default(fallback));
  }
  command.addOption(
    new Option('--seed <number>', 'the seed that everything random comes from').argParser(seedText).default('1'),
  );
  command.option('--json', 'print one JSON document on stdout, everything else on stderr');
  if (takesConfig(entry)) command.option('--no-config', 'do without the config of this folder');
  command.option('--no-color', 'no colours');
  const examples = entry.examples.map((example) => `  $ ${example}`).join('\n');
  command.addHelpText('after', () => `\nExamples:\n${examples}\n${wrapped([EXIT_CODES], columns)}`);
  command.exitOverride();
  command.action(async (...received: unknown[]) => {
    const given = received.slice(0, -2).flatMap((value) => value as string | string[] | undefined);
    const typed = (option: string) => command.getOptionValueSource(option) === 'cli';
    await launch(entry, { arguments: given.filter((value) => value !== undefined), options: command.opts() }, typed);
  });
}

/** Whether a command looks for a config. */
export function takesConfig({ data, config }: CommandEntry): boolean {
  return data !== undefined || config === true;
}

/** `--set a=1 --set b=2`, not `--set a=1 b=2`: each flag takes one value. */
function collect(value: string, before: unknown): string[] {
  return [...(Array.isArray(before) ? before : []), value];
}
