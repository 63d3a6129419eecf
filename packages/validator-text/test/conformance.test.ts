import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testValidator } from '@verisim/conformance';
import { expect, test } from 'vitest';
import * as texts from '../src/index.ts';
import {
  contaminationValidator,
  difficultyValidator,
  duplicateTextValidator,
  faithfulnessValidator,
  formatValidator,
  languageValidator,
  lengthValidator,
  personalDataValidator,
  safetyValidator,
  semanticDuplicates,
} from '../src/index.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

const exceptions = {
  'row-order':
    'of texts that are alike the first is kept and the later ones are named, so the verdict follows the order',
};

testValidator(test, formatValidator, { imports });
testValidator(test, lengthValidator, { imports });
testValidator(test, languageValidator, { imports });
testValidator(test, contaminationValidator, { imports });
testValidator(test, personalDataValidator, { imports });
testValidator(test, safetyValidator, { imports });
testValidator(test, faithfulnessValidator, { imports });
testValidator(test, difficultyValidator, { imports });
testValidator(test, duplicateTextValidator, { imports, exceptions });
testValidator(test, semanticDuplicates(), { imports, exceptions });

test('every validator of the package is tested above', () => {
  const tested: readonly unknown[] = [
    formatValidator,
    lengthValidator,
    languageValidator,
    contaminationValidator,
    personalDataValidator,
    safetyValidator,
    faithfulnessValidator,
    difficultyValidator,
    duplicateTextValidator,
  ];
  const exported = Object.values(texts).filter((value) => typeof value === 'object' && 'kind' in value);
  expect(new Set<unknown>(exported)).toEqual(new Set(tested));
});
