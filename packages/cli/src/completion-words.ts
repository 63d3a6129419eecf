import type { CommandEntry } from './command-entry.ts';
import { commandTable } from './command-table.ts';
import { AUTO, generatorNames } from './generators.ts';
import { pluginTable } from './plugin-table.ts';
import { takesConfig } from './program.ts';

/** What a shell can complete. `null` as the values of an option: files. An option without values takes none. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Words that may stand as argument; `null`: files. */
  readonly words: readonly string[] | null;
}

/** An option, its short form, and what may follow. */
export interface CompletedOption {
  readonly long: string;
  readonly short: string | null;
  readonly text: string;
  readonly takes: 'nothing' | 'text' | 'file' | readonly string[];
}

const METRICS = ['roc-auc', 'average-precision', 'macro-f1', 'log-loss'];
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  report: ['html', 'markdown', 'json', 'terminal'],
  init: ['ts', 'json'],
  export: ['openai', 'openai-preference', 'chatml', 'sharegpt'],
};
const WORDS: Readonly<Record<string, readonly string[]>> = {
  completion: ['bash', 'zsh', 'fish'],
  plugins: pluginTable.map(({ name }) => name),
  demo: [],
  evaluate: [],
  lift: [],
};

/** Every command, from the table that the help is made of. */
export const completedCommands: readonly CompletedCommand[] = [
  ...commandTable.map((entry) => ({
    name: entry.name,
    summary: entry.summary,
    options: optionsOf(entry),
    words: WORDS[entry.name] ?? null,
  })),
  {
    name: 'help',
    summary: 'the help of a command',
    options: [],
    words: commandTable.map(({ name }) => name),
  },
];

function optionsOf(entry: CommandEntry): readonly CompletedOption[] {
  const own = entry.options.map(([flags, text]): CompletedOption => {
    const [, short = null, long, argument] = /^(?:(-\w), )?(--[a-z-]+)(?: <([^>]*)>)?/.exec(flags)!;
    return { long, short, text, takes: takenBy(entry.name, long, argument) };
  });
  const flag = (long: string, text: string, short: string | null = null): CompletedOption => {
    return { long, short, text, takes: 'nothing' };
  };
  return [
    ...own,
    { long: '--seed', short: null, text: 'the seed', takes: 'text' },
    flag('--json', 'one JSON document on stdout'),
    ...(takesConfig(entry) ? [flag('--no-config', 'do without the config')] : []),
    flag('--no-color', 'no colours'),
    flag('--help', 'show the help', '-h'),
  ];
}

function takenBy(command: string, long: string, argument: string | undefined): CompletedOption['takes'] {
  if (argument === undefined) return 'nothing';
  if (long === '--generator') return [...generatorNames, AUTO];
  if (long === '--metric') return METRICS;
  if (long === '--format') return FORMATS[command];
  return /^(file|folder)$/.test(argument) ? 'file' : 'text';
}
