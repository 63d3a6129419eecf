import { describe, expect, it } from 'vitest';
import { columnFormat, formatNumber, formatSigned } from '../src/format-number.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [7, '7'],
    [2500, '2,500'],
    [-1234567, '-1,234,567'],
    [0.87249, '0.872'],
    [0.9, '0.900'],
    [12.3456, '12.35'],
    [1234.567, '1,234.6'],
    [98765.43, '98,765'],
    [0.0004, '0.0004'],
    [0.00000012, '1.2e-7'],
    [1e21, '1.00e21'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '-∞'],
  ])('%s is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('takes the number of decimals', () => {
    expect(formatNumber(0.87249, 1)).toBe('0.9');
  });
});

describe('formatSigned', () => {
  it.each([
    [0.0342, '+0.034'],
    [-0.0054, '-0.005'],
    [0, '0.000'],
    [-0.0001, '0.000'],
    [null, '–'],
  ])('%s is %s', (value, text) => {
    expect(formatSigned(value)).toBe(text);
  });
});

describe('columnFormat', () => {
  it('gives all numbers of a column the same decimals', () => {
    const format = columnFormat([0.5, 0.25, 1, null]);
    expect([0.5, 0.25, 1].map(format)).toEqual(['0.500', '0.250', '1.000']);
  });

  it('keeps small numbers from vanishing beside large ones', () => {
    const format = columnFormat([250.4, 0.00004]);
    expect([250.4, 0.00004].map(format)).toEqual(['250.4', '0.00004']);
  });

  it('leaves whole numbers whole', () => {
    expect([1, 12345].map(columnFormat([1, 12345]))).toEqual(['1', '12,345']);
  });
});
