import { type VerisimError, verisimError } from '@verisim/core';

/** `generator-simulation/bad-duration`: a distribution of times that cannot be read. */
export const badDuration = (option: string, text: string, why: string): VerisimError =>
  verisimError(
    'generator-simulation/bad-duration',
    `The option ${option} is "${text}", and ${why}.`,
    'Write exponential(MEAN), deterministic(MEAN), lognormal(MEAN, VARIATION), gamma(MEAN, VARIATION) or pareto(MEAN, TAIL), such as lognormal(30, 1.5).',
    { kind: 'usage' },
  );

/** `generator-simulation/bad-option`: an option whose text has a form of its own and is not of it. */
export const badOption = (option: string, text: string, form: string): VerisimError =>
  verisimError('generator-simulation/bad-option', `The option ${option} cannot be "${text}".`, `Write ${form}.`, {
    kind: 'usage',
  });

/** `generator-simulation/unstable`: more work than can ever be done. */
export const unstable = (load: number): VerisimError =>
  verisimError(
    'generator-simulation/unstable',
    `The servers are asked for ${load.toFixed(3)} times what they can do while they are up, so the queue would grow for ever.`,
    'Lower utilisation (a sample has its own: then give more servers), make outages rarer or shorter, or give impatience, so that some leave.',
    { kind: 'usage' },
  );

/** `generator-simulation/bad-sample`: the real sample that rates are fitted to cannot be used. */
export const badSample = (simulator: string, what: string, next: string): VerisimError =>
  verisimError('generator-simulation/bad-sample', `${simulator} cannot be fitted to that sample: ${what}.`, next, {
    kind: 'usage',
  });

/** `generator-simulation/bad-transitions`: a table of moves between states that is no Markov chain with an end. */
export const badTransitions = (what: string, next: string): VerisimError =>
  verisimError('generator-simulation/bad-transitions', what, next, { kind: 'usage' });

/** `generator-simulation/bad-state`: a saved model of another generator or version. */
export const badState = (generator: string, found: string): VerisimError =>
  verisimError(
    'generator-simulation/bad-state',
    `This saved model was made by ${found}; ${generator} cannot load it.`,
    'Load it with the generator and version that saved it, or make it again.',
  );
