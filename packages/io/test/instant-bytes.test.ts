import type { ColumnSpec } from '@verisim/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantBytes } from '../src/instant-bytes.ts';
import { instantPrinter } from '../src/instant-printer.ts';

const spec = (format: string, zone?: string): ColumnSpec => ({
  ...{ name: 'at', kind: 'datetime', nullable: true, role: 'feature', format },
  ...(zone === undefined ? {} : { zone }),
});

/** What both print, or the code of what they throw. */
function attempt(print: () => string): string {
  try {
    return print();
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

const units = [86_400_000, 3_600_000, 60_000, 1000, 1];
const instants = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: Date.parse('0000-01-01T00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') }),
      fc.constantFrom(
        0,
        -1,
        Date.parse('2000-02-29T12:00Z'),
        Date.parse('1900-03-01'),
        253402300800000,
        -62167219200001,
      ),
    ),
    fc.constantFrom(...units),
  )
  .map(([at, unit]) => Math.floor(at / unit) * unit);

it.each<[string, string?]>([
  ['%Y-%m-%d'],
  ['%d/%m/%Y'],
  ['%-m/%-d/%Y'],
  ['%Y-%m-%d %H:%M'],
  ['%-d.%-m.%Y %-H:%M'],
  ['%Y%m%d %H%M%S'],
  ['%Y-%m-%dT%H:%M:%S.%g'],
  ['%Y-%m-%dT%H:%M:%SZ', 'Z'],
  ['%Y-%m-%dT%H:%M:%S.%g%:z', '+05:30'],
  ['%Y-%m-%d %H:%M %z', '-09:15'],
  ['100 %% of %Y-%m-%d'],
  ['%Y-%m-%d %M'],
])('%s in zone %s is what the printer prints, or refuses', (format, zone) => {
  const digits = instantBytes(spec(format, zone))!;
  const print = instantPrinter(spec(format, zone));
  const bytes = Buffer.alloc(digits.room);
  fc.assert(
    fc.property(instants, (at) => {
      const text = attempt(() => bytes.toString('latin1', 0, digits.put(bytes, 0, at, 0)));
      expect(text).toBe(attempt(() => print(at, 0)));
    }),
    { numRuns: 2000, seed: 1 },
  );
});

it.each<[string, string?]>([
  ['%d %B %Y'],
  ['%Y-%m'],
  ['%-d%-m%Y'],
  ['%Y-%m-%d %I:%M %p'],
  ['%Y-%m-%d', 'Europe/Berlin'],
])('%s in zone %s is left to the printer', (format, zone) => {
  expect(instantBytes(spec(format, zone))).toBeNull();
});
