import { brokenEvaluators } from './broken-evaluators.ts';
import { evaluatorFailures } from './collect-failures.ts';
import { overlapIdentical } from './overlap-evaluator.ts';
import { testBroken } from './test-broken.ts';

testBroken(
  brokenEvaluators.map((broken) => ({
    ...broken,
    run: () => evaluatorFailures(broken.evaluator, { identical: overlapIdentical, examples: 20, ...broken.setup }),
  })),
);
