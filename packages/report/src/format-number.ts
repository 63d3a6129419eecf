/**
 * A number for readers: integers as they are (grouped by three), other numbers with `digits` decimals, fewer as they
 * grow, and two significant digits when they would round to zero. Missing or `NaN` is an en dash. The same in every locale.
 */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(2).replace('e+', 'e');
  if (Number.isInteger(value)) return group(value.toFixed(0));
  if (size < 0.5 * 10 ** -digits) return size < 1e-6 ? value.toExponential(1) : String(Number(value.toPrecision(2)));
  return group(value.toFixed(decimalsFor(size, digits)));
}

/** A difference: always `digits` decimals and a sign, `+0.020`. */
export function formatSigned(value: number | null | undefined, digits = 3): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return formatNumber(value);
  return `${value > 0 ? '+' : ''}${group(value.toFixed(digits)).replace(/^-(?=[0.]*$)/, '')}`;
}

/** A format for one column of a table: all its numbers with the same decimals, so that they line up. */
export function columnFormat(values: readonly (string | number | null)[]): (value: number) => string {
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (numbers.every(Number.isInteger)) return (value) => formatNumber(value);
  const decimals = decimalsFor(
    numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    3,
  );
  return (value) => {
    const lost = value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals;
    return lost || !Number.isFinite(value) || Math.abs(value) >= 1e15
      ? formatNumber(value)
      : group(value.toFixed(decimals));
  };
}

function decimalsFor(size: number, digits: number): number {
  if (size >= 10_000) return 0;
  return Math.min(digits, size >= 100 ? 1 : size >= 10 ? 2 : digits);
}

function group(text: string): string {
  const [whole, fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
