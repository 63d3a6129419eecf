const MARK: unique symbol = Symbol.for('verisim.error') as never;

/** Who can mend it: `usage` = the call or the options are wrong, `failure` = the call was right and the work failed. */
export type ErrorKind = 'usage' | 'failure';

/** An error a user can act on: a stable code, what happened (`message`), and what to do next. */
export interface VerisimError extends Error {
  readonly code: string;
  readonly next: string;
  readonly kind: ErrorKind;
}

/**
 * Makes a {@link VerisimError}.
 *
 * @param code stable and kebab-case, prefixed by the package: `io/file-not-found`
 * @param what one sentence: what happened, naming file, row, column or option
 * @param next one sentence: what to do about it
 */
export function verisimError(
  code: string,
  what: string,
  next: string,
  options: { kind?: ErrorKind; cause?: unknown } = {},
): VerisimError {
  const error = new Error(what, options.cause === undefined ? undefined : { cause: options.cause });
  error.name = 'VerisimError';
  return Object.assign(error, { code, next, kind: options.kind ?? 'failure', [MARK]: true });
}

/** Recognises a {@link VerisimError}, also one made by another installed copy of the core. */
export function isVerisimError(error: unknown): error is VerisimError {
  return typeof error === 'object' && error !== null && (error as { [MARK]?: boolean })[MARK] === true;
}
