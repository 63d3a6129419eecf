import { type VerisimError, verisimError } from '@verisim/core';

/** `generator-tabular/empty-table`: a table without rows or columns teaches nothing. */
export const emptyTable = (generator: string): VerisimError =>
  verisimError(
    'generator-tabular/empty-table',
    `The table that ${generator} should learn from has no rows.`,
    'Give it at least one row.',
    { kind: 'usage' },
  );

/** `generator-tabular/bad-state`: a saved model that another generator or version made. */
export const badState = (generator: string, found: string): VerisimError =>
  verisimError(
    'generator-tabular/bad-state',
    `This saved model was made by ${found}; ${generator} cannot load it.`,
    'Load it with the generator and version that saved it, or fit again.',
  );

/** `generator-tabular/too-wide`: a table with more columns than a generator can hold the dependence of. */
export const tooWide = (generator: string, columns: number, bytes: number, most: number): VerisimError =>
  verisimError(
    'generator-tabular/too-wide',
    `${generator} would need ${(bytes / 2 ** 30).toFixed(1)} GB for the dependence between ${columns} columns; it takes at most 2 GB.`,
    `Drop all but ${most} columns (those that hardly vary or repeat others first), or use marginals or trees.`,
    { kind: 'usage' },
  );

/** `generator-tabular/constraint-unusable`: a constraint that does not fit its columns, so that no row could be made to hold it. */
export const constraintUnusable = (label: string, what: string): VerisimError =>
  verisimError(
    'generator-tabular/constraint-unusable',
    `The constraint ${label} ${what}.`,
    'Mend it, or take it out of the constraints of the schema.',
    { kind: 'usage' },
  );

/** `generator-tabular/no-row-holds`: training rows that all break a constraint teach nothing that holds. */
export const noRowHolds = (rows: number, worst: string, broken: number): VerisimError =>
  verisimError(
    'generator-tabular/no-row-holds',
    `None of the ${rows} rows to learn from meets all constraints; ${worst} alone is broken by ${broken} of them.`,
    'Check that constraint against the data, or take it out: verisim learns from the rows that hold.',
    { kind: 'usage' },
  );

/** `generator-tabular/constraints-exclude`: conditions that no row can meet because of a constraint. */
export const constraintsExclude = (columns: readonly string[], rules: readonly string[], why: string): VerisimError =>
  verisimError(
    'generator-tabular/constraints-exclude',
    `No row can meet these conditions on ${columns.map((name) => `"${name}"`).join(', ')} and ${rules.join(' and ')}: ${why}.`,
    'Drop or widen one of the conditions, or take the constraint out of the schema.',
    { kind: 'usage' },
  );

/** `generator-tabular/constraints-unmet`: what is drawn keeps breaking the constraints. */
export const constraintsUnmet = (had: number, rows: number, drawn: number, worst: string): VerisimError =>
  verisimError(
    'generator-tabular/constraints-unmet',
    `Only ${had} of ${rows} rows could be made to meet the constraints, out of ${drawn} drawn; most broke ${worst}.`,
    'Ask for fewer rows, take that constraint out, or learn from more rows that hold it.',
  );

/** `generator-tabular/predicate-missing`: a saved model that held rules given as code, loaded without them. */
export const predicateMissing = (generator: string, names: readonly string[]): VerisimError =>
  verisimError(
    'generator-tabular/predicate-missing',
    `This saved model of ${generator} holds rules that were given as code: ${names.join(', ')}.`,
    'Load it with holdConstraints(generator, { predicates }) that gives them again.',
    { kind: 'usage' },
  );

/** What would not fit. */
interface TooLarge {
  readonly generator: string;
  readonly rows: number;
  readonly columns: number;
  readonly bytes: number;
  readonly most: number;
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

/** `generator-tabular/too-large`: a table whose model would not fit into memory; says so before anything is learned. */
export const tooLarge = (
  { generator, rows, columns, bytes, most }: TooLarge,
  costliest: readonly { readonly name: string; readonly bytes: number }[],
  fewerRows: number,
): VerisimError => {
  const names = costliest.slice(0, 10).map(({ name, bytes: own }) => `"${name}" (${gigabytes(own)})`);
  const more = costliest.length > names.length ? ` and ${costliest.length - names.length} more` : '';
  const drop = names.length > 0 ? `Drop ${names.join(', ')}${more}, or learn` : 'Learn';
  return verisimError(
    'generator-tabular/too-large',
    `${generator} would need about ${gigabytes(bytes)} to learn from ${rows} rows of ${columns} columns; it takes at most ${gigabytes(most)}.`,
    `${drop} from at most ${fewerRows} rows drawn at random.`,
    { kind: 'usage' },
  );
};

/** `generator-tabular/domain-missing`: a private generator that was not told what columns may hold. Names and kinds alone are shown. */
export const domainMissing = (columns: readonly { readonly name: string; readonly kind: string }[]): VerisimError => {
  const entries = columns.map(({ name, kind }) => [name, DOMAIN_OF[kind]] as const);
  const skeleton = JSON.stringify(Object.fromEntries(entries));
  return verisimError(
    'generator-tabular/domain-missing',
    `dp-marginals was not told what ${columns.map(({ name }) => `"${name}"`).join(', ')} may hold, and must not read it from the data.`,
    `Fill in the option domain from what is known without the data (a code book, common sense), or leave columns out: ${skeleton}`,
    { kind: 'usage' },
  );
};

/** What is to be filled in, by kind of column. */
const DOMAIN_OF: Readonly<Record<string, unknown>> = {
  number: { bounds: ['LOW', 'HIGH'], decimals: 2 },
  integer: { bounds: ['LOW', 'HIGH'] },
  datetime: { bounds: ['YYYY-MM-DD', 'YYYY-MM-DD'] },
  category: { levels: ['A', 'B'] },
  boolean: { levels: ['false', 'true'] },
};

/** `generator-tabular/domain-unfit`: what was declared of a column does not fit it. */
export const domainUnfit = (column: string, what: string): VerisimError =>
  verisimError(
    'generator-tabular/domain-unfit',
    `Column "${column}" ${what}.`,
    'Mend its entry in the option domain: {"bounds": [low, high]} for numbers and dates, {"levels": [...]} for categories.',
    { kind: 'usage' },
  );
