/** The mean of what is defined; `null` when nothing is. SDMetrics leaves undefined scores out of its means in the same way. */
export function meanDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  if (defined.length === 0) return null;
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
