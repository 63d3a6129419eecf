import type { Comparison, Evaluator } from '@verisim/core';
import type { EvaluatorCheckName } from './evaluator-check.ts';
import { evaluatorChecks } from './evaluator-checks.ts';
import { evaluatorSubject } from './evaluator-subject.ts';
import { registerChecks, type Setup, type TestFunction, testedParts } from './run-checks.ts';

/** What an evaluator may be tested with. */
export interface EvaluatorSetup extends Setup<EvaluatorCheckName> {
  /** What most checks ask it of, in place of 240 real, 200 synthetic and 160 held-out rows and a target. */
  readonly input?: Comparison;
  /** The best value of each metric that takes it when the synthetic rows are the real ones: `{ 'column-shape': 1 }`. */
  readonly identical?: Readonly<Record<string, number>>;
}

/** Registers one test per check of `evaluatorChecks`. Throws and fails as `testGenerator` does. */
export function testEvaluator<O>(test: TestFunction, evaluator: Evaluator<O>, setup: EvaluatorSetup = {}): void {
  const { input, identical } = setup;
  const subject = evaluatorSubject(evaluator as unknown as Evaluator, testedParts(setup), input, identical);
  registerChecks(test, evaluatorChecks, subject, setup.exceptions);
}
