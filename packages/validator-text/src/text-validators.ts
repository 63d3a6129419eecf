import type { Check } from '@verisim/core';
import { contaminationValidator } from './contamination-validator.ts';
import { difficultyValidator } from './difficulty-validator.ts';
import { duplicateTextValidator } from './duplicate-validator.ts';
import { faithfulnessValidator } from './faithfulness-validator.ts';
import { formatValidator } from './format-validator.ts';
import { languageValidator } from './language-validator.ts';
import { lengthValidator } from './length-validator.ts';
import { personalDataValidator } from './personal-data-validator.ts';
import { safetyValidator } from './safety-validator.ts';

/** The checks that every synthetic text goes through, with their default options, the cheap ones first; all come before any judge that costs money. */
export const textValidators: readonly Check[] = [
  { validator: formatValidator },
  { validator: lengthValidator },
  { validator: languageValidator },
  { validator: contaminationValidator },
  { validator: duplicateTextValidator },
  { validator: personalDataValidator },
  { validator: safetyValidator },
  { validator: faithfulnessValidator },
  { validator: difficultyValidator },
];
