import type { CommandModule } from './call.ts';

/** Flags, text, default, and how a value is read. Flags with `...` may be repeated. */
export type OptionEntry = readonly [
  flags: string,
  text: string,
  fallback?: string,
  parse?: (value: string, before: unknown) => unknown,
];

/** A command as the help shows it; its code loads when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly arguments: string;
  readonly summary: string;
  readonly options: readonly OptionEntry[];
  readonly examples: readonly string[];
  /** Where the file of real rows goes that a config names: first, behind one of these words, or with `--real`; left out by commands that take no config. */
  readonly data?: 'argument' | { readonly after: readonly string[] } | 'real';
  /** Takes the whole file also when a holdout is locked. */
  readonly wholeData?: boolean;
  /** Takes a config without taking its data. */
  readonly config?: boolean;
  /** stdout carries rows or a document, so that whatever else is said goes to stderr. */
  readonly document?: (options: Readonly<Record<string, unknown>>) => boolean;
  load(): Promise<CommandModule>;
}

/** The place of the file of real rows among the arguments, -1 where there is none. */
export function filePlace({ data }: Pick<CommandEntry, 'data'>, words: readonly string[]): number {
  if (data === 'argument') return 0;
  return typeof data === 'object' && data.after.includes(words[0]) ? 1 : -1;
}
