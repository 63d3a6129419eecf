import { type VerisimError, verisimError } from '@verisim/core';

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

const mend =
  'Mend it there, or write the file again with a JSON library; JSON has no comments, trailing commas or single quotes.';

/** `io/bad-json`: text that is not JSON (RFC 8259). `place` names line and row. */
export const badJson = (path: string, place: string, what: string, next: string = mend): VerisimError =>
  verisimError('io/bad-json', `"${path}", ${place}: ${what}.`, next);

/** `io/not-rows`: JSON, but not objects one below the other. */
export const notRows = (path: string, place: string, what: string, next: string): VerisimError =>
  verisimError('io/not-rows', `"${path}", ${place}: ${what}.`, next);

/** `io/duplicate-key`: one object with two values under one key. */
export const duplicateKey = (path: string, place: string, key: string): VerisimError =>
  verisimError(
    'io/duplicate-key',
    `"${path}", ${place}: the key ${shown(key)} occurs twice in one object.`,
    'Keep one of the two, or give them keys of their own.',
  );

/** `io/empty-key`: a key that cannot name a column. */
export const emptyKey = (path: string, place: string): VerisimError =>
  verisimError(
    'io/empty-key',
    `"${path}", ${place}: a key is the empty text.`,
    'Give the key a name: it names a column.',
  );

/** `io/half-character`: an escaped surrogate without its other half, as a value or in a key. */
export const halfCharacter = (path: string, place: string, where: string): VerisimError =>
  verisimError(
    'io/half-character',
    `"${path}", ${place}: ${where} holds half a character (an escaped surrogate such as \\ud800 alone).`,
    'Replace it by the whole character, or by \\ufffd; it stands for no text.',
  );

/** `io/too-many-keys`: more different keys than a table may have columns. */
export const tooManyKeys = (path: string, place: string, limit: number): VerisimError =>
  verisimError(
    'io/too-many-keys',
    `"${path}", ${place}: the objects have more than ${limit} different keys.`,
    'Keys become columns: where the keys are ids, write one object for each, with the id as a value.',
  );

/** `io/no-keys`: objects, all of them empty. */
export const noKeys = (path: string): VerisimError =>
  verisimError(
    'io/no-keys',
    `"${path}" holds only empty objects.`,
    'Check how the file was made; keys become columns.',
  );

/** `io/json-not-utf8`: JSON in another encoding. */
export const jsonNotUtf8 = (path: string, where: string): VerisimError =>
  verisimError(
    'io/json-not-utf8',
    `"${path}" is not UTF-8 text (${where}).`,
    'Save or convert the file as UTF-8, the one encoding of JSON files, and read it again.',
  );
