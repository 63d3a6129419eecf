import type { Measurement } from '@verisim/core';

/** Measurements with the values that data of known worth got, by name of the reference. What a reference lacks is left out. */
export function withReferences(
  measurements: readonly Measurement[],
  references: Readonly<Record<string, readonly Measurement[]>>,
): Measurement[] {
  const known = Object.entries(references).map(
    ([name, found]) => [name, new Map(found.map((one) => [placeOf(one), one.value]))] as const,
  );
  return measurements.map((one) => {
    const reference: Record<string, number> = { ...one.reference };
    for (const [name, values] of known) {
      const value = values.get(placeOf(one)) ?? null;
      if (value !== null) reference[name] = value;
    }
    return Object.keys(reference).length === 0 ? one : { ...one, reference };
  });
}

function placeOf({ metric, where: { column, columns } }: Measurement): string {
  return JSON.stringify([metric, column ?? null, ...(columns ?? [])]);
}
