import { isVerisimError } from '@verisim/core';
import { expect, test } from 'vitest';
import type { Failures } from './collect-failures.ts';

/** A plugin broken in one way, and how to run the whole kit on it. */
export interface Case {
  readonly check: string;
  readonly what: string;
  readonly says: RegExp;
  readonly run: () => Promise<Failures>;
}

/** One test per broken plugin: exactly the expected check fails, and says what was broken. */
export function testBroken(cases: readonly Case[]): void {
  // One of the broken plugins writes to the console, in every check.
  console.debug = () => {};
  for (const { check, what, says, run } of cases) {
    test(`${check} alone catches: ${what}`, async () => {
      const failed = await run();
      expect([...failed.keys()]).toEqual([check]);
      const error = failed.get(check);
      expect(isVerisimError(error) && error.code).toBe('conformance/broken-contract');
      expect(error?.message).toMatch(says);
    });
  }
}
