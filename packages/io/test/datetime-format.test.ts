import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileFormat, type DatetimeFormat, zoneOffset } from '../src/datetime-format.ts';

function format(text: string, zone?: string): DatetimeFormat {
  const made = compileFormat(text, zone);
  if ('unknown' in made) throw new Error(made.unknown);
  return made;
}

const instants = fc.integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') });

it('prints ISO 8601 as the engine does, and reads it back', () => {
  const iso = format('%Y-%m-%dT%H:%M:%S.%gZ');
  fc.assert(
    fc.property(instants, (milliseconds) => {
      const text = iso.print(milliseconds);
      return text === new Date(milliseconds).toISOString() && iso.parse(text) === milliseconds;
    }),
    { numRuns: 3000, seed: 1 },
  );
});

it.each(['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', '+05:30', '-09:15', 'Z'])(
  'keeps every instant in %s with its offset',
  (zone) => {
    const zoned = format('%Y-%m-%dT%H:%M:%S.%g%:z', zone);
    const since1970 = fc.integer({ min: 0, max: Date.parse('2037-12-31T00:00:00Z') });
    fc.assert(
      fc.property(since1970, (milliseconds) => {
        const text = zoned.print(milliseconds);
        return zoned.parse(text) === milliseconds && Date.parse(text) === milliseconds;
      }),
      { numRuns: 500, seed: 1 },
    );
  },
);

it('knows summer time', () => {
  expect(zoneOffset('Europe/Berlin', Date.parse('2024-07-01T00:00:00Z'))).toBe(120);
  expect(zoneOffset('Europe/Berlin', Date.parse('2024-01-01T00:00:00Z'))).toBe(60);
  expect(zoneOffset('America/New_York', Date.parse('2024-03-10T07:00:00Z'))).toBe(-240);
  expect(zoneOffset('America/New_York', Date.parse('2024-03-10T06:59:59Z'))).toBe(-300);
  const wall = format('%Y-%m-%d %H:%M', 'Europe/Berlin');
  expect(wall.parse('2024-07-01 10:00')).toBe(Date.parse('2024-07-01T08:00:00Z'));
  expect(wall.parse('2024-03-31 02:30'), 'an hour that the clock leaves out').toBeNaN();
});

it.each([
  ['%Y-%m-%d', '2023-02-29'],
  ['%Y-%m-%d', '2023-2-9'],
  ['%Y-%m-%d', '2023-01-01 '],
  ['%-d.%-m.%Y', '01.2.2023'],
  ['%H:%M', '24:00'],
  ['%Y-%m-%dT%H:%M:%SZ', '2016-12-31T23:59:60Z'],
  ['%f', '123456'],
])('%s does not read %s', (text, value) => {
  expect(format(text).parse(value)).toBeNaN();
});

it('reads clocks of twelve hours and names of months', () => {
  expect(format('%d %b %Y %I:%M %p').parse('09 Nov 1989 12:05 AM')).toBe(Date.UTC(1989, 10, 9, 0, 5));
  expect(format('%d %b %Y %I:%M %p').parse('09 Nov 1989 12:05 PM')).toBe(Date.UTC(1989, 10, 9, 12, 5));
  expect(format('%B %-d, %Y').print(Date.UTC(1989, 10, 9))).toBe('November 9, 1989');
});

it('names the sign that it does not know', () => {
  expect(compileFormat('%Y-%Q')).toEqual({ unknown: '%Q' });
  expect(compileFormat('100%')).toEqual({ unknown: '%' });
});
