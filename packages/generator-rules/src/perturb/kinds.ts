import type { Kind } from './kind.ts';
import { casing } from './kinds/casing.ts';
import { clauses } from './kinds/clauses.ts';
import { codeSwitching } from './kinds/code-switching.ts';
import { conflicting } from './kinds/conflicting.ts';
import { context } from './kinds/context.ts';
import { dates } from './kinds/dates.ts';
import { emoji } from './kinds/emoji.ts';
import { jitter } from './kinds/jitter.ts';
import { lookAlikes } from './kinds/look-alikes.ts';
import { missingBlocks } from './kinds/missing-blocks.ts';
import { missingPieces } from './kinds/missing-pieces.ts';
import { numbers } from './kinds/numbers.ts';
import { ocr } from './kinds/ocr.ts';
import { scaling } from './kinds/scaling.ts';
import { sensorNoise } from './kinds/sensor-noise.ts';
import { spacing } from './kinds/spacing.ts';
import { synonyms } from './kinds/synonyms.ts';
import { truncation } from './kinds/truncation.ts';
import { typos } from './kinds/typos.ts';
import { units } from './kinds/units.ts';

/** What `perturb` can do to rows. */
export const perturbations: readonly Kind[] = [
  typos,
  ocr,
  casing,
  spacing,
  lookAlikes,
  emoji,
  truncation,
  clauses,
  context,
  missingPieces,
  conflicting,
  codeSwitching,
  numbers,
  dates,
  synonyms,
  units,
  jitter,
  scaling,
  sensorNoise,
  missingBlocks,
];
