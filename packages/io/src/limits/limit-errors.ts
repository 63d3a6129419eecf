import { type VerisimError, verisimError } from '@verisim/core';

/** `io/memory-limit`: reading a file took more memory than it was given. */
export const memoryLimit = (path: string, megabytes: number): VerisimError =>
  verisimError(
    'io/memory-limit',
    `"${path}" cannot be read within ${megabytes} MB of memory.`,
    'Give the reader more memory, or cut the file into parts; a damaged or hostile file can ask for any amount.',
  );

/** `io/time-limit`: reading a file took longer than it was given. */
export const timeLimit = (path: string, seconds: number): VerisimError =>
  verisimError(
    'io/time-limit',
    `"${path}" cannot be read within ${seconds} seconds.`,
    'Give the reader more time, or cut the file into parts; a damaged or hostile file can take forever.',
  );

/** `io/disk-limit`: reading a file filled more temporary space than it was given. */
export const diskLimit = (path: string, megabytes: number): VerisimError =>
  verisimError(
    'io/disk-limit',
    `"${path}" cannot be read within ${megabytes} MB of temporary files.`,
    'Unpack the file yourself, or give the reader more memory: it may fill four times as much disk.',
  );

/** `io/reader-crashed`: the process that read a file ended in the middle of it. */
export const readerCrashed = (path: string, how: string): VerisimError =>
  verisimError(
    'io/reader-crashed',
    `"${path}" brought the process that read it to an end (${how}).`,
    'The file is most likely damaged or made to do harm; if you trust it, please report this.',
  );

/** `io/reader-failed`: an error that should have been a sentence. */
export const readerFailed = (path: string, what: string): VerisimError =>
  verisimError(
    'io/reader-failed',
    `"${path}" cannot be read: ${what}.`,
    'This is a fault of the reader that it did not foresee: please report it with the file.',
  );

/** `io/bad-limit`: a limit that makes no sense. */
export const badLimit = (name: string, value: number, least: number): VerisimError =>
  verisimError('io/bad-limit', `The limit ${name} cannot be ${value}.`, `Give a number of at least ${least}.`, {
    kind: 'usage',
  });

/** `io/not-limited`: a database's server, whose connection needs secrets that a limited reader does not have. */
export const notLimited = (): VerisimError =>
  verisimError(
    'io/not-limited',
    'A database on a server is not read with limits: only files are.',
    'Read it with readTable, which holds a few rows at a time.',
    { kind: 'usage' },
  );
