import { type Finding, measurement } from '@verisim/core';
import type { ReportSection, ReportTable } from '@verisim/report';
import type { Alarm } from './alarm.ts';

/** How many alarms are on, in one sentence. */
export function alarmsSentence(alarms: readonly Alarm[]): string {
  const on = alarms.filter(({ level }) => level === 'alarm');
  const unknown = alarms.filter(({ level }) => level === 'unknown').length;
  const rest = unknown === 0 ? '' : ` ${unknown} could not be looked at.`;
  if (on.length === 0) return `No trap alarm is on.${rest}`;
  return `${on.length} of ${alarms.length} trap alarms ${on.length === 1 ? 'is' : 'are'} on: ${on.map(({ name }) => name).join(', ')}.${rest}`;
}

/** One line per alarm: its figure, its interval and what it would be if all were well. */
export function alarmsTable(alarms: readonly Alarm[]): ReportTable {
  return {
    caption: 'Trap alarms',
    columns: ['trap', 'level', 'figure', '95 % interval', 'when well'],
    rows: alarms.map(({ name, level, figure, low, high, expected }) => [
      name,
      level,
      figure === null ? '' : figure.toFixed(3),
      low === null || high === null ? '' : `${low.toFixed(3)} to ${high.toFixed(3)}`,
      expected === null ? '' : String(expected),
    ]),
  };
}

/** What was seen of an alarm and, unless it is quiet, what to do. */
export function alarmText({ name, level, message, next }: Alarm): string {
  return `${name} (${level}): ${message}${next === '' ? '' : ` ${next}`}`;
}

/** A warning for each alarm that is on. */
export function alarmFindings(alarms: readonly Alarm[]): readonly Finding[] {
  return alarms
    .filter(({ level }) => level === 'alarm')
    .map(({ name, message, next }) => ({ rule: `trap-${name}`, level: 'warning', message: `${message} ${next}` }));
}

/** The alarms as a part of a report. */
export function alarmsSection(alarms: readonly Alarm[]): ReportSection {
  return {
    title: 'Traps',
    text: [alarmsSentence(alarms), ...alarms.filter(({ level }) => level !== 'alarm').map(alarmText)],
    tables: [alarmsTable(alarms)],
    findings: alarmFindings(alarms),
    measurements: alarms.map(({ name, figure, low, high, expected }) => {
      const reference = expected === null ? {} : { reference: { 'when well': expected } };
      return measurement(`trap-${name}`, figure, { low, high, better: 'neither', ...reference });
    }),
  };
}
