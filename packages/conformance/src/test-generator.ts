import type { Generator, SourceName, Sources } from '@verisim/core';
import { customers } from './fixtures.ts';
import type { GeneratorCheckName } from './generator-check.ts';
import { generatorChecks } from './generator-checks.ts';
import { type GeneratorSubject, sourceFrom } from './generator-subject.ts';
import { registerChecks, type Setup, type TestFunction, testedParts } from './run-checks.ts';

/** What a generator may be tested with. */
export interface GeneratorSetup<N extends SourceName = SourceName> extends Setup<GeneratorCheckName> {
  /** What most checks fit it to, in place of 300 rows with columns of five kinds. */
  readonly source?: Sources[N];
  /** It learns from texts and leaves columns beside text and target empty: every table of the kit then has one column of texts among its features. */
  readonly texts?: boolean;
}

/**
 * Registers one test per check. Uses no test framework and no Node API: `test` is the runner's.
 * Throws `conformance/bad-exception` at once for an exception without a reason or for a check that does not exist; the tests
 * fail with `conformance/broken-contract`, `conformance/exception-passes`, `conformance/bad-import-probe`, or what the plugin
 * itself throws.
 */
export function testGenerator<O, N extends SourceName>(
  test: TestFunction,
  generator: Generator<O, N>,
  setup: GeneratorSetup<N> = {},
): void {
  const tested = { ...testedParts(setup), plugin: generator as unknown as Generator, texts: setup.texts ?? false };
  const source = setup.source === undefined ? sourceFrom(tested, customers()) : setup.source;
  const subject: GeneratorSubject = { ...tested, source };
  registerChecks(test, generatorChecks, subject, setup.exceptions);
}
