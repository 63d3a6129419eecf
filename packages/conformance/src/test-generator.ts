import type { Generator, SourceName, Sources } from '@verisim/core';
import { badException, exceptionPasses } from './errors.ts';
import { customers } from './fixtures.ts';
import type { CheckName, GeneratorCheck } from './generator-check.ts';
import { generatorChecks } from './generator-checks.ts';
import { type Subject, sourceFrom } from './subject.ts';

/** Registers one test with a runner: `test` of vitest or node:test, `it` of mocha. */
export type TestFunction = (name: string, body: () => Promise<void>) => void;

/** What a generator needs to be tested; all of it has a default. */
export interface GeneratorSetup<N extends SourceName = SourceName> {
  /** Raw options. */
  readonly options?: unknown;
  /** What most checks fit it to, in place of 300 rows with columns of five kinds. */
  readonly source?: Sources[N];
  /** Checks that cannot hold, each with the reason why. One that is listed and passes is a failure. */
  readonly exceptions?: Readonly<Partial<Record<CheckName, string>>>;
}

/**
 * Registers one test per check. Uses no test framework and no Node API: `test` is the runner's.
 * Throws `conformance/bad-exception` at once for an exception without a reason or for a check that does not exist; the tests
 * fail with `conformance/broken-contract`, `conformance/exception-passes`, or what the plugin itself throws.
 */
export function testGenerator<O, N extends SourceName>(
  test: TestFunction,
  generator: Generator<O, N>,
  setup: GeneratorSetup<N> = {},
): void {
  const { options = {}, exceptions = {} } = setup;
  refuseBadExceptions(exceptions);
  const source = setup.source === undefined ? sourceFrom(generator.needs, customers()) : setup.source;
  const subject: Subject = { generator: generator as unknown as Generator, options, source };
  for (const check of generatorChecks) {
    const reason = exceptions[check.name];
    if (reason === undefined) test(`${generator.name}: ${check.title}`, () => check.run(subject));
    else test(`${generator.name}: (excepted: ${reason}) ${check.title}`, () => runExcepted(check, subject, reason));
  }
}

async function runExcepted(check: GeneratorCheck, subject: Subject, reason: string): Promise<void> {
  try {
    await check.run(subject);
  } catch {
    return;
  }
  throw exceptionPasses(subject.generator.name, check.name, reason);
}

function refuseBadExceptions(exceptions: Readonly<Record<string, string | undefined>>): void {
  const known: readonly string[] = generatorChecks.map((check) => check.name);
  for (const [name, reason] of Object.entries(exceptions)) {
    if (!known.includes(name)) throw badException(name, 'is not a check', known);
    if (typeof reason !== 'string' || reason.trim() === '') throw badException(name, 'has no reason', known);
  }
}
