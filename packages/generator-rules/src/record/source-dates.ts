import { badValue, unknownName } from '../errors.ts';
import { mapOf, needed, spotOf, textOf } from '../rules/read.ts';
import { DAY } from './calendar.ts';
import { chanceOf } from './column-plan.ts';
import type { SourceReader } from './column-source.ts';
import { businessDayAfter, readBusiness, readDates } from './read-dates.ts';
import { readDraw } from './read-draw.ts';

const DATE = '%Y-%m-%d';
const TIME = '%Y-%m-%d %H:%M:%S';

/** `date: { from: 2024-01-01, to: 2024-12-31, calendar: weekdays }`. */
export const dateSource: SourceReader = (node, context) => {
  const dates = readDates(node);
  return {
    kind: 'datetime',
    format: dates.timed ? TIME : DATE,
    bounds: [dates.low, dates.high],
    fill(block) {
      const random = chanceOf(block, context.name);
      const values = new Float64Array(block.rows);
      for (let row = 0; row < block.rows; row++) values[row] = dates.draw(random);
      return { storage: 'numeric', values };
    },
  };
};

/** Days that a date may lie after another at most. */
const MOST_DAYS = 40_000;

/** `after: { column: ordered, days: DRAW, calendar: weekdays }`: a date so many days (of business) later, at the same time of the day. */
export const afterSource: SourceReader = (node, context) => {
  const map = mapOf(node, 'after', ['column', 'days', 'calendar', 'holidays']);
  const named = needed(map, 'column');
  const column = textOf(named, 'a column');
  const spec = context.known.get(column);
  if (spec === undefined) throw unknownName(spotOf(named), 'column', column, [...context.known.keys()]);
  if (spec.kind !== 'datetime')
    throw badValue(spotOf(named), `${column} is ${spec.kind} and no date`, 'Name a column of dates.');
  const { distribution, levels } = readDraw(needed(map, 'days'));
  if (levels !== null) throw badValue(spotOf(needed(map, 'days')), 'days are numbers', 'Write days: 3, or a law.');
  const business = readBusiness(map, 'all-days');
  return {
    kind: 'datetime',
    format: spec.format ?? DATE,
    nullable: spec.nullable,
    fill(block) {
      const random = chanceOf(block, context.name);
      const starts = block.columns.get(column)!;
      const values = new Float64Array(block.rows);
      for (let row = 0; row < block.rows; row++) {
        const start = starts.storage === 'numeric' ? starts.values[row] : Number.NaN;
        const days = Math.min(MOST_DAYS, Math.max(0, Math.round(distribution.draw(random))));
        const day = Math.floor(start / DAY);
        values[row] = Number.isNaN(start) ? start : businessDayAfter(day, days, business) * DAY + (start - day * DAY);
      }
      return { storage: 'numeric', values };
    },
  };
};
