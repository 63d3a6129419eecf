import { z } from 'zod';
import { fencedSeeds } from './fence.ts';
import { listOf, promptOf, someText, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

interface Evolved {
  readonly evolved: readonly { readonly instruction: string; readonly response: string }[];
}

/** An instruction made harder or different, and the response to it (Xu et al. 2023, WizardLM: Evol-Instruct, in depth and in breadth). */
export const instructionTask: TextTask<Evolved> = {
  name: 'instruction',
  version: '1',
  summary: 'an instruction made harder or different, and its response',
  columns: ['instruction', 'response'],
  shows: 'one seed',
  labelled: false,
  attributes: {
    evolution: [
      'one more constraint',
      'deeper: asks for causes or consequences',
      'more concrete: real things in place of general ones',
      'needs one more step of reasoning',
      'input more complicated, such as a table or a log',
      'another instruction of the same field, rarer',
    ],
  },
  prompt: (parts) =>
    promptOf(
      parts,
      'You develop instructions for training an assistant, and answer them well. An evolved instruction stands alone: it does not mention the one it came from.',
      [`The instruction:\n${fencedSeeds(parts)}`, wishLines('evolved instruction', parts)],
    ),
  schema: (parts) =>
    listOf(
      'evolved',
      z.strictObject({ instruction: someText, response: someText }),
      parts,
    ) as unknown as z.ZodType<Evolved>,
  rows: ({ evolved }) =>
    evolved.map(({ instruction, response }) => ({ instruction: instruction.trim(), response: response.trim() })),
};
