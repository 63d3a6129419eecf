import { adversarialTask } from './adversarial.ts';
import { boundaryTask } from './boundary.ts';
import { classificationTask } from './classification.ts';
import { dialogueTask } from './dialogue.ts';
import { extractionTask } from './extraction.ts';
import { instructionTask } from './instruction.ts';
import { labellingTask } from './labelling.ts';
import { paraphraseTask } from './paraphrase.ts';
import { preferenceTask } from './preference.ts';
import { questionAnswerTask } from './question-answer.ts';
import { refusalTask } from './refusal.ts';
import { styleTask } from './style.ts';
import type { TextTask } from './text-task.ts';

/** What can be asked of a language model. */
export const textTasks: readonly TextTask[] = [
  classificationTask,
  paraphraseTask,
  styleTask,
  boundaryTask,
  adversarialTask,
  questionAnswerTask,
  instructionTask,
  extractionTask,
  dialogueTask,
  preferenceTask,
  refusalTask,
  labellingTask,
];
