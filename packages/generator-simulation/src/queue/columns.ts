import { type ColumnSpec, createTable, type Table } from '@verisim/core';
import {
  categorySpec,
  codedColumn,
  instantSpec,
  instants,
  integerSpec,
  numberSpec,
  numericColumn,
  rounded,
  textColumn,
  textSpec,
} from '../columns.ts';

/** Why an attempt went as it did; see the guide. */
export const queueCauses: readonly string[] = ['arrival', 'retry', 'outage'];
const OUTCOMES = ['served', 'left'];

/** One row per attempt to be served. */
export const queueColumns: readonly ColumnSpec[] = [
  integerSpec('job'),
  integerSpec('attempt'),
  instantSpec('arrival'),
  numberSpec('wait', 6),
  numberSpec('service', 6),
  instantSpec('departure'),
  integerSpec('server', { nullable: true }),
  integerSpec('ahead'),
  categorySpec('outcome', OUTCOMES),
  categorySpec('cause', queueCauses),
  textSpec('cause_id'),
];

/** Rows while they are simulated. Times in seconds from the block's beginning. */
export interface QueueRows {
  readonly job: Float64Array;
  readonly attempt: Float64Array;
  readonly arrival: Float64Array;
  readonly wait: Float64Array;
  readonly service: Float64Array;
  readonly departure: Float64Array;
  readonly server: Float64Array;
  readonly ahead: Float64Array;
  readonly outcome: Int32Array;
  readonly cause: Int32Array;
  readonly causeId: string[];
}

/** Room for so many rows. */
export function allocateQueueRows(rows: number): QueueRows {
  const numbers = () => new Float64Array(rows);
  return {
    job: numbers(),
    attempt: numbers(),
    arrival: numbers(),
    wait: numbers(),
    service: numbers(),
    departure: numbers(),
    server: numbers().fill(Number.NaN),
    ahead: numbers(),
    outcome: new Int32Array(rows),
    cause: new Int32Array(rows),
    causeId: new Array<string>(rows).fill('source'),
  };
}

/** The rows as a table. `from`: seconds at which the block begins; `start`: milliseconds at which time does. Takes the arrays over. */
export function queueTable(rows: QueueRows, from: number, start: number): Table {
  const at = (seconds: Float64Array) => instants(seconds, start + 1000 * from).map(Math.round);
  return createTable(queueColumns, [
    numericColumn(rows.job),
    numericColumn(rows.attempt),
    numericColumn(at(rows.arrival)),
    numericColumn(rounded(rows.wait, 6)),
    numericColumn(rounded(rows.service, 6)),
    numericColumn(at(rows.departure)),
    numericColumn(rows.server),
    numericColumn(rows.ahead),
    codedColumn(rows.outcome, OUTCOMES),
    codedColumn(rows.cause, queueCauses),
    textColumn(rows.causeId),
  ]);
}
