import { type ColumnSpec, createRandom, createTable, type Table } from '@verisim/core';
import { type CalendarFields, calendarFields } from '../src/datetimes/calendar-fields.ts';
import { DAY } from '../src/datetimes/civil-date.ts';
import { toInstants, zoneClock } from '../src/datetimes/zone-clock.ts';

/** The instants of a column. */
export function instantsOf(table: Table, at = 0): Float64Array {
  const column = table.columns[at];
  if (column.storage !== 'numeric') throw new Error('no instants');
  return column.values;
}

/** What a calendar shows for a column, by the zone of its spec. */
export function calendarOfColumn(table: Table, at = 0): CalendarFields {
  const instants = instantsOf(table, at);
  const present = instants.filter((value) => !Number.isNaN(value)).sort();
  return calendarFields(instants, zoneClock(table.spec.columns[at].zone, present[0], present[present.length - 1]));
}

/** Instants, and a number that depends on month, weekday and time of day. */
export function dated(instants: Float64Array, zone?: string, name = 'at'): Table {
  const random = createRandom(`dated ${name}`);
  const specs: readonly ColumnSpec[] = [
    { name, kind: 'datetime', nullable: instants.some(Number.isNaN), role: 'feature', ...(zone ? { zone } : {}) },
    { name: 'y', kind: 'number', nullable: false, role: 'feature' },
  ];
  const column = { storage: 'numeric', values: instants } as const;
  const { month, time, weekday } = calendarOfColumn({
    spec: { columns: specs },
    rows: instants.length,
    columns: [column],
  });
  const y = instants.map((_, row) => {
    const season = 10 * Math.cos((((month[row] || 1) - 1) * Math.PI) / 6);
    const day = 8 * Math.sin(((time[row] || 0) * 2 * Math.PI) / DAY);
    return Math.round(100 * (20 + season + day + (weekday[row] > 5 ? 6 : 0) + 2 * random.normal())) / 100;
  });
  return createTable(specs, [column, { storage: 'numeric', values: y }]);
}

/** Sales from 2010-12-01 to 2011-12-09 by a shop that is closed on Saturdays, busiest at noon and in autumn, later in the day on Thursdays. */
export function sales(rows: number, seed: string, zone: string | undefined, grid: number): Float64Array {
  const random = createRandom(seed);
  const first = Date.UTC(2010, 11, 1) / DAY;
  const clock = zoneClock(zone, first * DAY, (first + 374) * DAY);
  const busy = [1, 0.9, 0.8, 1, 0.7, 0, 0.5];
  const made: number[] = [];
  while (made.length < rows) {
    const day = first + random.int(0, 374);
    const weekday = (day + 3) % 7;
    const month = new Date(day * DAY).getUTCMonth();
    if (random.next() > busy[weekday] * (0.5 + (month >= 8 ? 0.5 : month / 32))) continue;
    const hour = (weekday === 6 ? 13 : 12) + (weekday === 3 ? 4 : 2.5) * random.normal();
    const time = Math.min(23.9, Math.max(0, hour)) * 3_600_000;
    made.push(toInstants(clock, day * DAY + Math.floor(time / grid) * grid)[0]);
  }
  return Float64Array.from(made);
}

/** Total variation distance of the shares of values. */
export function shareDistance(a: ArrayLike<number | string>, b: ArrayLike<number | string>): number {
  const shares = new Map<number | string, number>();
  for (const [values, sign] of [
    [a, 1],
    [b, -1],
  ] as const) {
    for (const value of Array.from(values)) shares.set(value, (shares.get(value) ?? 0) + sign / values.length);
  }
  return [...shares.values()].reduce((sum, share) => sum + Math.abs(share), 0) / 2;
}

/** Cramer's V without bias correction. */
export function cramersV(a: Float64Array, b: Float64Array): number {
  const counts = new Map<string, number>();
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  a.forEach((value, i) => {
    counts.set(`${value} ${b[i]}`, (counts.get(`${value} ${b[i]}`) ?? 0) + 1);
    rows.set(value, (rows.get(value) ?? 0) + 1);
    columns.set(b[i], (columns.get(b[i]) ?? 0) + 1);
  });
  let chiSquare = 0;
  for (const [x, inRow] of rows) {
    for (const [y, inColumn] of columns) {
      const expected = (inRow * inColumn) / a.length;
      chiSquare += ((counts.get(`${x} ${y}`) ?? 0) - expected) ** 2 / expected;
    }
  }
  return Math.sqrt(chiSquare / a.length / Math.min(rows.size - 1, columns.size - 1));
}

/** Mean absolute difference of the means of y within each value of a field, weighted by rows; values of fewer than 30 rows left out. */
export function meansApart(field: keyof CalendarFields, a: Table, b: Table): number {
  const [one, two] = [a, b].map((table) => meansBy(calendarOfColumn(table)[field], instantsOf(table, 1)));
  let [sum, rows] = [0, 0];
  for (const [value, { total, count }] of one) {
    const other = two.get(value);
    if (count < 30 || !other) continue;
    sum += count * Math.abs(total / count - other.total / other.count);
    rows += count;
  }
  return sum / rows;
}

function meansBy(keys: Float64Array, values: Float64Array): Map<number, { total: number; count: number }> {
  const means = new Map<number, { total: number; count: number }>();
  keys.forEach((key, row) => {
    const { total, count } = means.get(key) ?? { total: 0, count: 0 };
    means.set(key, { total: total + values[row], count: count + 1 });
  });
  return means;
}
