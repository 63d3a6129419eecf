/** Whether a column holds numbers, or texts that are written numbers, and nothing else but gaps. */
export function isNumeric(values: readonly (string | number | null)[]): boolean {
  const filled = values.filter((value): value is string | number => value !== null && value !== '');
  return filled.length > 0 && filled.every((value) => typeof value === 'number' || WRITTEN.test(value));
}

const WRITTEN = /^[+\-\u2212]?(?:\d[\d,]*(?:\.\d+)?|∞)\s?%?$/;
