/** Standard Schema v1 (https://standardschema.dev), as much of it as is used here. zod 4, valibot 1 and arktype 2 have it. */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
    /** Standard JSON Schema v1; zod 4.2 and arktype 2.1.28 have it, valibot has not. */
    readonly jsonSchema?: {
      readonly input: (options: {
        readonly target: string;
        readonly libraryOptions?: Record<string, unknown> | undefined;
      }) => Record<string, unknown>;
    };
  };
}

/** What `validate` answers: no issues is success. */
export interface StandardResult {
  readonly issues?: readonly StandardIssue[] | undefined;
}

/** One complaint about a value. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Whether a value is a Standard Schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  const { '~standard': standard } = value as { '~standard'?: Partial<StandardSchema['~standard']> };
  return standard?.version === 1 && typeof standard.validate === 'function';
}
