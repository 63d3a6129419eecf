import type { Evaluator, Generator, SourceName, Validator } from '@verisim/core';
import {
  type EvaluatorSetup,
  evaluatorChecks,
  type GeneratorSetup,
  generatorChecks,
  type TestFunction,
  testEvaluator,
  testGenerator,
  testValidator,
  type ValidatorSetup,
  validatorChecks,
} from '../src/index.ts';

/** The checks that failed, with their errors. */
export type Failures = Map<string, Error & { code?: string }>;

/** Runs the whole kit on a generator, with a runner that only collects. */
export function generatorFailures<O, N extends SourceName>(
  generator: Generator<O, N>,
  setup: GeneratorSetup<N> = {},
): Promise<Failures> {
  return collect(generatorChecks, (test) => testGenerator(test, generator, setup));
}

/** Runs the whole kit on a validator. */
export function validatorFailures<O>(validator: Validator<O>, setup: ValidatorSetup = {}): Promise<Failures> {
  return collect(validatorChecks, (test) => testValidator(test, validator, setup));
}

/** Runs the whole kit on an evaluator. */
export function evaluatorFailures<O>(evaluator: Evaluator<O>, setup: EvaluatorSetup = {}): Promise<Failures> {
  return collect(evaluatorChecks, (test) => testEvaluator(test, evaluator, setup));
}

async function collect(
  checks: readonly { readonly name: string }[],
  register: (test: TestFunction) => void,
): Promise<Failures> {
  const bodies: (() => Promise<void>)[] = [];
  register((_, body) => void bodies.push(body));
  const failed: Failures = new Map();
  for (const [i, body] of bodies.entries()) {
    try {
      await body();
    } catch (error) {
      failed.set(checks[i].name, error as Error);
    }
  }
  return failed;
}
