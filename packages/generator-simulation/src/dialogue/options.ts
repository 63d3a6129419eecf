import { z } from 'zod';
import { likeOption } from '../option-text.ts';
import { type Task, tasks } from './tasks.ts';

/** Options of the dialogues; see their descriptions. */
export interface DialogueOptions {
  readonly tasks: readonly string[];
  readonly cooperativeness: number;
  readonly impatience: number;
  readonly changes: number;
  readonly typos: number;
  readonly mistakes: number;
  readonly limit: number;
  readonly like?: string | undefined;
}

const chance = (value: number) => z.number().min(0).max(1).default(value);
const names = tasks.map(({ name }) => name) as [string, ...string[]];

const parted = (given: unknown): unknown =>
  typeof given === 'string' ? given.split(',').map((name) => name.trim()) : given;

/** The options as zod declares them. */
export const dialogueOptions: z.ZodType<DialogueOptions> = z.strictObject({
  tasks: z
    .preprocess(parted, z.array(z.enum(names)).min(1))
    .default(names)
    .describe('What users want, each as often: table,train,complaint or some of them'),
  cooperativeness: chance(0.75).describe(
    'Chance that a question is answered, and that a mistake of the agent is noticed',
  ),
  impatience: chance(0.2).describe('Chance that a user leaves when asked for the same thing again'),
  changes: chance(0.04).describe('Chance of another wish in a turn after the first, once a dialogue'),
  typos: chance(0.03).describe('Share of words of three letters or more that are mistyped'),
  mistakes: chance(0.03).describe('Chance that the scripted agent takes another value than it was told'),
  limit: z.int().min(4).max(400).default(40).describe('Turns after which a dialogue ends'),
  like: likeOption('CSV with the columns dialogue, speaker and act, perhaps text and meant'),
});

/** The options, read. */
export interface DialogueSettings extends Omit<DialogueOptions, 'tasks' | 'like'> {
  readonly tasks: readonly Task[];
}

/** Reads the options. */
export const readDialogue = ({ like: _, tasks: wanted, ...options }: DialogueOptions): DialogueSettings => ({
  ...options,
  tasks: tasks.filter(({ name }) => wanted.includes(name)),
});
