import { type Column, type ColumnSpec, createTable, type Table } from '@verisim/core';
import fc from 'fast-check';

const DAY = 86_400_000;
const firstDay = Date.parse('0001-01-01');
const lastDay = Date.parse('9999-12-31');

/** Texts that other readers stumble over. `nul`: also those with a NUL character. */
const awkwardText = (nul: boolean): fc.Arbitrary<string> => {
  const known = [
    '',
    ' ',
    'a\nb',
    '\r\n',
    '"',
    "it's",
    '\\',
    '\\N',
    '\\.',
    '\t',
    ',',
    '__proto__',
    'constructor',
    '00123',
  ];
  const more = [
    'NA',
    'null',
    'NaN',
    '\ufeffBOM',
    '😀',
    '漢字',
    '1e400',
    '9007199254740993',
    'true',
    '2024-01-01',
    '\u2028',
    '{"a":1}',
  ];
  const random = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => nul || !text.includes('\0'));
  return fc.oneof(fc.constantFrom(...known, ...more, ...(nul ? ['a\0b', '\0'] : [])), random);
};

const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(5e-324, -5e-324, Number.MAX_VALUE, 0.1 + 0.2, 1e21, 1e-7, 2 ** 53 + 2, 0),
);
const integers = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -9, max: 9 }));
const days = fc.integer({ min: firstDay / DAY, max: lastDay / DAY }).map((day) => day * DAY);
const instants = fc.integer({ min: firstDay, max: lastDay + DAY - 1 });
const datetimes = [
  { format: '%Y-%m-%d', values: days },
  { format: '%d/%m/%Y', values: days },
  { format: '%Y-%m-%d %H:%M:%S.%g', values: instants },
  { format: '%Y-%m-%dT%H:%M:%S.%gZ', zone: 'Z', values: instants },
  {
    format: '%Y-%m-%dT%H:%M:%S.%g%:z',
    zone: '+05:30',
    values: instants.filter((at) => at < lastDay && at > firstDay + DAY),
  },
];

type Made = readonly [Omit<ColumnSpec, 'name' | 'nullable' | 'role'>, Column];

const positive = (value: number): number => (Object.is(value, -0) ? 0 : value);

function numericOf(spec: Made[0], rows: number, values: fc.Arbitrary<number>): fc.Arbitrary<Made> {
  const cell = fc.oneof(
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
    { weight: 4, arbitrary: values.map(positive) },
  );
  return fc
    .array(cell, { minLength: rows, maxLength: rows })
    .map((cells): Made => [spec, { storage: 'numeric', values: Float64Array.from(cells) }]);
}

function codedOf(
  kind: 'category' | 'boolean',
  rows: number,
  levels: fc.Arbitrary<readonly string[]>,
): fc.Arbitrary<Made> {
  return levels.chain((names) =>
    fc
      .array(fc.integer({ min: -1, max: names.length - 1 }), { minLength: rows, maxLength: rows })
      .map((codes): Made => [{ kind }, { storage: 'coded', codes: Int32Array.from(codes), levels: names }]),
  );
}

function columnOf(rows: number, nul: boolean): fc.Arbitrary<Made> {
  const text = awkwardText(nul);
  const texts = fc.array(fc.option(text, { freq: 5 }), { minLength: rows, maxLength: rows });
  return fc.oneof(
    numericOf({ kind: 'number' }, rows, numbers),
    numericOf({ kind: 'integer' }, rows, integers),
    ...datetimes.map(({ values, ...spec }) => numericOf({ kind: 'datetime', ...spec }, rows, values)),
    codedOf('category', rows, fc.uniqueArray(text, { minLength: 1, maxLength: 5 })),
    codedOf('boolean', rows, fc.constantFrom(['false', 'true'], ['true', 'false'], ['no', 'yes'])),
    ...(['text', 'id'] as const).map((kind) => texts.map((values): Made => [{ kind }, { storage: 'text', values }])),
  );
}

/** Names that no reader of objects keeps apart; unique also when case is folded. */
function namesOf(count: number): fc.Arbitrary<readonly string[]> {
  const known = [
    '__proto__',
    'constructor',
    'toString',
    'a b',
    'rowid',
    'select',
    'x"y',
    '😀',
    "it's",
    'ß',
    '$1',
    'İ',
    'id#2',
    'a.b',
  ];
  const random = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
  const name = fc.oneof(fc.constantFrom(...known), random).filter((text) => !text.includes('\0') && text !== '');
  return fc.uniqueArray(name, { minLength: count, maxLength: count, selector: (text) => text.toLowerCase() });
}

/** Tables of every kind of column. A first column `row` counts the rows when `counted`. */
export function awkwardTables(options: { readonly nul: boolean; readonly counted: boolean }): fc.Arbitrary<Table> {
  return fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 })).chain(([rows, count]) =>
    fc
      .tuple(namesOf(count), fc.array(columnOf(rows, options.nul), { minLength: count, maxLength: count }))
      .filter(([names]) => !names.some((name) => name.toLowerCase() === 'row'))
      .map(([names, made]) => {
        const common = { nullable: true, role: 'feature' } as const;
        const specs = made.map(([spec], i): ColumnSpec => ({ ...spec, name: names[i], ...common }));
        const columns = made.map(([, column]) => column);
        if (!options.counted) return createTable(specs, columns);
        const values = Float64Array.from({ length: rows }, (_, row) => row);
        return createTable(
          [{ name: 'row', kind: 'integer', ...common }, ...specs],
          [{ storage: 'numeric', values }, ...columns],
        );
      }),
  );
}
