import type { Check } from './check.ts';
import type { Tested } from './demand.ts';
import { badException, exceptionPasses } from './errors.ts';
import type { FreshImport } from './fresh-import.ts';

/** Registers one test with a runner: `test` of vitest or node:test, `it` of mocha. */
export type TestFunction = (name: string, body: () => Promise<void>) => void;

/** What every plugin may be tested with; all of it has a default. */
export interface Setup<N extends string> {
  /** Raw options. */
  readonly options?: unknown;
  /** Checks that cannot hold, each with the reason why. One that is listed and passes is a failure. */
  readonly exceptions?: Readonly<Partial<Record<N, string>>>;
  /** How to import the plugin in a process of its own; without it the check `import` says that it did not run. */
  readonly imports?: FreshImport;
  /** Random tables that the check `any-table` tries, 25 when left out. */
  readonly examples?: number;
}

/** The parts of a subject that come from the setup of any plugin. */
export function testedParts(setup: Setup<string>): Omit<Tested, 'plugin'> {
  return { options: setup.options ?? {}, imports: setup.imports ?? null, examples: setup.examples ?? 25 };
}

/** Registers one test per check. Throws `conformance/bad-exception`. */
export function registerChecks<S extends Tested, N extends string>(
  test: TestFunction,
  checks: readonly Check<S, N>[],
  subject: S,
  exceptions: Readonly<Partial<Record<string, string>>> = {},
): void {
  const { name } = subject.plugin;
  refuseBadExceptions(checks, exceptions);
  for (const check of checks) {
    const reason = exceptions[check.name];
    if (reason !== undefined) {
      test(`${name}: (excepted: ${reason}) ${check.title}`, () => runExcepted(check, subject, reason));
    } else if (check.name === 'import' && subject.imports === null) {
      test(`${name}: (not run: the setup gives no \`imports\`) ${check.title}`, async () => {});
    } else test(`${name}: ${check.title}`, () => check.run(subject));
  }
}

async function runExcepted<S extends Tested>(check: Check<S>, subject: S, reason: string): Promise<void> {
  try {
    await check.run(subject);
  } catch {
    return;
  }
  throw exceptionPasses(subject.plugin.name, check.name, reason);
}

function refuseBadExceptions(checks: readonly Check<never>[], exceptions: Readonly<Record<string, unknown>>): void {
  const known = checks.map((check) => check.name);
  for (const [name, reason] of Object.entries(exceptions)) {
    if (!known.includes(name)) throw badException(name, 'is not a check', known);
    if (typeof reason !== 'string' || reason.trim() === '') throw badException(name, 'has no reason', known);
  }
}
