import { badNumber } from './errors.ts';

/** Rows to lock out of `total`: `0.2` and `20%` are shares, whole numbers are rows. Throws `cli/bad-number`. */
export function holdoutRows(text: string, total: number): number {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const value = percent ? Number(percent[1]) / 100 : text.trim() === '' ? Number.NaN : Number(text.replaceAll('_', ''));
  if (!(value > 0) || (value >= 1 && (percent !== null || !Number.isSafeInteger(value)))) {
    throw badNumber('--share', text, 'a share such as 0.2 or 20%, or a whole number of rows');
  }
  return value < 1 ? Math.max(1, Math.round(value * total)) : value;
}
