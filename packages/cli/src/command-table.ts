import { beginningCommands } from './beginning-commands.ts';
import type { CommandEntry } from './command-entry.ts';
import { makingCommands } from './making-commands.ts';
import { playCommands } from './play-commands.ts';
import { watchingCommands } from './watching-commands.ts';

/** The commands, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  ...beginningCommands,
  ...makingCommands,
  ...watchingCommands,
  ...playCommands,
];
