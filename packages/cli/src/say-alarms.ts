import { type Alarm, alarmsSentence, alarmsTable } from '@verisim/plays';
import { sayTable } from './say-table.ts';
import type { Terminal } from './terminal.ts';

/** Prints a table of figures, then what was seen and what to do, the alarms that are on first. */
export function sayAlarms(alarms: readonly Alarm[], terminal: Terminal): void {
  sayTable(alarmsTable(alarms), terminal);
  for (const wanted of ['alarm', 'quiet', 'unknown'] as const) {
    for (const { name, level, message, next } of alarms) {
      if (level !== wanted) continue;
      terminal.say(`\n${name} (${level}): ${message}${next === '' ? '' : `\n  -> ${next}`}`);
    }
  }
  terminal.say(`\n${alarmsSentence(alarms)}`);
}
