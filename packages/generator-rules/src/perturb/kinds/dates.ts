import { boundaryAt } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const NAMES = `(?:${MONTHS.map((month) => `${month}|${month.slice(0, 3)}\\.?`).join('|')})`;

/** Dates that can be read in one way alone: ISO, dots, a month in letters; slashes where one number is above 12. */
const DATE = new RegExp(
  `(?<![\\p{L}\\p{N}\\p{M}_./:-])(?:(?<year>[12]\\d{3})(?<sign>[-/])(?<month>\\d{2})\\k<sign>(?<day>\\d{2})` +
    `|(?<day2>\\d{1,2})\\.(?<month2>\\d{1,2})\\.(?<year2>[12]\\d{3})|(?<first>\\d{1,2})/(?<second>\\d{1,2})/(?<year3>[12]\\d{3})` +
    `|(?<day4>\\d{1,2})(?:st|nd|rd|th)? (?<name4>${NAMES}),? (?<year4>[12]\\d{3})` +
    `|(?<name5>${NAMES}) (?<day5>\\d{1,2})(?:st|nd|rd|th)?,? (?<year5>[12]\\d{3}))(?![\\p{L}\\p{N}\\p{M}_]|[./:-]\\d)`,
  'gu',
);

/** Dates written otherwise; none becomes another day. */
export const dates: TextKind = {
  on: 'text',
  name: 'dates',
  summary:
    'Dates written otherwise (2024-03-05, 5 March 2024, March 5, 2024, 05.03.2024); ambiguous ones are left alone',
  strength: 'share of the dates in the text',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (const { index: start, 0: written, groups } of text.matchAll(DATE)) {
      const date = dateOf(groups as Record<string, string | undefined>);
      const end = start + written.length;
      if (date === null || !boundaryAt(text, end)) continue;
      const slip = hit(dial);
      if (slip >= 0)
        found.push({
          start,
          end,
          text: pickBy(
            formsOf(date).filter((form) => form !== written),
            slip,
          ),
        });
    }
    return found;
  },
};

type Day = readonly [year: number, month: number, day: number];

function dateOf(groups: Record<string, string | undefined>): Day | null {
  const number = (...names: readonly string[]) => Number(names.map((name) => groups[name]).find((part) => part) ?? NaN);
  const year = number('year', 'year2', 'year3', 'year4', 'year5');
  const name = groups.name4 ?? groups.name5;
  let [month, day] = [number('month', 'month2'), number('day', 'day2', 'day4', 'day5')];
  if (name !== undefined) month = 1 + MONTHS.findIndex((one) => one.startsWith(name.slice(0, 3)));
  if (groups.first !== undefined) {
    const [first, second] = [Number(groups.first), Number(groups.second)];
    if (first <= 12 && second <= 12 && first !== second) return null;
    [month, day] = first > 12 ? [second, first] : [first, second];
  }
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days ? [year, month, day] : null;
}

function formsOf([year, month, day]: Day): readonly string[] {
  const [mm, dd] = [month, day].map((part) => String(part).padStart(2, '0'));
  const name = MONTHS[month - 1];
  return [
    `${year}-${mm}-${dd}`,
    `${day} ${name} ${year}`,
    `${name} ${day}, ${year}`,
    `${day} ${name.slice(0, 3)} ${year}`,
    `${dd}.${mm}.${year}`,
    `${year}/${mm}/${dd}`,
  ];
}
