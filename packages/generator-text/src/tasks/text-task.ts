import type { z } from 'zod';

/** A real row as a prompt shows it. */
export interface Seed {
  /** Its number in the training table, from 0. */
  readonly row: number;
  /** Without hidden characters: the normalised copy. */
  readonly text: string;
  readonly label: string | null;
  /** A hash of text and label: what the journal calls it. */
  readonly name: string;
  /** The real text held hidden characters, which the copy lacks. */
  readonly normalised: boolean;
}

/** What one text shall be like: a cell of the grid, and who writes it. */
export interface Wish {
  readonly persona: string | null;
  /** A path in the topic tree, from the root; empty without one. */
  readonly topic: readonly string[];
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** Everything that a prompt is made of. */
export interface PromptParts {
  /** Hexadecimal digits that occur in no seed: the fence around data. */
  readonly nonce: string;
  /** The label of the rows to be made; `null` for tasks without. */
  readonly label: string | null;
  readonly labels: readonly string[];
  readonly seeds: readonly Seed[];
  /** One for each row that is asked for. */
  readonly wishes: readonly Wish[];
  /** What the user says of the data. */
  readonly about: string;
  /** Names of what is to be taken out of texts. */
  readonly fields: readonly string[];
}

/** The two messages of a question. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
}

/** What an answer makes of one wish: texts by column. Tasks that write texts like the seeds fill `text` alone. */
export type TaskRow = Readonly<Record<string, string>>;

/** Something that a language model is asked to write. A plain object; the version is part of every key in the journal. */
export interface TextTask<A = unknown> {
  readonly name: string;
  readonly version: string;
  /** One line for people. */
  readonly summary: string;
  /** `null`: rows have the columns of the seeds. Else the columns of the rows, all texts. */
  readonly columns: readonly string[] | null;
  /** Several seeds are shown as examples, or rows are made from one seed. */
  readonly shows: 'examples' | 'one seed';
  /** Rows have labels, so seeds must have them. */
  readonly labelled: boolean;
  /** Dimensions of the grid that the task brings along, such as kinds of attack; a user's own of the same name take their place. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  prompt(parts: PromptParts): Prompt;
  /** The answer: an object, for structured outputs want one at the root. */
  schema(parts: PromptParts): z.ZodType<A>;
  /** At most one row for each wish, in their order. */
  rows(answer: A, parts: PromptParts): readonly TaskRow[];
}
