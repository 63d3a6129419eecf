import { optional } from './settings.ts';

/** The day it is: `--today` as it was given, else that of the machine's clock, in UTC. */
export function todayOption(options: Readonly<Record<string, unknown>>): string {
  return optional(options, 'today') ?? new Date().toISOString().slice(0, 10);
}
