import { type Column, type ColumnKind, type ColumnSpec, createTable, type Table } from '@verisim/core';
import fc from 'fast-check';

/** Texts that readers are known to trip over. */
export const awkwardTexts: readonly string[] = [
  ...[
    '',
    ' ',
    'NA',
    'null',
    'NaN',
    'true',
    'false',
    '00123',
    '1e5',
    '-0',
    '9007199254740993',
    '2024-01-01',
    '"',
    '""',
    "'",
  ],
  ...[
    '\\',
    '\\u0041',
    '\n',
    '\r\n',
    'a\nb',
    '\t',
    '\0',
    'a\0b',
    '\u0001',
    '\u007f',
    '\u2028',
    '\ufeff',
    '\ufeffx',
    '\u00e9',
    'e\u0301',
  ],
  ...[
    '漢字',
    '😀',
    '👩‍👩‍👧',
    '\u{10ffff}',
    '__proto__',
    'constructor',
    '{"a":1}',
    '[1]',
    '},{',
    'a,b;c|d',
    '=1+1',
    'x'.repeat(65_536),
  ],
];

/** Column names that readers are known to trip over. */
export const awkwardNames: readonly string[] = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'a',
    'A',
    'ß',
    'SS',
    '\u00e9',
    'e\u0301',
    '0',
    '1',
    '-1',
    ' ',
    ' a',
    'a b',
  ],
  ...['"', '\\', '\n', '\0', '\ufeff', '😀', 'ä'.repeat(80), 'a.b', 'a:b', '#', '{', '\u2028', 'null', 'verisim'],
];

const name = fc.oneof(fc.constantFrom(...awkwardNames), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }));
const text = fc.oneof(fc.constantFrom(...awkwardTexts), fc.string({ unit: 'binary', maxLength: 12 }));
const DAY = 86_400_000;
const YEAR_1 = Date.parse('0001-01-01T00:00Z');
const YEAR_9999 = Date.parse('9999-12-31T23:59:59.999Z');

/** Formats of datetimes, their unit in milliseconds and their zone. */
const datetimes: readonly (readonly [string, number, string?])[] = [
  ['%Y-%m-%d', DAY],
  ['%d.%m.%Y', DAY],
  ['%Y-%m-%d %H:%M', 60_000],
  ['%Y-%m-%d %H:%M:%S', 1000],
  ['%Y-%m-%dT%H:%M:%S.%g', 1],
  ['%Y-%m-%dT%H:%M:%SZ', 1000, 'Z'],
  ['%Y-%m-%dT%H:%M:%S.%gZ', 1, 'Z'],
  ['%Y-%m-%dT%H:%M:%S%:z', 1000, '+02:00'],
  ['%Y-%m-%dT%H:%M:%S%:z', 1000, 'Asia/Tokyo'],
];

type Cells = (rows: number) => fc.Arbitrary<readonly [ColumnKind, Column, Partial<ColumnSpec>]>;

const numeric = (kind: ColumnKind, value: fc.Arbitrary<number>, more: Partial<ColumnSpec> = {}): Cells => {
  const cell = fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
  return (rows) =>
    fc
      .array(cell, { minLength: rows, maxLength: rows })
      .map((values) => [kind, { storage: 'numeric', values: Float64Array.from(values) }, more]);
};

const coded = (kind: ColumnKind, levels: fc.Arbitrary<readonly string[]>): Cells => {
  return (rows) =>
    levels.chain((list) =>
      fc
        .array(fc.integer({ min: -1, max: list.length - 1 }), { minLength: rows, maxLength: rows })
        .map((codes) => [kind, { storage: 'coded', codes: Int32Array.from(codes), levels: list }, {}]),
    );
};

const texts = (kind: ColumnKind): Cells => {
  const cell = fc.option(text, { freq: 5 });
  return (rows) =>
    fc.array(cell, { minLength: rows, maxLength: rows }).map((values) => [kind, { storage: 'text', values }, {}]);
};

const instants = (format: string, unit: number, zone?: string): Cells =>
  numeric(
    'datetime',
    fc.oneof(
      fc
        .integer({ min: Math.ceil((YEAR_1 + DAY) / unit), max: Math.floor((YEAR_9999 - DAY) / unit) })
        .map((n) => n * unit),
      fc.constantFrom(0, -unit, unit),
    ),
    zone === undefined ? { format } : { format, zone },
  );

const columns: readonly Cells[] = [
  numeric(
    'number',
    fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, 0.1 + 0.2, 1e21, 2 ** 53 + 2, 123456789012345680000),
    ),
  ),
  numeric('integer', fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, 2 ** 53 - 1, 1 - 2 ** 53))),
  coded('category', fc.uniqueArray(text, { minLength: 1, maxLength: 5 })),
  coded('boolean', fc.constantFrom(['false', 'true'], ['true', 'false'], ['No', 'Yes'], ['0', '1'], ['true'])),
  texts('text'),
  texts('id'),
  ...datetimes.map(([format, unit, zone]) => instants(format, unit, zone)),
];

/** A table of every kind of column with awkward names and cells, its first column never all missing. */
export const anyTable: fc.Arbitrary<Table> = fc
  .tuple(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 12 }))
  .chain(([names, rows]) =>
    fc
      .tuple(...names.map(() => fc.integer({ min: 0, max: columns.length - 1 }).chain((i) => columns[i](rows))))
      .map((made) =>
        createTable(
          made.map(([kind, , more], i): ColumnSpec => {
            return { name: names[i], kind, nullable: true, role: 'feature', ...more };
          }),
          made.map(([, column]) => column),
        ),
      ),
  );
