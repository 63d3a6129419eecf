import { expect, test } from 'vitest';
import { testEvaluator, usualComparison } from '../src/index.ts';
import { evaluatorFailures } from './collect-failures.ts';
import { overlap, overlapIdentical } from './overlap-evaluator.ts';
import { runInNode } from './run-in-node.ts';

const imports = { module: new URL('overlap-evaluator.ts', import.meta.url).href, run: runInNode };

testEvaluator(test, overlap, { imports, identical: overlapIdentical, examples: 200 });

test('a metric that is said to be perfect on the real rows must be measured', async () => {
  const failed = await evaluatorFailures(overlap, { identical: { 'share-overlaps': 1 }, examples: 1 });
  expect([...failed.keys()]).toEqual(['identical']);
  expect(failed.get('identical')?.message).toContain('measures no "share-overlaps"');
});

test('an exception for a check that passes is a failure, for evaluators too', async () => {
  const failed = await evaluatorFailures(overlap, { exceptions: { 'row-order': 'we thought so' }, examples: 1 });
  expect(failed.get('row-order')).toMatchObject({ code: 'conformance/exception-passes' });
  expect(failed.size).toBe(1);
});

test('a comparison of ones own is used in place of the usual one', async () => {
  const { real, synthetic } = usualComparison();
  expect(await evaluatorFailures(overlap, { input: { real: synthetic, synthetic: real }, examples: 1 })).toEqual(
    new Map(),
  );
});
