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

/** `decision-trees/bad-bins`: a number of bins that codes of 8 bits cannot hold. */
export const badBins = (bins: number): Error =>
  kernelError(
    'decision-trees/bad-bins',
    `${bins} bins were asked for; a code of 8 bits holds 1 to 255 and one for missing.`,
    'Ask for 2 to 255 bins.',
  );

/** `decision-trees/bad-feature`: a feature column that does not belong to the response. */
export const badFeature = (feature: number, what: string): Error =>
  kernelError(
    'decision-trees/bad-feature',
    `Feature ${feature} cannot be used: it ${what}.`,
    'Give each feature one code per row, below its number of bins, at most 256 bins.',
  );

/** `decision-trees/bad-response`: class codes out of range. */
export const badResponse = (row: number, code: number, classes: number): Error =>
  kernelError(
    'decision-trees/bad-response',
    `Row ${row} of the response holds class ${code}, but there are ${classes} classes.`,
    'Number the classes from 0 and give their count.',
  );

/** `decision-trees/bad-boosting`: a response, weights or an option that boosting cannot use. */
export const badBoosting = (what: string, next: string): Error =>
  kernelError('decision-trees/bad-boosting', `These trees cannot be boosted: ${what}.`, next);

/** `decision-trees/bad-ensemble`: stored arrays that are no ensemble of trees. */
export const badEnsemble = (what: string): Error =>
  kernelError(
    'decision-trees/bad-ensemble',
    `The stored arrays are no boosted trees: ${what}.`,
    'Load the arrays that boostedArrays gave, unchanged, or train again.',
  );

/** `decision-trees/no-webassembly`: an engine that runs no WebAssembly, or was told not to. */
export const noWebAssembly = (): Error =>
  kernelError(
    'decision-trees/no-webassembly',
    'Rows are drawn by WebAssembly, which this JavaScript engine does not run.',
    'Start Node without --jitless.',
  );
