import type { Validator } from '@verisim/core';
import { registerChecks, type Setup, type TestFunction, testedParts } from './run-checks.ts';
import type { ValidatorCheckName } from './validator-check.ts';
import { validatorChecks } from './validator-checks.ts';
import { type ValidatorInput, validatorSubject } from './validator-subject.ts';

/** What a validator may be tested with. */
export interface ValidatorSetup extends Setup<ValidatorCheckName> {
  /** What most checks ask it of, in place of 120 faulty rows, 300 training rows and 100 holdout rows. */
  readonly input?: ValidatorInput;
}

/** Registers one test per check of `validatorChecks`. Throws and fails as `testGenerator` does. */
export function testValidator<O>(test: TestFunction, validator: Validator<O>, setup: ValidatorSetup = {}): void {
  const subject = validatorSubject(validator as unknown as Validator, testedParts(setup), setup.input);
  registerChecks(test, validatorChecks, subject, setup.exceptions);
}
