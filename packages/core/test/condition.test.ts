import { type Condition, parseInstant, resolveConditions, rowsWhere } from '@verisim/core';
import { expect, test } from 'vitest';
import { category, numeric, table, text } from './tables.ts';

const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
const people = table(
  numeric('age', [18, 25, 30, 41, Number.NaN], 'integer'),
  numeric('height', [1.5, 1.75, 1.8, Number.NaN, 2]),
  category('group', ['A', 'B', 'A', null, 'C'], ['A', 'B', 'C', 'never']),
  numeric('joined', ['2024-01-01', '2024-02-29', '2024-03-01', '2025-01-01', '2026-01-01'].map(day), 'datetime'),
  text('note', ['x', 'y', null, 'x', 'z']),
);
const rows = (...conditions: Condition[]) => [...rowsWhere(people, conditions)];

test('no condition keeps all rows', () => {
  expect(rows()).toEqual([0, 1, 2, 3, 4]);
});

test('equality and sets, on each storage', () => {
  expect(rows({ column: 'group', in: ['A'] })).toEqual([0, 2]);
  expect(rows({ column: 'group', in: ['C', 'B', 'never'] })).toEqual([1, 4]);
  expect(rows({ column: 'age', in: [25, 41, 99] })).toEqual([1, 3]);
  expect(rows({ column: 'age', in: ['25'] })).toEqual([1]);
  expect(rows({ column: 'note', in: ['x'] })).toEqual([0, 3]);
  expect(rows({ column: 'joined', in: ['2024-02-29'] })).toEqual([1]);
});

test('ranges are inclusive unless open, and missing cells are never in one', () => {
  expect(rows({ column: 'age', from: 25, to: 41 })).toEqual([1, 2, 3]);
  expect(rows({ column: 'age', from: 25, to: 41, open: 'both' })).toEqual([2]);
  expect(rows({ column: 'age', from: 25, to: 41, open: 'from' })).toEqual([2, 3]);
  expect(rows({ column: 'age', from: 25, to: 41, open: 'to' })).toEqual([1, 2]);
  expect(rows({ column: 'age', to: 25 })).toEqual([0, 1]);
  expect(rows({ column: 'age' })).toEqual([0, 1, 2, 3]);
});

test('missing and present', () => {
  expect(rows({ column: 'age', missing: true })).toEqual([4]);
  expect(rows({ column: 'group', missing: false })).toEqual([0, 1, 2, 4]);
  expect(rows({ column: 'note', missing: true })).toEqual([2]);
  expect(rows({ column: 'height', missing: true }, { column: 'group', missing: true })).toEqual([3]);
});

test('several conditions on one column are one test, the narrowest', () => {
  const conditions: Condition[] = [
    { column: 'age', from: 18 },
    { column: 'age', from: 18, open: 'from' },
    { column: 'age', to: 41 },
    { column: 'age', in: [18, 30, 41] },
    { column: 'age', in: [18, 30] },
  ];
  expect(rows(...conditions)).toEqual([2]);
  expect(resolveConditions(people.spec, conditions)).toHaveLength(1);
  expect(rows({ column: 'group', in: ['A', 'B'] }, { column: 'group', in: ['B', 'C'] })).toEqual([1]);
  expect(rows({ column: 'note', in: ['x', 'y'] }, { column: 'note', in: ['y', 'z'] })).toEqual([1]);
});

test('conditions on several columns hold together', () => {
  expect(rows({ column: 'group', in: ['A'] }, { column: 'age', from: 20 })).toEqual([2]);
});

test('dates are ISO 8601, UTC unless they say otherwise', () => {
  expect(rows({ column: 'joined', from: '2024-02-29', to: '2024-12-31' })).toEqual([1, 2]);
  expect(rows({ column: 'joined', from: '2025-01-01T01:00+01:00', open: 'from' })).toEqual([4]);
  expect(parseInstant('2024-01-01')).toBe(Date.UTC(2024, 0, 1));
  expect(parseInstant('2024-01-01 12:30')).toBe(Date.UTC(2024, 0, 1, 12, 30));
  expect(parseInstant('2024-01-01T12:30:15.5Z')).toBe(Date.UTC(2024, 0, 1, 12, 30, 15, 500));
  expect(parseInstant('2024-01-01T12:30+05:30')).toBe(Date.UTC(2024, 0, 1, 7));
  for (const wrong of [
    '2024',
    '01/02/2024',
    'yesterday',
    '2024-13-01',
    '2024-02-30',
    '2023-02-29',
    '2024-01-01T25:00',
    '',
  ]) {
    expect(parseInstant(wrong), wrong).toBeNaN();
  }
});

test('contradictions are refused, naming the column', () => {
  const contradictions: Condition[][] = [
    [
      { column: 'group', in: ['A'] },
      { column: 'group', in: ['B'] },
    ],
    [{ column: 'age', from: 30, to: 20 }],
    [
      { column: 'age', from: 30, open: 'from' },
      { column: 'age', to: 20, open: 'to' },
    ],
    [{ column: 'age', from: 30, to: 30, open: 'to' }],
    [{ column: 'age', from: 3.2, to: 3.8 }],
    [{ column: 'age', from: 3, to: 4, open: 'both' }],
    [{ column: 'age', in: [3.5] }],
    [
      { column: 'age', in: [1, 2] },
      { column: 'age', in: [3] },
    ],
    [
      { column: 'age', in: [1, 2] },
      { column: 'age', from: 3 },
    ],
    [
      { column: 'note', in: ['x'] },
      { column: 'note', in: ['y'] },
    ],
    [
      { column: 'age', missing: true },
      { column: 'age', missing: false },
    ],
    [
      { column: 'age', missing: true },
      { column: 'age', from: 1 },
    ],
    [{ column: 'joined', from: '2025-01-01', to: '2024-01-01' }],
  ];
  for (const conditions of contradictions) {
    expect(() => rows(...conditions), JSON.stringify(conditions)).toThrow(
      expect.objectContaining({ code: 'core/contradiction', kind: 'usage' }),
    );
  }
  expect(() => rows({ column: 'joined', from: '2025-01-01', to: '2024-01-01' })).toThrow('2025-01-01T00:00:00.000Z');
});

test('what is nearly a contradiction is not one', () => {
  expect(rows({ column: 'height', from: 1.76, to: 1.84 })).toEqual([2]);
  expect(rows({ column: 'age', from: 29.5, to: 30.5 })).toEqual([2]);
  expect(rows({ column: 'age', from: 30, to: 30 })).toEqual([2]);
  expect(rows({ column: 'age', in: [25, 25.5] })).toEqual([1]);
});

test('unknown columns and levels are refused with the name that was meant', () => {
  const error = (condition: Condition) => {
    try {
      rows(condition);
    } catch (thrown) {
      return thrown;
    }
    return null;
  };
  expect(error({ column: 'Age ', in: [1] })).toMatchObject({
    code: 'core/unknown-column',
    next: expect.stringContaining('Did you mean "age"?'),
  });
  expect(error({ column: 'group', in: ['nevr'] })).toMatchObject({
    code: 'core/unknown-level',
    message: 'Column "group" has no level "nevr".',
    next: expect.stringContaining('Did you mean "never"?'),
  });
});

test('conditions that do not fit their column are refused', () => {
  const bad: Condition[] = [
    { column: 'group', from: 'A' },
    { column: 'note', to: 'x' },
    { column: 'age', from: 'old' },
    { column: 'age', from: '' },
    { column: 'age', in: [true] },
    { column: 'age', in: [Number.NaN] },
    { column: 'age', in: [] },
    { column: 'joined', from: '2024-02-30' },
    { column: 'joined', from: 'soon' },
    { column: 'joined', from: 2024 },
  ];
  for (const condition of bad) {
    expect(() => rows(condition), JSON.stringify(condition)).toThrow(
      expect.objectContaining({ code: 'core/bad-condition' }),
    );
  }
});
