/** A part as percent, with the digits that it needs. */
export function percent(part: number): string {
  return `${digits(part)} %`;
}

/** Two parts as an interval in percent; a line does not break before the sign. */
export function percentInterval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${digits(low)} to ${digits(high)}\u00a0%`;
}

function digits(part: number): string {
  const shown = 100 * part;
  if (shown === 0) return '0';
  return shown >= 1 ? shown.toFixed(1) : shown.toPrecision(2);
}
