import {
  type ColumnKind,
  createContext,
  createRandom,
  createTable,
  fit,
  type Generator,
  type Json,
  rowsWhere,
  sample,
  shuffle,
  type Table,
  tableHash,
  takeRows,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { DAY, dayNumber, firstOfMonth, monthNumber, weekdayOf } from '../src/datetimes/civil-date.ts';
import { toInstants, toLocal, zoneClock } from '../src/datetimes/zone-clock.ts';
import { marginals, trees } from '../src/index.ts';
import { calendarOfColumn, cramersV, dated, instantsOf, meansApart, sales, shareDistance } from './dated-tables.ts';
import { drawn, tableOf } from './tables.ts';

const generators = [trees, marginals] as unknown as readonly Generator<object, 'data'>[];

async function make(generator: Generator<object, 'data'>, data: Table, rows = data.rows, seed = 1): Promise<Table> {
  const ctx = createContext({ seed });
  return (await sample(generator, await fit(generator, data, {}, ctx), { rows }, ctx)).table;
}

function halves(data: Table): readonly [Table, Table] {
  const order = shuffle(
    Int32Array.from({ length: data.rows }, (_, i) => i),
    createRandom('halves'),
  );
  const half = data.rows >> 1;
  return [takeRows(data, order.subarray(0, half)), takeRows(data, order.subarray(half))];
}

/** Share of instants that occur once in `own` and come out again. */
function onceAgain(own: Table, other: Table): number {
  const counts = new Map<number, number>();
  for (const instant of instantsOf(own)) counts.set(instant, (counts.get(instant) ?? 0) + 1);
  return instantsOf(other).filter((instant) => counts.get(instant) === 1).length / other.rows;
}

const hourly = Float64Array.from({ length: 35_064 }, (_, i) => Date.UTC(2010, 0, 1) + i * 3_600_000);

function oldDates(): Float64Array {
  const days = drawn(20_000, 3, (random) => Math.floor(-15_000 + 25_000 * Math.sqrt(random.next())));
  return Float64Array.from(days.filter((day) => weekdayOf(day) < 6 || day % 5 === 0).map((day) => day * DAY));
}

const tables: Readonly<Record<string, Table>> = {
  'sales by the minute': dated(sales(16_000, 'a', undefined, 60_000)),
  'sales by the second, Europe/Berlin': dated(sales(16_000, 'b', 'Europe/Berlin', 1000), 'Europe/Berlin'),
  'sales by the minute, America/New_York': dated(sales(16_000, 'c', 'America/New_York', 60_000), 'America/New_York'),
  'every hour of four years': dated(hourly),
  'every hour of four years, Europe/Berlin': dated(hourly, 'Europe/Berlin'),
  'days from 1928 on': dated(oldDates()),
};

describe('calendar', () => {
  test('days, months and weekdays are those of ECMAScript', () => {
    for (let day = -800_000; day < 2_000_000; day += 997) {
      const date = new Date(day * DAY);
      expect(dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(day);
      expect(monthNumber(day)).toBe(date.getUTCFullYear() * 12 + date.getUTCMonth());
      expect(weekdayOf(day)).toBe(date.getUTCDay() || 7);
      expect(firstOfMonth(monthNumber(day))).toBe(day - date.getUTCDate() + 1);
    }
  });

  test.each([
    'Europe/Berlin',
    'America/New_York',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    '-03:30',
  ])('the clock of %s is that of Intl, and back', (zone) => {
    const [low, high] = [Date.UTC(1950, 0, 1), Date.UTC(2030, 0, 1)];
    const clock = zoneClock(zone, low, high);
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    const utc = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' });
    for (const share of drawn(2000, 9, (random) => random.next())) {
      const instant = Math.floor(low + share * (high - low));
      const local = toLocal(clock, instant);
      expect(utc.format(local)).toBe(format.format(instant));
      expect(toInstants(clock, local)).toContain(instant);
    }
  });

  test('times that a clock skips and times that it shows twice', () => {
    const clock = zoneClock('Europe/Berlin', Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1));
    expect(toInstants(clock, Date.UTC(2024, 2, 31, 2, 30))).toEqual([Date.UTC(2024, 2, 31, 1, 30)]);
    expect(toInstants(clock, Date.UTC(2024, 9, 27, 2, 30))).toEqual([
      Date.UTC(2024, 9, 27, 0, 30),
      Date.UTC(2024, 9, 27, 1, 30),
    ]);
  });
});

describe.each(Object.entries(tables))('%s', (_, all) => {
  const [own, other] = halves(all);

  test.each(generators)('$name is as near as a second half of the real rows', async (generator) => {
    const made = await make(generator, own);
    const [real, half, drawn] = [own, other, made].map((table) => calendarOfColumn(table));
    const hours = (fields: typeof real) => Array.from(fields.weekday, (day, row) => `${day} ${fields.hour[row]}`);
    // Floors: what chance does to as many rows where the halves of a full grid complement each other.
    for (const field of ['weekday', 'hour', 'month', 'year'] as const)
      expect(shareDistance(real[field], drawn[field])).toBeLessThan(
        1.5 * shareDistance(real[field], half[field]) + 0.004,
      );
    expect(shareDistance(hours(real), hours(drawn))).toBeLessThan(
      1.5 * shareDistance(hours(real), hours(half)) + 0.004,
    );
    if (new Set(real.hour).size > 1)
      expect(Math.abs(cramersV(drawn.weekday, drawn.hour) - cramersV(real.weekday, real.hour))).toBeLessThan(0.03);
    if (generator.name === 'trees')
      for (const field of ['month', 'weekday', 'hour'] as const)
        expect(meansApart(field, own, made)).toBeLessThan(1.5 * meansApart(field, own, other) + 0.02);
  });

  test.each(generators)(
    '$name keeps range and grid, and no more once-only instants than the real rows',
    async (generator) => {
      const made = await make(generator, own, 20_000);
      const real = instantsOf(own).slice().sort();
      const instants = instantsOf(made).slice().sort();
      expect(instants[0]).toBeGreaterThanOrEqual(real[0]);
      expect(instants[instants.length - 1]).toBeLessThanOrEqual(real[real.length - 1]);
      expect(onceAgain(own, made)).toBeLessThanOrEqual(Math.max(onceAgain(own, other), 0.02));
      const [fields, drawn] = [calendarOfColumn(own), calendarOfColumn(made)];
      const times = new Set(fields.rest);
      if (times.size === 1) expect(new Set(drawn.rest)).toEqual(times);
      expect(drawn.time.every((time) => time % (times.has(1000) ? 1000 : 1) === 0)).toBe(true);
      const weekdays = new Set(fields.weekday);
      expect(drawn.weekday.every((day) => weekdays.has(day))).toBe(true);
    },
  );
});

describe('columns of few parts', () => {
  const column = (instants: readonly (number | null)[]) => tableOf({ at: instants }, { at: 'datetime' });

  test.each(generators)('$name: first days, last days, Mondays, the first and the fifteenth', async (generator) => {
    const months = Array.from({ length: 300 }, (_, i) => firstOfMonth(23_400 + i));
    const firsts = instantsOf(await make(generator, column(months.map((day) => day * DAY)), 500));
    expect(firsts.every((instant) => new Date(instant).getUTCDate() === 1)).toBe(true);
    const lasts = instantsOf(await make(generator, column(months.map((day) => (day - 1) * DAY)), 500));
    expect(lasts.every((instant) => new Date(instant + DAY).getUTCDate() === 1)).toBe(true);
    const mondays = instantsOf(await make(generator, column(months.map((_, i) => (4 + 7 * i) * DAY)), 500));
    expect(mondays.every((instant) => new Date(instant).getUTCDay() === 1)).toBe(true);
    const both = months.map((day, i) => (day + (i % 3 === 0 ? 14 : 0)) * DAY);
    const dates = instantsOf(await make(generator, column(both), 500)).map((instant) => new Date(instant).getUTCDate());
    expect(new Set(dates)).toEqual(new Set([1, 15]));
  });

  test.each(generators)('$name: one, two and five rows, one day, all missing', async (generator) => {
    const day = Date.UTC(2024, 1, 29);
    for (const cells of [
      [day],
      [day, day + 1],
      [0, day, -day, 5e11, 3],
      [null, null],
      [null, day],
      drawn(90, 1, (r) => day + r.int(0, DAY)),
    ]) {
      const made = await make(generator, column(cells), 200);
      const real = cells.filter((cell) => cell !== null);
      for (const instant of instantsOf(made)) {
        if (Number.isNaN(instant)) expect(cells).toContain(null);
        else expect(instant >= Math.min(...real) && instant <= Math.max(...real)).toBe(true);
      }
    }
  });

  test('days that a busy shop never opens on stay closed', async () => {
    const closed = new Set([1, 45, 46, 47, 200]);
    const days = drawn(20_000, 4, (random) => random.int(0, 366)).filter((day) => !closed.has(day));
    const data = column(days.map((day) => Date.UTC(2024, 0, 1) + day * DAY));
    for (const generator of generators) {
      for (const instant of instantsOf(await make(generator, data)))
        expect(closed.has((instant - Date.UTC(2024, 0, 1)) / DAY)).toBe(false);
    }
  });
});

describe('missing cells', () => {
  test('are as many, and missing where they were', async () => {
    const group = drawn(8000, 5, (random) => 'ab'[random.int(0, 2)]);
    const at = drawn(8000, 6, (random, row) =>
      random.next() < (group[row] === 'a' ? 0.3 : 0.02)
        ? null
        : Date.UTC(2020, 0, 1) + random.int(0, 1000 * 1440) * 60_000,
    );
    const also = at.map((instant, row) => (instant === null ? null : row % 50));
    const data = tableOf({ group, at, also }, { at: 'datetime' });
    const share = (table: Table, level: string) => {
      const rows = rowsWhere(table, [{ column: 'group', in: [level] }]);
      return rows.filter((row) => Number.isNaN(instantsOf(table, 1)[row])).length / rows.length;
    };
    const made = await make(trees as unknown as Generator<object, 'data'>, data);
    for (const level of ['a', 'b']) expect(Math.abs(share(made, level) - share(data, level))).toBeLessThan(0.02);
    const apart = instantsOf(made, 1).filter(
      (instant, row) => Number.isNaN(instant) !== Number.isNaN(instantsOf(made, 2)[row]),
    );
    expect(apart.length / made.rows).toBeLessThan(0.01);
  });
});

describe.each(generators)('$name under conditions', (generator) => {
  const ctx = createContext({ seed: 5 });
  const all = tables['sales by the minute, America/New_York'];
  const kinds: Readonly<Record<string, ColumnKind>> = { id: 'id' };
  const ids = tableOf({ id: Array.from({ length: all.rows }, (_, i) => `S${10_000 + i}`) }, kinds);
  const data = createTable([...all.spec.columns, ...ids.spec.columns], [...all.columns, ...ids.columns]);

  test.each([
    ['one month', [{ column: 'at', from: '2011-05-01T04:00Z', to: '2011-06-01T04:00Z', open: 'to' as const }], 1000],
    ['one morning', [{ column: 'at', from: '2011-11-03T11:00Z', to: '2011-11-03T15:59Z' }], 300],
    ['two instants', [{ column: 'at', in: ['2011-11-03T15:00Z', '2011-03-03T17:30Z'] }], 50],
    [
      'a month and a number',
      [
        { column: 'at', from: '2011-07-01', to: '2011-08-01' },
        { column: 'y', from: 5, to: 6 },
      ],
      100,
    ],
    [
      'an identifier too',
      [
        { column: 'at', from: '2011-07-01' },
        { column: 'id', missing: false },
      ],
      500,
    ],
  ])('%s', async (_, where, rows) => {
    const model = await fit(generator, data, {}, ctx);
    const { table, shortfall } = await sample(generator, model, { rows, where }, ctx);
    expect(shortfall).toBe(0);
    expect(rowsWhere(table, where).length).toBe(rows);
    const last = table.columns[2];
    expect(last.storage === 'text' && new Set(last.values).size).toBe(rows);
    if (_ === 'one month') expect(new Set(calendarOfColumn(table).weekday).has(6)).toBe(false);
  });

  test('what lies outside comes back empty at once', async () => {
    const model = await fit(generator, data, {}, ctx);
    const where = [{ column: 'at', from: '2031-01-01' }];
    expect((await sample(generator, model, { rows: 1_000_000, where }, ctx)).shortfall).toBe(1_000_000);
  });

  test('the same bytes after save and load, and those of the seed alone', async () => {
    const model = await fit(generator, data, {}, ctx);
    const { json, ...rest } = await model.save();
    const again = await generator.load({ ...structuredClone(rest), json: JSON.parse(JSON.stringify(json)) as Json });
    for (const where of [[], [{ column: 'at', from: '2011-05-01', to: '2011-05-09' }]]) {
      const made = await Promise.all([model, again].map((from) => sample(generator, from, { rows: 700, where }, ctx)));
      expect(tableHash(made[1].table)).toBe(tableHash(made[0].table));
    }
    const hashes = await Promise.all([2, 2, 3].map(async (seed) => tableHash(await make(generator, data, 500, seed))));
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });
});
