import type { ValueGrid } from '../value-grid.ts';
import type { ZoneClock } from './zone-clock.ts';

/**
 * What the clock and the calendar of its zone show at an instant: year, month (1 to 12), day of the month, weekday (1 = Monday), the
 * how-manieth such weekday of its month (1 to 5), milliseconds since midnight, hour, milliseconds since the full hour.
 */
export type CalendarField = 'year' | 'month' | 'day' | 'weekday' | 'week' | 'time' | 'hour' | 'rest';

/** A column that a generator learns instead of instants: one field as a number, or one or more as a category. */
export interface DatetimePart {
  readonly as: string;
  readonly fields: readonly CalendarField[];
  readonly numeric: boolean;
}

/** How a datetime column is taken apart and put together again. */
export interface DatetimeState {
  readonly column: string;
  readonly clock: ZoneClock;
  /** The first says whether the cell is missing. */
  readonly parts: readonly DatetimePart[];
  /** Fields that are the same in every row. */
  readonly fixed: Readonly<Partial<Record<CalendarField, number>>>;
  /** All days are the last of their month. */
  readonly monthEnds: boolean;
  /** The range of instants that come out. */
  readonly low: number;
  readonly high: number;
  /** The grid of times since midnight. */
  readonly grid: ValueGrid | null;
  /** The first month and how many rows each month from there has. */
  readonly firstMonth: number;
  readonly months: Int32Array;
  /** The first day and how many rows each day from there has; empty when days are too thinly filled to tell which ones are left out. */
  readonly firstDay: number;
  readonly days: Int32Array;
  /** Instants that occur once, ascending, in a column of hardly any others; to be kept out of. */
  readonly once: Float64Array;
}
