import { closest, type VerisimError, verisimError } from '@verisim/core';

/** `cli/locked-already`: another holdout of the same rows would leak into the training part of the first. */
export const lockedAlready = (file: string, lock: string): VerisimError =>
  verisimError(
    'cli/locked-already',
    `${file} is locked already, in another way (${lock}): a second holdout of the same rows would lie in the training part of the first.`,
    'Go on with the lock that there is, or move the .verisim folder away and begin anew.',
    { kind: 'usage' },
  );

/** `cli/not-locked`: the locked holdout is asked for, and there is none, or more than one. */
export const notLocked = (what: string, next: string): VerisimError =>
  verisimError('cli/not-locked', what, next, { kind: 'usage' });

/** `cli/holds-holdout`: the training file is the whole file that the holdout was taken from. */
export const holdsHoldout = (file: string, training: string): VerisimError =>
  verisimError(
    'cli/holds-holdout',
    `${file} is the whole file that the holdout was taken from: the holdout rows are among its rows.`,
    `Give the training part, ${training}, and synthetic rows made from that alone.`,
    { kind: 'usage' },
  );

/** `cli/unknown-run`: no finished run of that name, and no such file. */
export const unknownRun = (name: string, known: readonly string[]): VerisimError => {
  const near = closest(name, known);
  const runs = known.length > 0 ? `Finished runs: ${known.slice(-10).join(', ')}.` : 'This folder has no finished run.';
  return verisimError(
    'cli/unknown-run',
    `There is no finished run "${name}", and no such file.`,
    `${near ? `Did you mean "${near}"? ` : ''}${runs}`,
    { kind: 'usage' },
  );
};

/** `cli/not-a-report`: a file that holds no report. */
export const notAReport = (file: string, why: string): VerisimError =>
  verisimError(
    'cli/not-a-report',
    `${file} holds no report: ${why.replace(/\.$/, '')}.`,
    'Name a run, or the report.json that a run wrote.',
    {
      kind: 'usage',
    },
  );

/** `cli/nothing-to-sign`: no finished run holds what is to be signed. */
export const nothingToSign = (subject: string): VerisimError =>
  verisimError(
    'cli/nothing-to-sign',
    `This folder has no finished run of which the ${subject} could be signed.`,
    'Make it first (verisim status says how), or name a run.',
    { kind: 'usage' },
  );

/** `cli/no-sweep`: there is none to show. */
export const noSweepYet = (): VerisimError =>
  verisimError('cli/no-sweep', 'No sweep of this training part is kept here.', 'Run verisim sweep without --show.', {
    kind: 'usage',
  });

/** `cli/no-baseline`: a play that stands on a baseline, and none was finished on this data. */
export const noBaseline = (play: string, target: string, file: string): VerisimError =>
  verisimError(
    'cli/no-baseline',
    `The ${play} play needs a finished baseline of "${target}" on this training part, with its error analysis, and there is none.`,
    `Run verisim baseline ${file} --target ${target} first; with --force the play goes on without one, which ledger and report say.`,
    { kind: 'usage' },
  );

/** `cli/training-changed`: the training part of a lock was edited. */
export const trainingEdited = (file: string): VerisimError =>
  verisimError(
    'cli/training-changed',
    `${file} is not the training part any more that verisim lock wrote.`,
    'Move it away and run verisim lock again in the same way: the same rows are written anew. Keep edited rows under another name.',
    { kind: 'usage' },
  );

/** `cli/other-play`: a play that has a command of its own, or none yet. */
export const otherPlay = (name: string, command: string): VerisimError => {
  const own = !command.startsWith('verisim play');
  return verisimError(
    'cli/other-play',
    own ? `The ${name} play has a command of its own.` : `The ${name} play is not part of this version yet.`,
    own ? `Run ${command}.` : 'Run verisim play to see those that are.',
    { kind: 'usage' },
  );
};

/** `cli/stopped`: a play that may not start, by the stop rules. */
export const stopped = (play: string, stops: readonly { readonly message: string }[]): VerisimError =>
  verisimError(
    'cli/stopped',
    `The ${play} play does not start. ${stops.map(({ message }) => message).join(' ')}`,
    'verisim status shows where the project stands; with --force the play goes on, which ledger and report say.',
    { kind: 'usage' },
  );
