import { type ColumnSpec, createTable, type Table } from '@verisim/core';
import {
  categorySpec,
  codedColumn,
  instantSpec,
  integerSpec,
  numberSpec,
  numericColumn,
  rounded,
  textColumn,
  textSpec,
} from '../columns.ts';
import { gather } from '../flow/event-log.ts';
import type { SessionsSettings } from './options.ts';
import { eventFields, type SessionEvents, sessionCauses } from './simulate-sessions.ts';

/** One row per event: a state that a session enters. */
export const sessionsColumns = ({ chain }: SessionsSettings): readonly ColumnSpec[] => [
  instantSpec('time'),
  textSpec('user'),
  textSpec('session'),
  integerSpec('step'),
  categorySpec('state', chain.states),
  categorySpec('next', [...chain.states, 'exit']),
  numberSpec('dwell', 3),
  categorySpec('cause', sessionCauses),
  textSpec('cause_id'),
];

/** Some of the events as rows. */
export function eventTable(settings: SessionsSettings, { log }: SessionEvents, kept: Int32Array, block: number): Table {
  const columns = sessionsColumns(settings);
  const field = (name: keyof typeof eventFields) => gather(log, kept, eventFields[name]);
  const [user, session, cause, campaign] = [field('user'), field('session'), field('cause'), field('campaign')];
  const [users, sessions, causeIds] = [0, 1, 2].map(() => new Array<string>(kept.length));
  for (let row = 0; row < kept.length; row++) {
    users[row] = `${block}-${user[row]}`;
    sessions[row] = `${users[row]}-${session[row]}`;
    causeIds[row] = campaign[row] > 0 ? `campaign:${campaign[row]}` : `${sessionCauses[cause[row]]}:${sessions[row]}`;
  }
  return createTable(columns, [
    numericColumn(field('at').map((seconds) => settings.start + Math.round(1000 * seconds))),
    textColumn(users),
    textColumn(sessions),
    numericColumn(field('step')),
    codedColumn(Int32Array.from(field('state')), columns[4].levels!),
    codedColumn(Int32Array.from(field('next')), columns[5].levels!),
    numericColumn(rounded(field('dwell'), 3)),
    codedColumn(Int32Array.from(cause), sessionCauses),
    textColumn(causeIds),
  ]);
}
