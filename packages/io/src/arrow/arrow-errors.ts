import { type VerisimError, verisimError } from '@verisim/core';

/** `io/unreadable-arrow`: damaged, truncated, or not Arrow. */
export const unreadableArrow = (path: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'io/unreadable-arrow',
    `"${path}" cannot be read as Arrow: ${why}.`,
    'Fetch or write the file again; it is damaged, cut off, or of another format.',
    { cause },
  );

/** `io/unsupported-arrow`: a sound file that uses what is not read. */
export const unsupportedArrow = (path: string, what: string, next: string): VerisimError =>
  verisimError('io/unsupported-arrow', `"${path}" ${what}.`, next);

/** `io/levels-differ`: a stream whose boolean column is `true` and `false` first and something else later. */
export const levelsDiffer = (path: string, column: string): VerisimError =>
  verisimError(
    'io/levels-differ',
    `"${path}": the levels of boolean column "${column}" are true and false in the first table of the stream and others later.`,
    'Give all tables of the stream the same levels.',
  );
