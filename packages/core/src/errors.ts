import { closest } from './closest.ts';
import { type VerisimError, verisimError } from './verisim-error.ts';

/** `core/table-mismatch`: columns that do not make a table. */
export const tableMismatch = (what: string): VerisimError =>
  verisimError(
    'core/table-mismatch',
    `These columns do not make one table: ${what}.`,
    'Give every column the same number of rows and a name of its own.',
  );

/** `core/unknown-column`: a name that the table does not have. */
export const unknownColumn = (name: string, known: readonly string[]): VerisimError =>
  verisimError(
    'core/unknown-column',
    `There is no column "${name}".`,
    `${suggest(name, known)}Columns: ${listed(known)}.`,
    { kind: 'usage' },
  );

/** `core/bad-schema`: a role or a zone that a column cannot have. */
export const badSchema = (what: string, next: string): VerisimError =>
  verisimError('core/bad-schema', what, next, { kind: 'usage' });

/** `core/unknown-level`: a condition asks for a level that the column does not have. */
export const unknownLevel = (column: string, level: string, known: readonly string[]): VerisimError =>
  verisimError(
    'core/unknown-level',
    `Column "${column}" has no level "${level}".`,
    `${suggest(level, known)}Levels: ${listed(known)}.`,
    { kind: 'usage' },
  );

/** `core/bad-condition`: a condition that cannot be read or does not fit its column. */
export const badCondition = (what: string, next: string): VerisimError =>
  verisimError('core/bad-condition', what, next, { kind: 'usage' });

/** `core/contradiction`: conditions that no row can meet. */
export const contradiction = (column: string, what: string): VerisimError =>
  verisimError(
    'core/contradiction',
    `No row can meet these conditions on "${column}": ${what}.`,
    'Drop one of them, or ask for both cases in two calls.',
    { kind: 'usage' },
  );

/** `core/bad-plugin`: a plugin broke its contract. */
export const badPlugin = (plugin: string, what: string): VerisimError =>
  verisimError(
    'core/bad-plugin',
    `The plugin ${plugin} ${what}.`,
    'This is a fault of the plugin: run the conformance kit on it, or report it to its authors.',
  );

/** `core/bad-options`: options that a plugin refuses. */
export const badOptions = (plugin: string, what: string, known: readonly string[]): VerisimError =>
  verisimError(
    'core/bad-options',
    `${plugin} cannot use these options: ${what}.`,
    known.length > 0 ? `Its options: ${listed(known)}.` : 'It has no options.',
    { kind: 'usage' },
  );

/** `core/bad-request`: a request that makes no sense, such as a negative number of rows. */
export const badRequest = (what: string, next: string): VerisimError =>
  verisimError('core/bad-request', what, next, { kind: 'usage' });

function suggest(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near === null ? '' : `Did you mean "${near}"? `;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => (name.length > 60 ? `${name.slice(0, 60)}...` : name));
  return shown.join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
}
