import { type VerisimError, verisimError } from '@verisim/core';

const usage = { kind: 'usage' } as const;
const shown = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);

/** `io/file-not-found`: no file at that path. */
export const fileNotFound = (path: string, near: string | null): VerisimError =>
  verisimError(
    'io/file-not-found',
    `There is no file "${path}".`,
    near === null ? 'Check the path; it is relative to the current folder.' : `Did you mean "${near}"?`,
    usage,
  );

/** `io/is-directory`: a folder where a file was expected. */
export const isDirectory = (path: string): VerisimError =>
  verisimError(
    'io/is-directory',
    `"${path}" is a folder, not a file.`,
    'Name a file in it, or parts of one table by a pattern such as folder/*.parquet.',
    usage,
  );

/** `io/not-a-file`: a socket, pipe or device. */
export const notAFile = (path: string): VerisimError =>
  verisimError('io/not-a-file', `"${path}" is not a regular file.`, 'Save the data to a file.', usage);

/** `io/no-permission`: the system refuses access. */
export const noPermission = (path: string, action: 'read' | 'write', cause: unknown): VerisimError =>
  verisimError(
    'io/no-permission',
    `The system does not let this user ${action} "${path}".`,
    'Change its permissions, or choose another file.',
    { cause },
  );

/** `io/cannot-write`: the folder is missing, the disk is full, or the like. */
export const cannotWrite = (path: string, why: string, cause?: unknown): VerisimError =>
  verisimError('io/cannot-write', `"${path}" cannot be written: ${why}.`, 'Create the folder, or choose another.', {
    cause,
  });

/** `io/cannot-read`: the system fails to read. */
export const cannotRead = (path: string, why: string, cause: unknown): VerisimError =>
  verisimError('io/cannot-read', `"${path}" cannot be read: ${why}.`, 'Copy the file to a local disk and try again.', {
    cause,
  });

/** `io/unknown-format`: a file name extension that names no format. */
export const unknownFormat = (path: string, known: readonly string[]): VerisimError =>
  verisimError(
    'io/unknown-format',
    `The format of "${path}" is not known by its extension.`,
    `Supported are ${known.join(', ')} (also with .gz or .zst behind them) and postgres:// addresses: convert or rename the file.`,
    usage,
  );

/** `io/empty-file`: nothing in it. */
export const emptyFile = (path: string): VerisimError =>
  verisimError('io/empty-file', `"${path}" is empty.`, 'Check how the file was made; it needs a header and rows.');

/** `io/no-rows`: a header and nothing below it. */
export const noRows = (path: string): VerisimError =>
  verisimError(
    'io/no-rows',
    `"${path}" has columns but no rows.`,
    'Check how the file was made; at least one row is needed.',
  );

/** `io/not-utf8`: text in another encoding. */
export const notUtf8 = (path: string, where: string): VerisimError =>
  verisimError(
    'io/not-utf8',
    `"${path}" is not UTF-8 text (${where}).`,
    'Save or convert the file as UTF-8 and read it again (UTF-16 and Windows-1252 are read too, if all of the file is).',
  );

/** `io/not-csv`: bytes that are no text at all. */
export const notCsv = (path: string, what: string): VerisimError =>
  verisimError(
    'io/not-csv',
    `"${path}" is named .csv but ${what}.`,
    'Unpack or convert it to CSV, or give it its own extension.',
  );

/** `io/ragged-row`: a row with more or fewer fields than the header. */
export const raggedRow = (path: string, place: string, found: number, wanted: number): VerisimError =>
  verisimError(
    'io/ragged-row',
    `"${path}", ${place}: ${found} field${found === 1 ? '' : 's'}, but the header has ${wanted}.`,
    'Mend that row; a field that holds the delimiter or a line break must stand in double quotes.',
  );

/** `io/bad-quoting`: quotes that do not follow RFC 4180. */
export const badQuoting = (path: string, place: string, what: string): VerisimError =>
  verisimError(
    'io/bad-quoting',
    `"${path}", ${place}: ${what}.`,
    'Mend that row: a quoted field starts and ends with a double quote, and quotes inside it are doubled.',
  );

/** `io/mixed-newlines`: a bare carriage return beside other line ends. */
export const mixedNewlines = (path: string, place: string): VerisimError =>
  verisimError(
    'io/mixed-newlines',
    `"${path}", ${place}: a carriage return ends the line here, and line feeds end others.`,
    'Save the file with one kind of line end, or put the field in double quotes.',
  );

/** `io/row-too-long`: a row beyond the limit, mostly a quote that was never closed. */
export const rowTooLong = (path: string, place: string, limit: number): VerisimError =>
  verisimError(
    'io/row-too-long',
    `"${path}", ${place}: the row is longer than ${limit} bytes.`,
    'Look for a double quote that is never closed, or move such long values to files of their own.',
  );

/** `io/duplicate-column`: two columns of one name. */
export const duplicateColumn = (path: string, name: string, first: number, second: number): VerisimError =>
  verisimError(
    'io/duplicate-column',
    `"${path}": columns ${first} and ${second} are both named ${shown(name)}.`,
    'Give every column a name of its own.',
  );

/** `io/unnamed-column`: an empty name. */
export const unnamedColumn = (path: string, position: number): VerisimError =>
  verisimError(
    'io/unnamed-column',
    `"${path}": column ${position} has no name.`,
    'Give every column a name (an index column written by pandas: use index=False).',
  );

/** `io/too-many-columns`: a header beyond the limit. */
export const tooManyColumns = (path: string, found: number, limit: number): VerisimError =>
  verisimError(
    'io/too-many-columns',
    `"${path}" has ${found} columns; at most ${limit} are read.`,
    'Check the delimiter, or split the file by columns.',
  );

/** `io/changed-while-reading`: a file that something else writes to. */
export const changedWhileReading = (path: string): VerisimError =>
  verisimError(
    'io/changed-while-reading',
    `"${path}" changed while it was read.`,
    'Wait until nothing writes to it any more, or read a copy.',
  );

/** `io/bad-compression`: a gzip or zstd file that cannot be unpacked. */
export const badCompression = (path: string, compression: string, cause: unknown): VerisimError =>
  verisimError(
    'io/bad-compression',
    `"${path}" cannot be unpacked as ${compression} (${String((cause as Error)?.message ?? cause)}).`,
    'Fetch or write the file again; it is damaged, cut off, or packed in another way.',
    { cause },
  );

/** `io/unpacks-too-large`: a packed file that unpacks to far more than its size suggests. */
export const unpacksTooLarge = (path: string, written: number, read: number): VerisimError =>
  verisimError(
    'io/unpacks-too-large',
    `"${path}" unpacks to over ${Math.round(written / 1e6)} MB, ${Math.round(written / Math.max(1, read))} times its size: it looks like a decompression bomb.`,
    'If the file is trusted, unpack it yourself and read the result.',
  );

/** `io/unreadable-parquet`: damaged, truncated, or not Parquet. */
export const unreadableParquet = (path: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'io/unreadable-parquet',
    `"${path}" cannot be read as Parquet: ${why}.`,
    'Fetch or write the file again; it is damaged, cut off, or of another format.',
    { cause },
  );

/** `io/unsupported-type`: a nested or binary Parquet column. */
export const unsupportedType = (path: string, column: string, type: string): VerisimError =>
  verisimError(
    'io/unsupported-type',
    `"${path}": column "${column}" is ${type}, which has no place in a flat table.`,
    'Drop the column, or unfold it into plain columns, and write the file again.',
  );

/** `io/unknown-column`: `kinds` names a column that the file does not have. */
export const unknownKindsColumn = (path: string, name: string, near: string | null): VerisimError =>
  verisimError(
    'io/unknown-column',
    `"${path}" has no column "${name}", for which a kind was given.`,
    near === null ? 'Check the name against the first line of the file.' : `Did you mean "${near}"?`,
    usage,
  );

/** `io/unknown-kind`: a kind that does not exist. */
export const unknownKind = (column: string, kind: string, known: readonly string[]): VerisimError =>
  verisimError(
    'io/unknown-kind',
    `"${kind}" for column "${column}" is not a kind.`,
    `Kinds: ${known.join(', ')}.`,
    usage,
  );

/** `io/columns-differ`: the file lacks columns of the table it is read like. */
export const columnsDiffer = (path: string, missing: readonly string[], near: string | null): VerisimError =>
  verisimError(
    'io/columns-differ',
    `"${path}" lacks ${missing.length === 1 ? 'a column' : `${missing.length} columns`} of the table it is compared with: ${missing
      .slice(0, 10)
      .map(shown)
      .join(', ')}${missing.length > 10 ? ' ...' : ''}.`,
    near === null
      ? 'Give both files the same columns.'
      : `Give both files the same columns. Did you mean ${shown(near)} for ${shown(missing[0])}?`,
    usage,
  );

/** `io/wrong-kind`: a cell that does not fit the kind its column must have. `row` counts from 1 below the header. */
export const wrongKind = (path: string, column: string, kind: string, row: number, value: string): VerisimError =>
  verisimError(
    'io/wrong-kind',
    `"${path}", row ${row}: ${shown(value)} in column "${column}" is not ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}.`,
    `Mend the value, or read the column as another kind (kinds: { "${column}": "category" }).`,
  );

/** `io/wrong-type`: a Parquet type that cannot be read as the kind its column must have. */
export const wrongType = (path: string, column: string, kind: string, type: string): VerisimError =>
  verisimError(
    'io/wrong-type',
    `"${path}": column "${column}" holds ${type}, which cannot be read as ${kind}.`,
    'Write the column with the type it has in the other table, or choose another kind for it.',
  );

/** `io/bad-table`: a table that breaks its own declaration and so cannot be written. `row` counts from 1. */
export const badTable = (column: string, row: number, what: string): VerisimError =>
  verisimError(
    'io/bad-table',
    `Column "${column}", row ${row}: ${what}.`,
    'This is a fault of whatever made the table; a file would not hold the same values.',
  );

/** `io/bad-column-name`: a name that the format cannot hold. */
export const badColumnName = (path: string, name: string, what: string): VerisimError =>
  verisimError('io/bad-column-name', `"${path}": the column name ${shown(name)} ${what}.`, 'Rename the column.', usage);

/** `io/bad-format`: a datetime format with a sign that is not known. */
export const badFormat = (column: string, format: string, unknown: string): VerisimError =>
  verisimError(
    'io/bad-format',
    `The format ${shown(format)} of datetime column "${column}" cannot be used: ${shown(unknown)} is not known.`,
    'Use the strftime signs %Y %m %d %H %M %S %g (milliseconds) %f %b %I %p %z, %-d and %-m without a leading zero.',
    usage,
  );

/** `io/bad-zone`: a time zone that is not known. */
export const badZone = (column: string, zone: string): VerisimError =>
  verisimError(
    'io/bad-zone',
    `The zone ${shown(zone)} of datetime column "${column}" is not known.`,
    "Use 'Z', an offset such as '+02:00', or an IANA name such as 'Europe/Berlin'.",
    usage,
  );

/** `io/bad-instant`: an instant that a format cannot print so that it reads back the same. */
export const badInstant = (column: string, row: number, format: string): VerisimError =>
  verisimError(
    'io/bad-instant',
    `Column "${column}", row ${row}: the instant cannot be written as ${shown(format)} without losing part of it.`,
    'Give the column a finer format (such as %Y-%m-%dT%H:%M:%S.%g); years go from 0 to 9999.',
  );

/** `io/no-columns`: a table without columns. */
export const noColumns = (path: string): VerisimError =>
  verisimError(
    'io/no-columns',
    `There is nothing to write to "${path}": the table has no columns.`,
    'Write a table that has columns.',
    usage,
  );

/** `io/blocks-differ`: streamed tables that do not have the columns of the first. */
export const blocksDiffer = (path: string, block: number): VerisimError =>
  verisimError(
    'io/blocks-differ',
    `Table ${block} of the stream to "${path}" has other columns than the first.`,
    'Stream tables of one spec.',
    usage,
  );
