import { closest, type VerisimError, verisimError } from '@verisim/core';

/** A place in a file of rules: `rules.yaml:12:3 (columns.age.draw)`. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The rule, as a path from the top. */
  readonly rule: string;
}

const at = ({ file, line, column, rule }: Place): string =>
  `${file}:${line}:${column}${rule === '' ? '' : ` (${rule})`}`;

const usage = { kind: 'usage' } as const;

const meant = (name: string, known: readonly string[]): string => {
  const near = closest(name, known);
  const shown = known.slice(0, 20).join(', ');
  return `${near === null ? '' : `Did you mean "${near}"? `}${known.length === 0 ? 'There are none.' : `There are: ${shown}${known.length > 20 ? ' ...' : ''}.`}`;
};

/** `generator-rules/bad-yaml`: a text that is no YAML, or has tags, too many aliases or too deep a nesting. */
export const badYaml = (place: Place, what: string, next: string): VerisimError =>
  verisimError('generator-rules/bad-yaml', `${at(place)}: ${what}.`, next, usage);

/** `generator-rules/unknown-key`: a rule with a word that it does not know. */
export const unknownKey = (place: Place, key: string, known: readonly string[]): VerisimError =>
  verisimError('generator-rules/unknown-key', `${at(place)}: "${key}" is not known here.`, meant(key, known), usage);

/** `generator-rules/bad-value`: a rule with a value that it cannot take. */
export const badValue = (place: Place, what: string, next: string): VerisimError =>
  verisimError('generator-rules/bad-value', `${at(place)}: ${what}.`, next, usage);

/** `generator-rules/unknown-slot`: a template with a slot that nothing fills. */
export const unknownSlot = (place: Place, slot: string, known: readonly string[]): VerisimError =>
  verisimError(
    'generator-rules/unknown-slot',
    `${at(place)}: nothing fills the slot {${slot}}.`,
    `${meant(slot, known)} A brace that is meant as such is doubled: {{.`,
    usage,
  );

/** `generator-rules/unknown-name`: a rule that speaks of a column, table or label that there is not. */
export const unknownName = (place: Place, what: string, name: string, known: readonly string[]): VerisimError =>
  verisimError(
    'generator-rules/unknown-name',
    `${at(place)}: there is no ${what} "${name}".`,
    meant(name, known),
    usage,
  );

/** `generator-rules/circular-rule`: rules that need each other. */
export const circularRule = (place: Place, path: readonly string[], next: string): VerisimError =>
  verisimError(
    'generator-rules/circular-rule',
    `${at(place)}: these rules need each other and never end: ${path.join(' -> ')}.`,
    next,
    usage,
  );

/** `generator-rules/empty-choice`: a choice between nothing. */
export const emptyChoice = (
  place: Place,
  what: string,
  next = 'Give at least one alternative with a weight above 0.',
): VerisimError => verisimError('generator-rules/empty-choice', `${at(place)}: ${what}.`, next, usage);

/** `generator-rules/impossible-range`: bounds between which nothing lies, or nothing that the rule draws. */
export const impossibleRange = (place: Place, what: string, next: string): VerisimError =>
  verisimError('generator-rules/impossible-range', `${at(place)}: ${what}.`, next, usage);

/** `generator-rules/bad-pattern`: a regular expression that cannot be written out. */
export const badPattern = (place: Place, what: string, next: string): VerisimError =>
  verisimError('generator-rules/bad-pattern', `${at(place)}: ${what}.`, next, usage);

/** `generator-rules/ambiguous-label`: one text that the rules give two labels. */
export const ambiguousLabel = (place: Place, text: string, labels: readonly string[]): VerisimError =>
  verisimError(
    'generator-rules/ambiguous-label',
    `${at(place)}: the text ${JSON.stringify(text.slice(0, 120))} can be made with two labels: ${labels.join(' and ')}.`,
    'Tell the two apart in their wording, or give them one label.',
    usage,
  );

/** `generator-rules/unreachable-rule`: a rule that nothing leads to. */
export const unreachableRule = (place: Place, what: string): VerisimError =>
  verisimError(
    'generator-rules/unreachable-rule',
    `${at(place)}: ${what}.`,
    'Use it in a template, or take it out.',
    usage,
  );

/** `generator-rules/impossible-correlation`: correlations that no table can have. */
export const impossibleCorrelation = (place: Place, what: string, next: string): VerisimError =>
  verisimError('generator-rules/impossible-correlation', `${at(place)}: ${what}.`, next, usage);

/** `generator-rules/too-large`: rules that would make more than fits. */
export const tooLarge = (place: Place, what: string, next: string): VerisimError =>
  verisimError('generator-rules/too-large', `${at(place)}: ${what}.`, next, usage);

/** `generator-rules/keys-used-up`: more rows than there are keys. */
export const keysUsedUp = (place: Place, keys: number): VerisimError =>
  verisimError(
    'generator-rules/keys-used-up',
    `${at(place)}: all ${keys} keys are used.`,
    'Ask for fewer rows, or widen the pattern.',
    usage,
  );

/** `generator-rules/which-table`: rules of several tables, and none is named. */
export const whichTable = (file: string, table: string | undefined, known: readonly string[]): VerisimError =>
  verisimError(
    'generator-rules/which-table',
    table === undefined
      ? `${file} holds ${known.length} tables, and none is named.`
      : `${file} has no table "${table}".`,
    `Name one with the option table: ${known.join(', ')}.`,
    usage,
  );

/** `generator-rules/bad-state`: a saved model that another generator or version made. */
export const badState = (generator: string, found: string): VerisimError =>
  verisimError(
    'generator-rules/bad-state',
    `This saved model was made by ${found}; ${generator} cannot load it.`,
    'Load it with the generator and version that saved it, or fit again.',
  );

/** `generator-rules/unknown-kind`: a way to change rows that there is not. */
export const unknownKind = (name: string, known: readonly string[]): VerisimError =>
  verisimError(
    'generator-rules/unknown-kind',
    `There is no kind "${name}".`,
    `${meant(name, known)} Kinds are parted by commas; joined by + they are done to the same row.`,
    usage,
  );

/** `generator-rules/cannot-perturb`: a column that none of the kinds changes. */
export const cannotPerturb = (column: string, what: string, next: string): VerisimError =>
  verisimError('generator-rules/cannot-perturb', `Column "${column}" ${what}.`, next, usage);

/** `generator-rules/nothing-to-perturb`: a table without a column that a kind could change. */
export const nothingToPerturb = (kind: string, on: string, columns: readonly string[]): VerisimError =>
  verisimError(
    'generator-rules/nothing-to-perturb',
    `The kind "${kind}" changes ${on}, and no such column is among: ${columns.slice(0, 20).join(', ')}.`,
    'Take another kind, or read a column as text with --kinds NAME=text. The target and ids are never changed.',
    usage,
  );

/** `generator-rules/label-may-change`: a kind that may change the label, where labels are to be kept. */
export const labelMayChange = (kind: string): VerisimError =>
  verisimError(
    'generator-rules/label-may-change',
    `The kind "${kind}" may change the label of a row, and labels=keep allows none that does.`,
    'Take labels=flag to have such rows tagged, labels=clear to have their label left empty, or another kind.',
    usage,
  );

/** `generator-rules/no-rows`: nothing to make rows from. */
export const noRowsToPerturb = (generator: string): VerisimError =>
  verisimError(
    'generator-rules/no-rows',
    `${generator} was given a table without rows.`,
    'Give it at least one row.',
    usage,
  );

/** `generator-rules/edits-differ`: a record of edits that was not made for these rows. */
export const editsDiffer = (row: number, why: string): VerisimError =>
  verisimError(
    'generator-rules/edits-differ',
    `Row ${row + 1} cannot be taken back: ${why}.`,
    'Give the rows and the column "edits" of the lineage that were written together, in the same order.',
    usage,
  );

/** `generator-rules/no-oracle`: near-threshold cases without a model to ask. */
export const noOracle = (): VerisimError =>
  verisimError(
    'generator-rules/no-oracle',
    'The kind "near-threshold" asks your model, and none was given.',
    'In code: adversarialWith(oracle). On the command line take other kinds, or name a package in the config that exports adversarialWith(oracle) under a name of its own.',
    usage,
  );

/** `generator-rules/bad-oracle`: a model whose answers find no threshold. */
export const badOracle = (what: string): VerisimError =>
  verisimError(
    'generator-rules/bad-oracle',
    `The oracle ${what}.`,
    'It takes a table and gives one number for each row, equal where the answer is the same; a score is to be cut at its threshold first. Some rows must differ.',
    usage,
  );

/** `generator-rules/cannot-compare`: difficulties and errors that do not belong together. */
export const cannotCompare = (what: string): VerisimError =>
  verisimError(
    'generator-rules/cannot-compare',
    `Difficulty cannot be held against errors: ${what}.`,
    'Give one difficulty (easy, medium, hard or adversarial) and one 0 or 1 (wrong) for each row.',
    usage,
  );
