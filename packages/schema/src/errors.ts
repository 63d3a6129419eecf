import { type VerisimError, verisimError } from '@verisim/core';

/** `schema/not-a-schema`: what was given is neither a Standard Schema nor a JSON Schema of one row. */
export const notASchema = (what: string): VerisimError =>
  verisimError(
    'schema/not-a-schema',
    `This is no schema of a row: ${what}.`,
    'Give a schema of one row as an object with named properties, such as z.object({ age: z.int() }).',
    { kind: 'usage' },
  );

/** `schema/cannot-look-inside`: a Standard Schema that validates but does not say what it is made of. */
export const cannotLookInside = (vendor: string, cause?: unknown): VerisimError =>
  verisimError(
    'schema/cannot-look-inside',
    `The ${vendor} schema does not say what it is made of${cause instanceof Error ? `: ${cause.message}` : ''}.`,
    'Make a JSON Schema of it with its own tools and give that to fromJsonSchema; schemaValidator works without.',
    { kind: 'usage', cause },
  );
