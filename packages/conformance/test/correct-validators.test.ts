import { createContext } from '@verisim/core';
import { expect, test } from 'vitest';
import { testValidator, usualValidatorInput } from '../src/index.ts';
import { validatorFailures } from './collect-failures.ts';
import { distance } from './distance-validator.ts';
import { runInNode } from './run-in-node.ts';

const imports = { module: new URL('distance-validator.ts', import.meta.url).href, run: runInNode };

testValidator(test, distance, { imports, examples: 200 });

test('a validator that keeps what it reports passes', async () => {
  expect(await validatorFailures(distance, { options: { drop: false } })).toEqual(new Map());
});

test('the usual batch gives validators something to say', async () => {
  const { batch, train } = usualValidatorInput();
  const { findings } = await distance.check(batch, { most: 5, drop: true }, { train }, createContext());
  expect(findings.map(({ rule, rows }) => [rule, rows.length > 0])).toEqual([
    ['far-row', true],
    ['strange-level', true],
  ]);
});
