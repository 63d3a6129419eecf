import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberClasses, readNumber } from '../src/byte-number.ts';

function read(text: string): readonly [number, number, number] {
  const bytes = Buffer.from(`x${text}9`);
  const into = { value: Number.NaN, decimals: -1 };
  return [readNumber(bytes, 1, bytes.length - 1, into), into.value, into.decimals];
}

it.each([
  ['0', 'canonical', 0, 0],
  ['-7', 'canonical', -7, 0],
  ['9007199254740991', 'canonical', 9007199254740991, 0],
  ['9007199254740993', 'odd', 9007199254740992, 0],
  ['-0', 'plain', -0, 0],
  ['00123', 'odd', 123, 0],
  ['+1', 'odd', 1, 0],
  ['1.', 'odd', 1, 0],
  ['.5', 'plain', 0.5, 1],
  ['1.50', 'plain', 1.5, 2],
  ['1e3', 'plain', 1000, 0],
  ['1.25e-3', 'plain', 0.00125, 5],
  ['5e-324', 'plain', 5e-324, 324],
  ['1.7976931348623157e308', 'plain', Number.MAX_VALUE, 0],
  ['0.1000000000000000055511151231257827', 'odd', 0.1, 34],
  ['0.30000000000000004', 'plain', 0.30000000000000004, 17],
] as const)('%s is %s', (text, spelling, value, decimals) => {
  expect(read(text)).toEqual([numberClasses[spelling], value, decimals]);
});

it.each([
  '1e400',
  '',
  '-',
  '.',
  '1 ',
  ' 1',
  '1e',
  '1e+',
  '0x10',
  '1_000',
  '1,5',
  'NaN',
  'Infinity',
  '--1',
  '1.2.3',
  '١',
])('%j is no number', (text) => {
  expect(read(text)[0]).toBe(numberClasses.other);
});

it('reads every spelling as the engine does', () => {
  const digits = (most: number) => fc.array(fc.nat(9), { minLength: 1, maxLength: most }).map((some) => some.join(''));
  const text = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits(20),
      fc.option(digits(20)),
      fc.option(fc.integer({ min: -330, max: 330 })),
    )
    .map(
      ([sign, whole, fraction, power]) => `${sign}${whole}${fraction ? `.${fraction}` : ''}${power ? `e${power}` : ''}`,
    );
  fc.assert(
    fc.property(text, (some) => {
      const [spelling, value] = read(some);
      if (!Number.isFinite(Number(some))) return spelling === numberClasses.other;
      return spelling !== numberClasses.other && Object.is(value, Number(some));
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

it('takes the spelling that a double prints for plain', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = Number.isInteger(value) && Math.abs(value) > 2 ** 53 ? value.toExponential() : String(value);
      const [spelling, read_] = read(text);
      return spelling !== numberClasses.odd && spelling !== numberClasses.other && read_ === value;
    }),
    { numRuns: 20_000, seed: 1 },
  );
});
