/** An error with a stable code; shaped like the core's, which this kernel does not depend on. */
function kernelError(code: string, what: string, next: string): Error {
  return Object.assign(new Error(what), {
    name: 'VerisimError',
    code,
    next,
    kind: 'usage',
    [Symbol.for('verisim.error')]: true,
  });
}

/** `nearest-neighbours/bad-points`: columns that do not make a table of points. */
export const badPoints = (what: string): Error =>
  kernelError(
    'nearest-neighbours/bad-points',
    `The points cannot be used: ${what}.`,
    'Give columns of one length: numeric ones finite and below 1e150 in size or NaN for missing, coded ones whole numbers.',
  );

/** `nearest-neighbours/bad-metric`: weights or penalties that make no distance. */
export const badMetric = (what: string): Error =>
  kernelError(
    'nearest-neighbours/bad-metric',
    `The metric cannot be used: ${what}.`,
    'Give one weight of 0 or more per column, and a cap and a missing cost above 0.',
  );

/** `nearest-neighbours/bad-request`: a search for something that cannot be. */
export const badRequest = (what: string): Error =>
  kernelError(
    'nearest-neighbours/bad-request',
    `The search cannot be made: ${what}.`,
    'Ask for 1 or more neighbours of query rows that exist, with the columns that the index was built from.',
  );
