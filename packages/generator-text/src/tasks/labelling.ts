import { z } from 'zod';
import { fencedSeeds } from './fence.ts';
import { promptOf, quotedLabel } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

interface Label {
  readonly label: string;
}

/** The label of a real text, from a teacher. Asked several times with the labels in another order, see `labelTexts`. */
export const labellingTask: TextTask<Label> = {
  name: 'labelling',
  version: '1',
  summary: 'labels for texts from a teacher that must agree with itself (task.labels, task.samples, task.agreement)',
  columns: null,
  shows: 'one seed',
  labelled: false,
  attributes: {},
  prompt: (parts) =>
    promptOf(parts, 'You label texts. Say the one label that fits best.', [
      `The labels: ${parts.labels.map(quotedLabel).join(', ')}.`,
      `The text:\n${fencedSeeds(parts)}`,
    ]),
  schema: ({ labels }) => z.strictObject({ label: z.enum(labels as [string, ...string[]]) }),
  rows: ({ label }) => [{ label }],
};
