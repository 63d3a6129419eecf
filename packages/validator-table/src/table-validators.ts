import type { Check } from '@verisim/core';
import { collisionValidator } from './collision-validator.ts';
import { constraintValidator } from './constraint-validator.ts';
import { copyValidator } from './copy-validator.ts';
import { duplicateValidator } from './duplicate-validator.ts';
import { keyValidator } from './key-validator.ts';
import { rangeValidator } from './range-validator.ts';
import { schemaValidator } from './schema-validator.ts';

/** The checks that every synthetic table goes through, with their default options. */
export const tableValidators: readonly Check[] = [
  { validator: schemaValidator },
  { validator: rangeValidator },
  { validator: keyValidator },
  { validator: constraintValidator },
  { validator: duplicateValidator },
  { validator: copyValidator },
  { validator: collisionValidator },
];
