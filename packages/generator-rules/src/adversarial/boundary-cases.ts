import { type ColumnSpec, columnKinds } from '@verisim/core';

/** A value to try in a column. */
export interface BoundaryCase {
  /** `min - 1`, `empty`, `wrong type: text` ... */
  readonly name: string;
  /** As it would stand in a file; '' for an empty cell. */
  readonly text: string;
  /** The value in the column's own storage; `undefined` where that cannot hold it, `null` for missing. */
  readonly typed: number | string | null | undefined;
  /** Whether the schema allows it. */
  readonly valid: boolean;
}

/** Text of this length is huge. */
const HUGE = 10_000;

const DAY = 86_400_000;

/** The latest and earliest instants that a date can be (ECMA-262, 21.4.1.1). */
const LAST = 8.64e15;

/** What to try in a column (boundary value analysis, Myers 1979; one column at a time). */
export function boundaryCases(spec: ColumnSpec): readonly BoundaryCase[] {
  const { storage } = columnKinds[spec.kind];
  const missing: readonly BoundaryCase[] = [{ name: 'empty', text: '', typed: null, valid: spec.nullable }];
  if (storage === 'numeric') return [...missing, ...numericCases(spec)];
  return [...missing, ...(storage === 'coded' ? codedCases(spec) : textCases(spec))];
}

function numericCases(spec: ColumnSpec): readonly BoundaryCase[] {
  const { bounds, kind, decimals } = spec;
  const whole = columnKinds[kind].whole;
  const step = kind === 'datetime' ? DAY : whole ? 1 : 10 ** -(decimals ?? 3);
  const place = decimals ?? 3;
  const round = (value: number) => (whole ? Math.round(value) : Number(value.toFixed(Math.min(100, place))));
  const inside = (value: number) => bounds === undefined || (value >= bounds[0] && value <= bounds[1]);
  const number = (name: string, value: number): BoundaryCase => ({
    name,
    text: shown(value, kind),
    typed: value,
    valid: inside(value),
  });
  const [low, high] = bounds ?? [];
  const edges =
    low === undefined || high === undefined
      ? []
      : [
          number('min', low),
          number('max', high),
          number('min + 1', round(low + step)),
          number('max - 1', round(high - step)),
          number('min - 1', round(low - step)),
          number('max + 1', round(high + step)),
        ].filter(({ typed }) => kind !== 'datetime' || Math.abs(Number(typed)) <= LAST);
  const ends = kind === 'datetime' ? [number('earliest', -LAST), number('latest', LAST)] : hugeCases(whole, number);
  const middle = number('zero', 0);
  return [...edges, middle, ...ends, ...wrongNumbers(kind)];
}

function hugeCases(whole: boolean, number: (name: string, value: number) => BoundaryCase): readonly BoundaryCase[] {
  if (whole)
    return [
      number('huge', Number.MAX_SAFE_INTEGER),
      number('huge, negative', Number.MIN_SAFE_INTEGER),
      number('beyond 32 bits', 2 ** 31),
    ];
  return [number('huge', 1e300), number('huge, negative', -1e300), number('negative', -1)];
}

/** What a column of numbers or dates cannot hold, but a file can. */
function wrongNumbers(kind: ColumnSpec['kind']): readonly BoundaryCase[] {
  const wrong = (name: string, text: string): BoundaryCase => ({ name, text, typed: undefined, valid: false });
  const dates = [wrong('no such day', '2023-02-30'), wrong('wrong type: number', '1e5')];
  const numbers = [
    wrong('infinite', 'Infinity'),
    wrong('beyond a double', '1e400'),
    wrong('wrong type: date', '2024-03-05'),
  ];
  return [
    wrong('not a number', 'NaN'),
    wrong('wrong type: text', 'abc'),
    wrong('wrong type: boolean', 'true'),
    wrong('space', ' '),
    ...(kind === 'datetime' ? dates : numbers),
    ...(kind === 'integer' ? [wrong('broken', '1.5')] : []),
  ];
}

function codedCases({ levels = [], kind }: ColumnSpec): readonly BoundaryCase[] {
  const level = (name: string, text: string, valid: boolean): BoundaryCase => ({ name, text, typed: text, valid });
  const [first] = levels;
  const last = levels[levels.length - 1];
  const unknown = kind === 'boolean' ? 'perhaps' : 'unheard-of';
  return [
    ...(first === undefined ? [] : [level('first level', first, true), level('last level', last, true)]),
    ...(first === undefined
      ? []
      : [level('level in another case', otherCase(first), levels.includes(otherCase(first)))]),
    ...(first === undefined ? [] : [level('level with a space', `${first} `, levels.includes(`${first} `))]),
    level('unknown level', unknown, levels.includes(unknown)),
    level('wrong type: number', '1e5', levels.includes('1e5')),
    level('huge', 'x'.repeat(HUGE), false),
  ];
}

const otherCase = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());

function textCases({ kind }: ColumnSpec): readonly BoundaryCase[] {
  // In a table ids do not repeat, as a case that comes again would.
  const key = columnKinds[kind].identifies;
  const text = (name: string, value: string): BoundaryCase => ({
    name,
    text: value,
    typed: key ? undefined : value,
    valid: true,
  });
  return [
    text('one character', 'a'),
    text('space', ' '),
    text('huge', 'x'.repeat(HUGE)),
    text('wrong type: number', '12.5'),
    text('null as a word', 'null'),
    text('quotes, commas and lines', '"a","b"\r\n\'c\';\t\\n'),
    text('formula', '=1+1'),
    text('markup', '<script>alert(1)</script>'),
    text('query', "'; DROP TABLE rows; --"),
    text('path', '../../etc/passwd'),
    text('right to left', '\u202eabc\u202c שלום'),
    text('several code points', '👩🏽‍🚀 n\u0303 \u{1f1e9}\u{1f1ea}'),
    text('character 0', 'a\u0000b'),
  ];
}

function shown(value: number, kind: ColumnSpec['kind']): string {
  return kind === 'datetime' ? new Date(value).toISOString() : String(value);
}
