import { isVerisimError } from '@verisim/core';
import { expect, test } from 'vitest';
import { generatorChecks } from '../src/index.ts';
import { brokenChecks } from './broken-checks.ts';
import { brokenGenerators } from './broken-generators.ts';

// One of the broken generators writes to the console, in every check.
console.debug = () => {};

for (const { check, what, says, generator } of brokenGenerators) {
  test(`${check} alone catches: ${what}`, async () => {
    const failed = await brokenChecks(generator);
    expect([...failed.keys()]).toEqual([check]);
    const error = failed.get(check);
    expect(isVerisimError(error) && error.code).toBe('conformance/broken-contract');
    expect(error?.message).toMatch(says);
  });
}

test('every check has a generator that it catches', () => {
  const caught = new Set(brokenGenerators.map(({ check }) => check));
  expect(generatorChecks.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
});
