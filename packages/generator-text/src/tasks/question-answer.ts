import { z } from 'zod';
import { fencedSeeds } from './fence.ts';
import { listOf, promptOf, someText, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

interface Pairs {
  readonly pairs: readonly {
    readonly question: string;
    readonly answer: string;
    readonly citations: readonly string[];
  }[];
}

const pair = z.strictObject({ question: someText, answer: someText, citations: z.array(someText).min(1) });

/** Questions that a passage answers, with the words it does so by: citations are verbatim, which `faithfulness` of validator-text checks. */
export const questionAnswerTask: TextTask<Pairs> = {
  name: 'question-answer',
  version: '1',
  summary: 'questions that a passage answers, with verbatim citations',
  columns: ['source', 'question', 'answer', 'citations'],
  shows: 'one seed',
  labelled: false,
  attributes: { kind: ['a fact', 'a reason', 'a comparison', 'several places together', 'what follows from it'] },
  prompt: (parts) =>
    promptOf(
      parts,
      'You write questions and answers about a passage, from the passage alone: no number, name or fact that it does not hold.',
      [
        `The passage:\n${fencedSeeds(parts)}`,
        wishLines('question', parts),
        'Under "citations" give the words of the passage that the answer rests on, letter by letter.',
      ],
    ),
  schema: (parts) => listOf('pairs', pair, parts) as unknown as z.ZodType<Pairs>,
  rows: ({ pairs }, { seeds }) =>
    pairs.map(({ question, answer, citations }) => ({
      source: seeds[0].text,
      question: question.trim(),
      answer: answer.trim(),
      citations: JSON.stringify(citations),
    })),
};
