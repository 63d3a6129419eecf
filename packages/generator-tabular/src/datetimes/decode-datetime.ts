import type { Column, Random } from '@verisim/core';
import { type NamedColumns, numbersOf } from '../constraints/named-columns.ts';
import { HOUR } from './calendar-fields.ts';
import type { CalendarField, DatetimePart, DatetimeState } from './datetime-state.ts';
import { calendarOf, type DrawnFields, placeDay } from './place-day.ts';
import { placeInstant } from './place-instant.ts';

/**
 * Instants from the parts of each row: missing where the first part is. Where parts contradict each other, say a fifth Friday in a month
 * that has four, or leave the range, the coarser part stands and the finer one is drawn again from those that occur.
 */
export function decodeDatetime(
  state: DatetimeState,
  columns: NamedColumns,
  rows: number,
  random: Random,
): Float64Array {
  const missing = missingRows(columns.get(state.parts[0].as)?.column, rows);
  const fields = drawnFields(state, columns, missing, random);
  const time =
    fields.time ?? (fields.hour ?? new Float64Array(rows)).map((hour, row) => hour * HOUR + (fields.rest?.[row] ?? 0));
  const calendar = calendarOf(state);
  const instants = new Float64Array(rows).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    if (missing[row] === 0)
      instants[row] = placeInstant(calendar, placeDay(calendar, fields, row, random), time[row], random);
  }
  return instants;
}

function drawnFields(state: DatetimeState, columns: NamedColumns, missing: Uint8Array, random: Random): DrawnFields {
  const fields: DrawnFields = {};
  for (const [field, value] of Object.entries(state.fixed))
    fields[field as CalendarField] = new Float64Array(missing.length).fill(value);
  for (const part of state.parts) {
    const drawn = fieldsOf(part, columns.get(part.as)?.column, missing.length);
    for (const values of Object.values(drawn)) fillGaps(values, missing, random);
    Object.assign(fields, drawn);
  }
  return fields;
}

function missingRows(column: Column | undefined, rows: number): Uint8Array {
  const missing = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    if (column?.storage === 'coded') missing[row] = column.codes[row] < 0 ? 1 : 0;
    else missing[row] = Number.isNaN(numbersOf(column)[row]) ? 1 : 0;
  }
  return missing;
}

function fieldsOf({ fields, numeric }: DatetimePart, column: Column | undefined, rows: number): DrawnFields {
  if (numeric) return { [fields[0]]: numbersOf(column).slice() };
  if (column?.storage !== 'coded') throw new RangeError('decodeDatetime: a part is no category');
  const byLevel = column.levels.map((level) => level.split(' ').map(Number));
  return Object.fromEntries(
    fields.map((field, place) => {
      const values = new Float64Array(rows);
      for (let row = 0; row < rows; row++) values[row] = byLevel[column.codes[row]]?.[place] ?? Number.NaN;
      return [field, values];
    }),
  );
}

/** A part that is missing in a row that is not takes the part of some other row. */
function fillGaps(values: Float64Array, missing: Uint8Array, random: Random): void {
  const gaps: number[] = [];
  const donors: number[] = [];
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) donors.push(row);
    else if (missing[row] === 0) gaps.push(row);
  });
  for (const row of gaps) values[row] = donors.length > 0 ? values[donors[random.int(0, donors.length)]] : 0;
}
