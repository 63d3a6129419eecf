import { parseWhere } from '@verisim/plays';
import { expect, test } from 'vitest';

test('reads several conditions on several columns', () => {
  const text = `group = 'A' and "Phase of flight" in ('Climb','Approach') and age between 20 and 30`;
  expect(parseWhere(text)).toEqual([
    { column: 'group', in: ['A'] },
    { column: 'Phase of flight', in: ['Climb', 'Approach'] },
    { column: 'age', from: 20, to: 30 },
  ]);
});

test('reads every comparison', () => {
  const comparisons = {
    'x = 1': { column: 'x', in: [1] },
    'x < 1': { column: 'x', to: 1, open: 'to' },
    'x <= 1': { column: 'x', to: 1 },
    'x > 1': { column: 'x', from: 1, open: 'from' },
    'x>=1': { column: 'x', from: 1 },
    'x in (1, 2)': { column: 'x', in: [1, 2] },
    'x IS MISSING': { column: 'x', missing: true },
    'x is not null': { column: 'x', missing: false },
    "d BETWEEN '2024-01-01' AND '2024-12-31'": { column: 'd', from: '2024-01-01', to: '2024-12-31' },
  };
  for (const [text, condition] of Object.entries(comparisons)) expect(parseWhere(text), text).toEqual([condition]);
});

test('reads names, texts and numbers as they are written', () => {
  expect(parseWhere(`größe_2.cm = -1.5e3`)).toEqual([{ column: 'größe_2.cm', in: [-1500] }]);
  expect(parseWhere(`"say ""hi""" = 'it''s'`)).toEqual([{ column: 'say "hi"', in: ["it's"] }]);
  expect(parseWhere(`code = '007' and flag = true and "and" = and and x in (.5, +2)`)).toEqual([
    { column: 'code', in: ['007'] },
    { column: 'flag', in: ['true'] },
    { column: 'and', in: ['and'] },
    { column: 'x', in: [0.5, 2] },
  ]);
  expect(parseWhere(`"" = ''`)).toEqual([{ column: '', in: [''] }]);
  expect(parseWhere(` \n x\t= 'a  b' `)).toEqual([{ column: 'x', in: ['a  b'] }]);
});

test('says where it stopped understanding and what it expected', () => {
  const errors = {
    '': 'a column name was expected at character 1, not the end',
    'x = ': 'a value was expected at character 5, not the end',
    'x = "A"': 'a value was expected at character 5, not "A"',
    'x 5': 'one of = in between < <= > >= is was expected at character 3, not "5"',
    "x = 'A' or y = 2": '"and" or the end was expected at character 9, not "or"',
    'x in 5': '"(" was expected at character 6, not "5"',
    'x in (1 2)': '"," or ")" was expected at character 9, not "2"',
    'x between 1, 2': '"and" was expected at character 12, not ","',
    'x is 5': '"missing" was expected at character 6, not "5"',
    'x <> 5': 'a value was expected at character 4, not ">"',
    'x = 1 and': 'a column name was expected at character 10, not the end',
    "x = 'open": "character 5 (') cannot be understood",
    'x = 🦩': 'character 5 (🦩) cannot be understood',
    'x = 12ab': 'character 5 (1) cannot be understood',
  };
  for (const [text, message] of Object.entries(errors)) {
    const refused = expect.objectContaining({ code: 'core/bad-condition', message: expect.stringContaining(message) });
    expect(() => parseWhere(text), text).toThrow(refused);
  }
});

test('dates need no quotes', () => {
  expect(parseWhere('day >= 2024-01-20 and day < 2024-02-01T12:30:00Z')).toEqual([
    { column: 'day', from: '2024-01-20' },
    { column: 'day', to: '2024-02-01T12:30:00Z', open: 'to' },
  ]);
  expect(parseWhere('x between 2024 and 2025')).toEqual([{ column: 'x', from: 2024, to: 2025 }]);
});
