/** A number in a text: with that many decimals, else in the shortest way that reads back the same. */
export function printNumber(value: number, decimals: number | null): string {
  if (decimals === null || Math.abs(value) >= 1e21) return String(value);
  const text = value.toFixed(decimals);
  return /^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text;
}
