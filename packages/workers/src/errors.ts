import { type VerisimError, verisimError } from '@verisim/core';

/** `workers/bad-request`: a number of workers that makes no sense. */
export const badWorkers = (workers: number): VerisimError =>
  verisimError(
    'workers/bad-request',
    `${workers} workers cannot be started.`,
    'Ask for a whole number; 0 draws in this thread.',
    { kind: 'usage' },
  );

/** `workers/plugin-not-found`: the module or the export is not there. */
export const pluginNotFound = (module: string, name: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'workers/plugin-not-found',
    `The generator "${name}" could not be taken from ${module}: ${why}.`,
    'Install the package, or give the URL of a module that exports a generator under that name.',
    { cause },
  );

/** `workers/plugin-failed`: the plugin threw something that is not a verisim error. */
export const pluginFailed = (name: string, message: string): VerisimError =>
  verisimError(
    'workers/plugin-failed',
    `The generator failed on a worker: ${name}: ${message}`,
    'This is a fault of the plugin: draw with 0 workers to see where, or report it to its authors.',
  );

/** `workers/worker-died`: a worker ended in the middle of its work. */
export const workerDied = (why: string): VerisimError =>
  verisimError(
    'workers/worker-died',
    `A worker ended before its work was done: ${why}.`,
    'Use fewer workers if memory is short; if it happens again, draw with 0 workers to see where.',
  );

/** `workers/pool-closed`: a block was asked for after the pool was closed. */
export const poolClosed = (): VerisimError =>
  verisimError('workers/pool-closed', 'The sampling pool is closed.', 'Create another pool.', { kind: 'usage' });
