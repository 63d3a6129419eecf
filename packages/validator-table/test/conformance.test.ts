import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testValidator, usualValidatorInput, type ValidatorSetup } from '@verisim/conformance';
import type { Constraint, Validator } from '@verisim/core';
import { expect, test } from 'vitest';
import * as table from '../src/index.ts';
import {
  collisionValidator,
  constraintValidator,
  copyValidator,
  duplicateValidator,
  keyValidator,
  rangeValidator,
  schemaValidator,
} from '../src/index.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

const firstIsKept = 'of equal rows the first is kept and the later ones are named, so the verdict follows the order';

testValidator(test, schemaValidator, { imports });
testValidator(test, rangeValidator, { imports });
testValidator(test, constraintValidator, { imports });
testValidator(test, keyValidator, { imports, exceptions: { 'row-order': firstIsKept } });
testValidator(test, duplicateValidator, { imports, exceptions: { 'row-order': firstIsKept } });
testValidator(test, copyValidator, { imports });
testValidator(test, collisionValidator, { imports });

// What only other options than the defaults reach.
const strict = (validator: Validator<never>, options: unknown, exceptions: ValidatorSetup['exceptions'] = {}) =>
  testValidator((name, body) => test(`${JSON.stringify(options)} ${name}`, body), validator, { options, exceptions });

strict(schemaValidator as Validator<never>, { drop: false });
strict(rangeValidator as Validator<never>, { extrapolate: true, dropOffGrid: true });
strict(duplicateValidator as Validator<never>, { drop: true }, { 'row-order': firstIsKept });
strict(copyValidator as Validator<never>, { drop: false });

// One constraint of each rule that has something to say of the usual batch.
const constraints: readonly Constraint[] = [
  { rule: 'unique', columns: ['member'] },
  { rule: 'range', column: 'age', from: 18, to: 80 },
  { rule: 'one-of', column: 'smoker', in: ['no', 'yes'] },
  { rule: 'inequality', columns: ['age', 'income'] },
  { rule: 'range', if: [{ column: 'smoker', in: ['yes'] }], column: 'age', from: 30 },
  { rule: 'combinations', columns: ['city', 'smoker'] },
  { rule: 'multiple', columns: ['age'], step: 1 },
  { rule: 'missing-together', columns: ['city', 'remark'] },
];
const usual = usualValidatorInput();
const constrained = { ...usual, batch: { ...usual.batch, spec: { ...usual.batch.spec, constraints } } };

testValidator((name, body) => test(`with constraints, ${name}`, body), constraintValidator, {
  input: constrained,
  exceptions: { 'row-order': firstIsKept },
});

test('every validator of the package is tested above', () => {
  const tested: readonly unknown[] = [
    schemaValidator,
    rangeValidator,
    constraintValidator,
    keyValidator,
    duplicateValidator,
    copyValidator,
    collisionValidator,
  ];
  const exported = Object.values(table).filter((value) => 'kind' in value && value.kind === 'validator');
  expect(new Set<unknown>(exported)).toEqual(new Set(tested));
});
